import SandboxTesting
import Testing

@testable import ObjectStore

@Suite struct ListingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var request: ListingRequest
        var keys: [String] = []
        var prefixes: [String] = []
    }

    private static let keys = [
        "a", "a/", "a/b", "a/b/c", "a/c", "a0", "b/x", "b/y/1", "b/y/2", "b/z", "c", "c//d", "c/d", "é/ü", "日本/x",
    ]

    static let cases: [Case] = [
        Case(testDescription: "all", request: ListingRequest(), keys: keys),
        Case(testDescription: "nothing", request: ListingRequest(prefix: "x")),
        Case(testDescription: "prefix", request: ListingRequest(prefix: "a/"), keys: ["a/", "a/b", "a/b/c", "a/c"]),
        Case(
            testDescription: "prefix without slash", request: ListingRequest(prefix: "b/y"), keys: ["b/y/1", "b/y/2"]),
        Case(
            testDescription: "delimiter", request: ListingRequest(delimiter: "/"), keys: ["a", "a0", "c"],
            prefixes: ["a/", "b/", "c/", "é/", "日本/"]),
        Case(
            testDescription: "prefix and delimiter", request: ListingRequest(prefix: "a/", delimiter: "/"),
            keys: ["a/", "a/b", "a/c"], prefixes: ["a/b/"]),
        Case(
            testDescription: "prefix before the delimiter", request: ListingRequest(prefix: "b", delimiter: "/"),
            prefixes: ["b/"]),
        Case(
            testDescription: "empty segment", request: ListingRequest(prefix: "c/", delimiter: "/"), keys: ["c/d"],
            prefixes: ["c//"]),
        Case(
            testDescription: "long delimiter", request: ListingRequest(delimiter: "/y/"),
            keys: keys.filter { !$0.hasPrefix("b/y/") }, prefixes: ["b/y/"]),
        Case(
            testDescription: "delimiter that is no slash", request: ListingRequest(delimiter: "b"),
            keys: ["a", "a/", "a/c", "a0", "c", "c//d", "c/d", "é/ü", "日本/x"], prefixes: ["a/b", "b"]),
        Case(
            testDescription: "start after a key", request: ListingRequest(start: .afterKey("b/y/1")),
            keys: ["b/y/2", "b/z", "c", "c//d", "c/d", "é/ü", "日本/x"]),
        Case(
            testDescription: "start after no key", request: ListingRequest(prefix: "b/", start: .afterKey("b/y/15")),
            keys: ["b/y/2", "b/z"]),
        Case(
            testDescription: "start before the prefix", request: ListingRequest(prefix: "b/z", start: .afterKey("a")),
            keys: ["b/z"]),
        Case(testDescription: "start behind the prefix", request: ListingRequest(prefix: "a", start: .afterKey("b"))),
        Case(
            testDescription: "start within a common prefix",
            request: ListingRequest(delimiter: "/", start: .afterKey("b/x")), keys: ["c"],
            prefixes: ["b/", "c/", "é/", "日本/"]),
        Case(
            testDescription: "marker within a common prefix",
            request: ListingRequest(delimiter: "/", start: .afterMarker("b/x")), keys: ["c"],
            prefixes: ["c/", "é/", "日本/"]),
        Case(
            testDescription: "marker is a common prefix",
            request: ListingRequest(delimiter: "/", start: .afterMarker("a/")), keys: ["a0", "c"],
            prefixes: ["b/", "c/", "é/", "日本/"]),
        Case(
            testDescription: "marker without delimiter",
            request: ListingRequest(prefix: "a", start: .afterMarker("a/")),
            keys: ["a/b", "a/b/c", "a/c", "a0"]),
        Case(testDescription: "no keys wanted", request: ListingRequest(limit: 0)),
    ]

    @Test(arguments: cases)
    func listsAsS3Does(_ listing: Case) async throws {
        let fixture = try await StoreFixture()
        for key in Self.keys.shuffled() { try await fixture.put(key, key) }
        let found = try await fixture.store.listObjects(listing.request, in: fixture.plain)
        #expect(found.objects.map(\.key.text) == listing.keys)
        #expect(found.commonPrefixes == listing.prefixes)
        #expect(found.next == nil)
        try await fixture.close()
    }

    @Test(arguments: [1, 2, 3, 5, 100], ["", "/"])
    func pagesAddUpToTheWhole(limit: Int, delimiter: String) async throws {
        let fixture = try await StoreFixture()
        for key in Self.keys { try await fixture.put(key, key) }
        let whole = try await fixture.store.listObjects(ListingRequest(delimiter: delimiter), in: fixture.plain)
        var request = ListingRequest(delimiter: delimiter, limit: limit)
        var keys: [ObjectKey] = []
        var prefixes: [String] = []
        while true {
            let page = try await fixture.store.listObjects(request, in: fixture.plain)
            #expect(page.objects.count + page.commonPrefixes.count <= limit)
            keys += page.objects.map(\.key)
            prefixes += page.commonPrefixes
            guard let next = page.next else { break }
            #expect(page.objects.count + page.commonPrefixes.count == limit)
            request.start = .position(try #require(ListingPosition(token: next.token)))
        }
        #expect(keys == whole.objects.map(\.key))
        #expect(prefixes == whole.commonPrefixes)
        try await fixture.close()
    }

    @Test func tokenStaysGoodWhenWhatWasListedIsDeleted() async throws {
        let fixture = try await StoreFixture()
        for number in 100..<130 { try await fixture.put("k\(number)", "x") }
        var start = ListingStart.beginning
        var pages = 0
        while true {
            let page = try await fixture.store.listObjects(ListingRequest(start: start, limit: 7), in: fixture.plain)
            let results = try await fixture.store.deleteObjects(
                page.objects.map { Deletion(key: $0.key) }, in: fixture.plain, requester: StoreFixture.requester)
            #expect(results.count == page.objects.count)
            pages += 1
            guard let next = page.next else { break }
            start = .position(next)
        }
        #expect(pages == 5)
        #expect(try await fixture.store.listObjects(ListingRequest(), in: fixture.plain).objects.isEmpty)
        try await fixture.close()
    }

    @Test(arguments: ["", "AA==", "Ag==", "not base64", "AQ=="])
    func refusesInventedToken(_ token: String) { #expect(ListingPosition(token: token) == nil) }

    @Test(arguments: 0..<8)
    func agreesWithNaiveModel(seed: UInt64) async throws {
        var random = SeededGenerator(state: seed &+ 1)
        let alphabet = ["a", "b", "/", "/", "é", "\u{10FFFF}", "-"]
        let fixture = try await StoreFixture()
        var model: Set<ObjectKey> = []
        for _ in 0..<120 {
            let length = Int.random(in: 1...6, using: &random)
            let key = ObjectKey((0..<length).map { _ in alphabet.randomElement(using: &random)! }.joined())!
            // Versions and delete markers in between must not show.
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                try await fixture.put(key.text, "x", in: fixture.versioned)
            }
            model.insert(key)
            if Int.random(in: 0..<3, using: &random) == 0 {
                try await fixture.delete(key.text, in: fixture.versioned)
                model.remove(key)
            }
        }
        for _ in 0..<60 {
            let prefix = (0..<Int.random(in: 0...2, using: &random)).map { _ in alphabet.randomElement(using: &random)!
            }
            let delimiter = ["", "/", "a", "b/"].randomElement(using: &random)!
            let after = Bool.random(using: &random) ? "" : alphabet.randomElement(using: &random)! + "/"
            let start = after.isEmpty ? ListingStart.beginning : .afterKey(after)
            let limit = Int.random(in: 1...20, using: &random)
            let request = ListingRequest(prefix: prefix.joined(), delimiter: delimiter, start: start, limit: limit)
            let found = try await fixture.store.listObjects(request, in: fixture.versioned)
            let expected = NaiveListing(of: model, request, after: after)
            #expect(found.objects.map(\.key) == expected.keys)
            #expect(found.commonPrefixes == expected.prefixes)
            #expect((found.next != nil) == expected.isTruncated)
        }
        try await fixture.close()
    }
}

/// A listing by reading everything.
private struct NaiveListing {
    var keys: [ObjectKey] = []
    var prefixes: [String] = []
    var isTruncated = false

    init(of all: Set<ObjectKey>, _ request: ListingRequest, after: String) {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        for key in all.sorted() where bytes(key.text).starts(with: bytes(request.prefix)) {
            guard after.isEmpty || bytes(after).lexicographicallyPrecedes(bytes(key.text)) else { continue }
            let rest = Array(bytes(key.text).dropFirst(request.prefix.utf8.count))
            let delimiter = bytes(request.delimiter)
            let place =
                delimiter.isEmpty
                ? nil : rest.indices.first { Array(rest[$0...].prefix(delimiter.count)) == delimiter }
            let prefix = place.map { request.prefix + String(decoding: rest[..<($0 + delimiter.count)], as: UTF8.self) }
            if let prefix, let last = prefixes.last, bytes(prefix) == bytes(last) { continue }
            if keys.count + prefixes.count == request.limit {
                isTruncated = true
                return
            }
            if let prefix { prefixes.append(prefix) } else { keys.append(key) }
        }
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
