import SandboxTesting
import Testing

@testable import ObjectStore

@Suite struct BucketTests {
    private let media = BucketName("media")!
    private let other = Owner(canonicalID: String(repeating: "b", count: 64), displayName: "other")

    @Test func definitionCreatesRetiresAndRestores() async throws {
        var fixture = try await StoreFixture()
        let docs = BucketName("docs")!
        let wanted = [DefinedBucket(name: media, isVersioned: false), DefinedBucket(name: docs, isVersioned: true)]
        let first = try await fixture.store.reconcile(wanted, owner: StoreFixture.owner)
        #expect(first.created == [media, docs])
        #expect(try fixture.store.bucket(named: "docs").versioning == .enabled)
        try await fixture.put("k", "kept", in: fixture.store.bucket(named: "media"))
        let held = try fixture.store.bucket(named: "media")
        #expect(try await fixture.store.reconcile(wanted, owner: StoreFixture.owner) == BucketReconciliation())

        let second = try await fixture.store.reconcile([wanted[1]], owner: StoreFixture.owner)
        #expect(second.retired == [media])
        #expect(throws: StoreFault.bucketRetired("media")) { try fixture.store.bucket(named: "media") }
        await #expect(throws: StoreFault.bucketRetired("media")) { try await fixture.put("k", "new", in: held) }

        fixture = try await fixture.reopened()
        #expect(throws: StoreFault.bucketRetired("media")) { try fixture.store.bucket(named: "media") }
        let third = try await fixture.store.reconcile(wanted, owner: StoreFixture.owner)
        #expect(third.restored == [media])
        #expect(try await fixture.get("k", in: fixture.store.bucket(named: "media")) == Array("kept".utf8))
        #expect(try fixture.store.bucket(named: "plain-bucket").origin == .administrator)
        try await fixture.close()
    }

    @Test func namesAreTakenOnce() async throws {
        let fixture = try await StoreFixture()
        _ = try await fixture.store.createBucket(media, owner: other)
        await #expect(throws: StoreFault.bucketExists(other)) {
            _ = try await fixture.store.createBucket(media, owner: StoreFixture.owner)
        }
        #expect(fixture.store.buckets.map(\.name.text) == ["media", "plain-bucket", "versioned-bucket"])
        try await fixture.close()
    }

    @Test func onlyEmptyBucketsOfAdministratorsGo() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("k", "x", in: fixture.versioned)
        try await fixture.delete("k", in: fixture.versioned)
        await #expect(throws: StoreFault.bucketNotEmpty) { try await fixture.store.deleteBucket(fixture.versioned) }
        let upload = try await fixture.store.createUpload(
            of: ObjectKey("k")!, attributes: ObjectAttributes(), checksumAlgorithm: nil, checksumType: .fullObject,
            initiator: other, in: fixture.plain)
        _ = try await fixture.store.putPart(fixture.receive(noise(100_000)), number: 1, of: upload)
        try await fixture.store.deleteBucket(fixture.plain)
        #expect(throws: StoreFault.noSuchBucket("plain-bucket")) { try fixture.store.bucket(named: "plain-bucket") }
        await #expect(throws: StoreFault.noSuchBucket("plain-bucket")) { try await fixture.put("k", "x") }
        _ = try await fixture.store.reconcile([DefinedBucket(name: media, isVersioned: false)], owner: other)
        await #expect(throws: StoreFault.bucketBelongsToDefinition("media")) {
            try await fixture.store.deleteBucket(fixture.store.bucket(named: "media"))
        }
        let again = try await fixture.reopened()
        #expect(try again.blobFiles().isEmpty)
        let made = try again.store.bucket(named: "plain-bucket")
        #expect(made.id != fixture.plain.id)
        try await again.close()
    }

    @Test func documentsStayWithTheBucket() async throws {
        let fixture = try await StoreFixture()
        try await fixture.store.setDocument(.cors, to: "<x/>", of: fixture.plain)
        try await fixture.store.setDocument(.policy, to: "{}", of: fixture.plain)
        try await fixture.store.setDocument(.policy, to: nil, of: fixture.plain)
        #expect(try fixture.store.bucket(named: "plain-bucket").documents == [.cors: "<x/>"])
        let again = try await fixture.reopened()
        #expect(try again.store.bucket(named: "plain-bucket").documents == [.cors: "<x/>"])
        try await again.close()
    }
}
