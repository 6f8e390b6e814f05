import Testing

@testable import ObjectStore

@Suite struct NameTests {
    @Test(arguments: [
        "abc", "a.b-c", "0ab", "amplify-app-mediabucket1234-x", String(repeating: "a", count: 63), "1.2.3.400",
    ])
    func takesBucketName(_ name: String) { #expect(BucketName(name)?.text == name) }

    @Test(arguments: [
        "", "ab", "Abc", "a_b", "-ab", "ab-", ".ab", "ab.", "a..b", "192.168.1.1", "a b", "äbc",
        String(repeating: "a", count: 64),
    ])
    func refusesBucketName(_ name: String) { #expect(BucketName(name) == nil) }

    @Test(arguments: [1, 2, 1024, 1 << 40, Int64.max])
    func versionIDsGoBothWays(_ sequence: Int64) {
        let text = VersionID.sequence(sequence).text
        #expect(text.count == 32)
        #expect(VersionID(text) == .sequence(sequence))
        #expect(VersionID(String(text.dropLast()) + (text.last == "A" ? "B" : "A")) == nil)
    }

    @Test func versionIDsOfNeighboursDiffer() {
        let texts = (1...1000).map { VersionID.sequence(Int64($0)).text }
        #expect(Set(texts).count == 1000)
        #expect(Set(texts.map { $0.prefix(4) }).count > 900)
        #expect(VersionID("null") == .null)
        #expect(VersionID("") == nil)
        #expect(VersionID(String(repeating: "é", count: 32)) == nil)
    }

    @Test(arguments: ["d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e-10000"])
    func entityTagsGoBothWays(_ text: String) {
        #expect(EntityTag(text)?.text == text)
        #expect(EntityTag("\"\(text)\"")?.text == text)
    }

    @Test(arguments: ["", "\"", "\"\"", "d41d8cd98f00b204e9800998ecf8427", "d41d8cd98f00b204e9800998ecf8427e-0", "x-1"])
    func refusesEntityTag(_ text: String) { #expect(EntityTag(text) == nil) }
}
