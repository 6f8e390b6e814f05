import Foundation
import SandboxTesting
import Testing

@testable import ObjectStore

@Suite struct CopyAndChangeTests {
    private func copy(
        _ fixture: StoreFixture, _ source: String, to destination: String, conditions: ReadConditions = .none
    ) async throws -> ObjectVersion {
        try await fixture.store.copyObject(
            ObjectKey(source)!, in: fixture.plain, conditions: conditions, to: fixture.plain
        ) { original in
            NewObject(
                key: ObjectKey(destination)!, attributes: original.attributes, checksum: original.checksum,
                requester: StoreFixture.requester, event: .createdByCopy)
        }.copy
    }

    @Test(arguments: [0, 10, 100_000])
    func copiesShareBytesAndOutliveTheirSource(size: Int) async throws {
        let fixture = try await StoreFixture()
        let bytes = noise(size)
        try await fixture.put("a", bytes)
        _ = try await copy(fixture, "a", to: "b")
        _ = try await copy(fixture, "b", to: "b")
        _ = try await copy(fixture, "b", to: "c")
        try await fixture.delete("a")
        try await fixture.put("b", "other")
        #expect(try await fixture.get("c") == bytes)
        let again = try await fixture.reopened()
        #expect(try await again.get("c") == bytes)
        #expect(try again.blobFiles().count == (size > ObjectStore.rowLimitInBytes ? 1 : 0))
        try await again.delete("c")
        let last = try await again.reopened()
        #expect(try last.blobFiles().isEmpty)
        try await last.close()
    }

    @Test func copyWeighsTheSourcesConditions() async throws {
        let fixture = try await StoreFixture()
        let object = try await fixture.put("a", "x")
        let right = EntityTagCondition.oneOf([object.eTag.text])
        _ = try await copy(fixture, "a", to: "b", conditions: ReadConditions(ifMatch: right))
        await #expect(throws: StoreFault.preconditionFailed("x-amz-copy-source-If-None-Match")) {
            _ = try await copy(fixture, "a", to: "b", conditions: ReadConditions(ifNoneMatch: right))
        }
        await #expect(throws: StoreFault.noSuchKey(ObjectKey("z")!)) { _ = try await copy(fixture, "z", to: "b") }
        try await fixture.close()
    }

    @Test func changesCommitWithWhatTheyTell() async throws {
        let fixture = try await StoreFixture()
        var stream = fixture.store.changes().makeAsyncIterator()
        #expect(try await fixture.store.pendingChanges(for: "triggers", limit: 10).isEmpty)
        let object = try await fixture.put("k", [1, 2, 3])
        try await fixture.delete("k")
        try await fixture.delete("k")
        _ = try await fixture.put("k", [1], in: fixture.versioned)
        try await fixture.delete("k", in: fixture.versioned)
        try await fixture.put("k2", [1])
        await #expect(throws: StoreFault.preconditionFailed("If-Match")) {
            try await fixture.put("k2", [1], conditions: WriteConditions(ifMatch: .oneOf(["x"])))
        }
        let pending = try await fixture.store.pendingChanges(for: "triggers", limit: 10)
        #expect(
            pending.map(\.name) == [
                .createdByPut, .deleted, .createdByPut, .deleteMarkerCreated, .createdByPut,
            ])
        #expect(pending.first?.eTag == object.eTag)
        #expect(pending.first?.size == 3)
        #expect(pending.first?.versionID == nil)
        #expect(pending.first?.requester == StoreFixture.requester)
        #expect(pending[2].versionID != nil)
        #expect(pending.map(\.sequencer) == pending.map(\.sequencer).sorted())
        for change in pending { #expect(await stream.next()?.sequence == change.sequence) }

        try await fixture.store.acknowledgeChanges(through: pending[3].sequence, by: "triggers")
        let again = try await fixture.reopened()
        let rest = try await again.store.pendingChanges(for: "triggers", limit: 10)
        #expect(rest.map(\.sequence) == pending[4...].map(\.sequence))
        #expect(await stream.next() == nil)
        try await again.close()
    }

    @Test func oldChangesGoUnlessAConsumerWaits() async throws {
        let fixture = try await StoreFixture()
        let count = ObjectStore.keptChanges + 5000
        func fill() async throws {
            let key = ObjectKey("k")!
            try await fixture.store.commit { [plain = fixture.plain] commit in
                for _ in 0..<count {
                    _ = try commit.record(
                        .tagged, of: key, in: plain, version: { _ in nil }, requester: StoreFixture.requester)
                }
            }
        }
        func kept() async throws -> Int { try await fixture.store.changes(after: 0, limit: .max).count }
        try await fill()
        #expect(try await kept() < ObjectStore.keptChanges + 1100)
        let waiting = try await fixture.store.pendingChanges(for: "slow", limit: 1).count
        #expect(waiting == 0)
        try await fill()
        #expect(try await kept() >= count)
        try await fixture.store.removeConsumer("slow")
        try await fill()
        #expect(try await kept() < ObjectStore.keptChanges + 1100 + count)
        try await fixture.close()
    }

    @Test func batchDeletionGivesEachItsResult() async throws {
        let fixture = try await StoreFixture()
        for number in 0..<250 { try await fixture.put("k\(number)", "x") }
        let deletions = (0..<260).map { number in
            Deletion(
                key: ObjectKey("k\(number)")!,
                conditions: number == 7 ? WriteConditions(ifMatch: .oneOf(["x"])) : .none)
        }
        let results = try await fixture.store.deleteObjects(
            deletions, in: fixture.plain, requester: StoreFixture.requester)
        for (number, result) in results.enumerated() {
            switch result {
            case .success: #expect(number != 7)
            case .failure(let fault): #expect(number == 7 && fault == .preconditionFailed("If-Match"))
            }
        }
        let left = try await fixture.store.listObjects(ListingRequest(), in: fixture.plain)
        #expect(left.objects.map(\.key.text) == ["k7"])
        try await fixture.close()
    }
}
