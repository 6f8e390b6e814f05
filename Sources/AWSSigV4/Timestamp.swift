package import FoundationEssentials

/// A second in UTC, in the spellings that signatures use.
package struct Timestamp: Sendable, Hashable {
    /// Since 1970.
    package let seconds: Int

    package init(seconds: Int) {
        self.seconds = seconds
    }

    package init(_ date: Date) {
        seconds = Int(date.timeIntervalSince1970.rounded(.down))
    }

    /// Of `20130524T000000Z`.
    package init?(basic text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 16, characters[8] == UInt8(ascii: "T"), characters[15] == UInt8(ascii: "Z"),
            let day = Self.day(characters[0..<8]), let hour = Self.number(characters[9..<11]), hour < 24,
            let minute = Self.number(characters[11..<13]), minute < 60,
            let second = Self.number(characters[13..<15]), second < 61
        else { return nil }
        seconds = day * 86400 + hour * 3600 + minute * 60 + second
    }

    /// Of a `Date` header: `Fri, 24 May 2013 00:00:00 GMT`.
    ///
    /// Reference: RFC 9110, section 5.6.7 (the preferred form only).
    package init?(httpDate text: String) {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT" || words[5] == "UTC" || words[5] == "+0000",
            let month = Self.months.firstIndex(of: words[2]), words[1].utf8.count <= 2, words[3].utf8.count == 4,
            let date = Int(words[1]), let year = Int(words[3]), (1...31).contains(date)
        else { return nil }
        let clock = words[4].split(separator: ":").map { Int($0) ?? -1 }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0..<61).contains(clock[2])
        else { return nil }
        let day = Self.daysSinceEpoch(year: year, month: month + 1, day: date)
        seconds = day * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    }

    package var date: Date { Date(timeIntervalSince1970: Double(seconds)) }

    /// `20130524T000000Z`.
    package var basic: String {
        let time = (seconds % 86400 + 86400) % 86400
        return String(unsafeUninitializedCapacity: 16) { digits in
            writeDay(to: digits)
            digits[8] = UInt8(ascii: "T")
            Self.write(time / 3600, to: digits, at: 9)
            Self.write(time / 60 % 60, to: digits, at: 11)
            Self.write(time % 60, to: digits, at: 13)
            digits[15] = UInt8(ascii: "Z")
            return 16
        }
    }

    /// `20130524`.
    package var day: String {
        String(unsafeUninitializedCapacity: 8) { digits in
            writeDay(to: digits)
            return 8
        }
    }

    /// `2013-05-24T00:00:00Z`, the form in error documents.
    package var extended: String {
        let (year, month, day) = civil
        let time = (seconds % 86400 + 86400) % 86400
        let date = Self.twoDigits(year / 100) + Self.twoDigits(year % 100) + "-" + Self.twoDigits(month) + "-"
        let clock = Self.twoDigits(time / 3600) + ":" + Self.twoDigits(time / 60 % 60) + ":" + Self.twoDigits(time % 60)
        return date + Self.twoDigits(day) + "T" + clock + "Z"
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func day(_ characters: ArraySlice<UInt8>) -> Int? {
        let start = characters.startIndex
        guard let year = number(characters[start..<start + 4]), let month = number(characters[start + 4..<start + 6]),
            let day = number(characters[start + 6..<start + 8]), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        return daysSinceEpoch(year: year, month: month, day: day)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private func writeDay(to digits: UnsafeMutableBufferPointer<UInt8>) {
        let (year, month, day) = civil
        Self.write(year / 100, to: digits, at: 0)
        Self.write(year % 100, to: digits, at: 2)
        Self.write(month, to: digits, at: 4)
        Self.write(day, to: digits, at: 6)
    }

    private static func write(_ value: Int, to digits: UnsafeMutableBufferPointer<UInt8>, at place: Int) {
        digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10 % 10)
        digits[place + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
    }

    private static func twoDigits(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }

    // The Gregorian calendar with years that begin in March, so that the leap day comes last; 400 years have 146,097
    // days.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private var civil: (year: Int, month: Int, day: Int) {
        let days = (seconds - (seconds % 86400 + 86400) % 86400) / 86400 + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
