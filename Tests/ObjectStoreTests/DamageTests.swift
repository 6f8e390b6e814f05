import Database
import Foundation
import Logging
import SandboxTesting
import Testing

@testable import ObjectStore

@Suite struct DamageTests {
    private func onlyBlob(_ fixture: StoreFixture) throws -> URL {
        let names = try fixture.blobFiles()
        try #require(names.count == 1)
        return fixture.folder.url.appending(path: "blobs/" + names[0])
    }

    private func expectDamage(_ fixture: StoreFixture) async {
        await #expect {
            _ = try await fixture.get("k")
        } throws: { error in
            if case .damagedBody = error as? StoreFault { true } else { false }
        }
    }

    @Test(arguments: [0, 50_000, 99_999])
    func alteredBlobIsNotDelivered(place: UInt64) async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("k", noise(100_000))
        let file = try FileHandle(forUpdating: onlyBlob(fixture))
        try file.seek(toOffset: place)
        let byte = try #require(try file.read(upToCount: 1)?.first)
        try file.seek(toOffset: place)
        try file.write(contentsOf: Data([byte ^ 1]))
        try file.close()
        await expectDamage(fixture)
        let again = try await fixture.reopened()
        await expectDamage(again)
        try await again.put("k", "new")
        #expect(try await again.get("k") == Array("new".utf8))
        try await again.close()
    }

    @Test func shortenedOrLengthenedBlobIsNotDelivered() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("k", noise(100_000))
        let url = try onlyBlob(fixture)
        try noiseData(99_999).write(to: url)
        await expectDamage(fixture)
        try noiseData(100_001).write(to: url)
        await expectDamage(fixture)
        try await fixture.close()
    }

    @Test func missingBlobIsToldAndTheObjectCanBeReplaced() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("k", noise(100_000))
        try FileManager.default.removeItem(at: onlyBlob(fixture))
        await expectDamage(fixture)
        let again = try await fixture.reopened()
        await expectDamage(again)
        try await again.delete("k")
        await #expect(throws: StoreFault.noSuchKey(ObjectKey("k")!)) { try await again.get("k") }
        try await again.close()
    }

    @Test func copiedBlobIsVerifiedOnceAndServed() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("k", noise(100_000))
        let url = try onlyBlob(fixture)
        // Another file with the same bytes, as after restoring a backup.
        try noiseData(100_000).write(to: url)
        #expect(try await fixture.get("k") == noise(100_000))
        let noted = try await fixture.store.read { db in
            try db.first("SELECT file_changed_at FROM bodies") { $0.integer(0) }
        }
        let status = try FileManager.default.attributesOfItem(atPath: url.path)
        #expect(status[.size] as? Int == 100_000)
        #expect(try await fixture.get("k") == noise(100_000))
        #expect(noted != nil)
        try await fixture.close()
    }

    @Test func sweepsUnfinishedAndUnclaimedFiles() async throws {
        var fixture = try await StoreFixture()
        try await fixture.put("k", noise(100_000))
        try await fixture.close()
        let kept = try onlyBlob(fixture)
        let folder = kept.deletingLastPathComponent()
        try noiseData(5).write(to: fixture.folder.url.appending(path: "blobs/incoming/77"))
        try noiseData(5).write(to: folder.appending(path: "3e7"))
        fixture = try await StoreFixture(folder: fixture.folder)
        #expect(try onlyBlob(fixture) == kept)
        #expect(try await fixture.get("k") == noise(100_000))
        try await fixture.put("k2", noise(100_001))
        #expect(try await fixture.get("k2") == noise(100_001))
        try await fixture.close()
    }

    @Test func openingWithoutRightsIsToldByName() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a file in the way", to: "blobs")
        let database = try MetadataDatabase.open(inFolder: folder.path)
        #expect(throws: StoreFault.self) {
            _ = try ObjectStore.open(database: database, folder: folder.path + "/blobs", logger: Logger(label: "test"))
        }
        try await database.close()
    }

    @Test func writesAfterClosingAreRefused() async throws {
        let fixture = try await StoreFixture()
        try await fixture.close()
        for size in [10, 100_000] {
            await #expect(throws: StoreFault.closed) { try await fixture.put("k", noise(size)) }
        }
    }

    private func noiseData(_ count: Int) -> Data { Data(noise(count)) }
}
