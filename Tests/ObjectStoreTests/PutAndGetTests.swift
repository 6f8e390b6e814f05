import Foundation
import NIOCore
import OpenSSL
import SandboxTesting
import Testing

@testable import ObjectStore

@Suite struct PutAndGetTests {
    /// Around the sizes at which a body changes its place.
    static let sizes = [
        0, 1, 1000, ObjectStore.rowLimitInBytes - 1, ObjectStore.rowLimitInBytes, ObjectStore.rowLimitInBytes + 1,
        300_000, 5_000_000,
    ]

    @Test(arguments: sizes)
    func givesBackWhatWasPut(size: Int) async throws {
        let fixture = try await StoreFixture()
        let bytes = noise(size)
        let put = try await fixture.put("some/key", bytes)
        #expect(put.size == size)
        #expect(put.eTag.md5 == DigestAlgorithm.md5.hash(bytes))
        #expect(try await fixture.get("some/key") == bytes)

        let again = try await fixture.reopened()
        #expect(try await again.get("some/key") == bytes)
        #expect(try again.blobFiles().count == (size > ObjectStore.rowLimitInBytes ? 1 : 0))
        try await again.close()
    }

    @Test(arguments: [1000, 300_000], [0..<1, 0..<1000, 500..<501, 999..<1000, 400..<400])
    func opensRanges(size: Int, range: Range<Int>) async throws {
        let fixture = try await StoreFixture()
        let bytes = noise(size)
        try await fixture.put("key", bytes)
        let open = try await fixture.store.openObject(ObjectKey("key")!, in: fixture.plain) { _ in range }
        #expect(Array(buffer: try await open.body.collect()) == Array(bytes[range]))
        try await fixture.close()
    }

    @Test func keepsAttributesAndChecksum() async throws {
        let fixture = try await StoreFixture()
        var attributes = ObjectAttributes(
            contentType: "image/png", userMetadata: [.init(name: "a", value: "é"), .init(name: "b", value: "")],
            tags: [.init(name: "t", value: String(repeating: "x", count: 200))])
        attributes.cacheControl = "no-store"
        attributes.contentDisposition = "inline"
        attributes.contentEncoding = "gzip"
        attributes.contentLanguage = "de"
        attributes.expires = "never"
        attributes.websiteRedirectLocation = "/x"
        attributes.storageClass = "STANDARD_IA"
        attributes.serverSideEncryption = "AES256"
        attributes.encryptionKeyID = "k"
        attributes.customerKeyMD5 = "m"
        attributes.retention = .init(mode: .governance, until: fixture.clock.now.addingTimeInterval(60))
        attributes.hasLegalHold = true
        let body = try await fixture.receive([1, 2, 3], checksums: [.sha256])
        let checksum = Checksum(algorithm: .sha256, value: body.checksums[.sha256]!)
        let object = NewObject(
            key: ObjectKey("k")!, attributes: attributes, checksum: checksum, requester: StoreFixture.requester)
        let put = try await fixture.store.putObject(body, as: object, in: fixture.plain)
        let found = try await fixture.store.object(ObjectKey("k")!, in: fixture.plain)
        for version in [put, found] {
            #expect(version.attributes == attributes)
            #expect(version.checksum == checksum)
            #expect(version.versionID == .null)
        }
        try await fixture.close()
    }

    @Test func replacesAndRemovesTheOldBlob() async throws {
        let fixture = try await StoreFixture()
        for round in 0..<5 { try await fixture.put("key", noise(100_000, seed: UInt64(round))) }
        #expect(try await fixture.get("key") == noise(100_000, seed: 4))
        let again = try await fixture.reopened()
        #expect(try again.blobFiles().count == 1)
        try await again.delete("key")
        let last = try await again.reopened()
        #expect(try last.blobFiles().isEmpty)
        await #expect(throws: StoreFault.noSuchKey(ObjectKey("key")!)) { try await last.get("key") }
        try await last.close()
    }

    @Test func abortedBodiesLeaveNothing() async throws {
        let fixture = try await StoreFixture()
        for size in [10, 1_000_000] {
            let intake = fixture.store.beginWrite(expectedLength: size, checksums: [])
            try await intake.append(ByteBuffer(bytes: noise(size / 2)))
            intake.abort()
            _ = try await fixture.receive(noise(size))
        }
        try await fixture.close()
        #expect(try fixture.blobFiles().isEmpty)
    }

    @Test func readersKeepWhatTheyOpened() async throws {
        let fixture = try await StoreFixture()
        let bytes = noise(200_000)
        try await fixture.put("key", bytes)
        let open = try await fixture.store.openObject(ObjectKey("key")!, in: fixture.plain) { 0..<$0.size }
        try await fixture.delete("key")
        try await fixture.put("key", "other")
        #expect(Array(buffer: try await open.body.collect()) == bytes)
        #expect(try await fixture.get("key") == Array("other".utf8))
        try await fixture.close()
    }

    @Test func keysAreBytes() async throws {
        let fixture = try await StoreFixture()
        let keys = [
            "../../etc/passwd", "/absolute", "a//b", ".", "e\u{301}", "\u{e9}", "a\u{0}b", "a", " ", "%41", "+",
            "\u{10FFFF}",
            String(repeating: "k", count: 1024),
        ]
        for key in keys { try await fixture.put(key, key) }
        for key in keys { #expect(try await fixture.get(key) == Array(key.utf8)) }
        let listed = try await fixture.store.listObjects(ListingRequest(), in: fixture.plain).objects.map(\.key)
        #expect(listed == keys.map { ObjectKey($0)! }.sorted())
        #expect(ObjectKey("") == nil)
        #expect(ObjectKey(String(repeating: "k", count: 1025)) == nil)
        #expect(ObjectKey(utf8: [0x61, 0xFF]) == nil)
        try await fixture.close()
    }

    @Test func manyWritersOfOneKeyLeaveOneWholeObject() async throws {
        let fixture = try await StoreFixture()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 0..<64 {
                group.addTask { try await fixture.put("key", noise(seed % 2 == 0 ? 3000 : 50_000, seed: UInt64(seed))) }
            }
            for _ in 0..<64 {
                group.addTask {
                    guard let bytes = try? await fixture.get("key") else { return }
                    let isWhole = (0..<64).contains { noise(bytes.count, seed: UInt64($0)) == bytes }
                    #expect(isWhole)
                }
            }
            try await group.waitForAll()
        }
        let again = try await fixture.reopened()
        let bytes = try await again.get("key")
        #expect(try again.blobFiles().count == (bytes.count > ObjectStore.rowLimitInBytes ? 1 : 0))
        try await again.close()
    }
}
