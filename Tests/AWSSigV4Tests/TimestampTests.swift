import AWSSigV4
import Foundation
import Testing

struct TimestampTests {
    @Test(
        "spellings agree with the calendar",
        arguments: [
            ("19700101T000000Z", 0), ("20000229T235959Z", 951_868_799), ("20130524T000000Z", 1_369_353_600),
            ("20991231T120000Z", 4_102_401_600), ("19691231T235959Z", -1),
        ])
    func spellings(_ text: String, _ seconds: Int) {
        #expect(Timestamp(basic: text)?.seconds == seconds)
        #expect(Timestamp(seconds: seconds).basic == text)
    }

    @Test("HTTP dates are read")
    func httpDates() {
        #expect(Timestamp(httpDate: "Fri, 24 May 2013 00:00:00 GMT")?.basic == "20130524T000000Z")
        #expect(Timestamp(seconds: 1_369_353_600).extended == "2013-05-24T00:00:00Z")
    }

    @Test(
        "what is no date is refused",
        arguments: ["", "20130524", "20131324T000000Z", "20130524T250000Z", "20130524T0000000", "2013052aT000000Z"])
    func refused(_ text: String) {
        #expect(Timestamp(basic: text) == nil)
        #expect(Timestamp(httpDate: text) == nil)
    }
}
