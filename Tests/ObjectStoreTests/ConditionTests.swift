import Foundation
import NIOCore
import Testing

@testable import ObjectStore

@Suite struct ConditionTests {
    private static let wrong = EntityTagCondition.oneOf(["badetag"])

    @Test func writesOnlyWhereTheConditionHolds() async throws {
        let fixture = try await StoreFixture()
        for bucket in [fixture.plain, fixture.versioned] {
            let first = try await fixture.put("k", [1], in: bucket, conditions: WriteConditions(ifNoneMatch: .any))
            let right = EntityTagCondition.oneOf([first.eTag.text])
            for condition in [EntityTagCondition.any, right] {
                await #expect(throws: StoreFault.preconditionFailed("If-None-Match")) {
                    try await fixture.put("k", [2], in: bucket, conditions: WriteConditions(ifNoneMatch: condition))
                }
            }
            await #expect(throws: StoreFault.preconditionFailed("If-Match")) {
                try await fixture.put("k", [2], in: bucket, conditions: WriteConditions(ifMatch: Self.wrong))
            }
            try await fixture.put("k", [1], in: bucket, conditions: WriteConditions(ifMatch: right))
            try await fixture.put("k", [1], in: bucket, conditions: WriteConditions(ifNoneMatch: Self.wrong))
            try await fixture.delete("k", in: bucket)
            for condition in [EntityTagCondition.any, right] {
                await #expect(throws: StoreFault.noSuchKey(ObjectKey("k")!)) {
                    try await fixture.put("k", [2], in: bucket, conditions: WriteConditions(ifMatch: condition))
                }
            }
            try await fixture.put("k", [3], in: bucket, conditions: WriteConditions(ifNoneMatch: .any))
        }
        try await fixture.close()
    }

    @Test func refusedWritesLeaveNoBlob() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("k", noise(100_000))
        await #expect(throws: StoreFault.preconditionFailed("If-None-Match")) {
            try await fixture.put("k", noise(100_000), conditions: WriteConditions(ifNoneMatch: .any))
        }
        try await fixture.close()
        #expect(try fixture.blobFiles().count == 1)
    }

    @Test func oneOfManyCreatorsWins() async throws {
        let fixture = try await StoreFixture()
        let wins = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    (try? await fixture.put(
                        "k", [UInt8(number)], conditions: WriteConditions(ifNoneMatch: .any))) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
        try await fixture.close()
    }

    @Test func deletesOnlyWhereTheConditionHolds() async throws {
        let fixture = try await StoreFixture()
        func delete(_ conditions: WriteConditions) async throws {
            _ = try await fixture.store.deleteObject(
                Deletion(key: ObjectKey("k")!, conditions: conditions), in: fixture.plain,
                requester: StoreFixture.requester)
        }
        let object = try await fixture.put("k", [1, 2])
        let past = object.modifiedAt.addingTimeInterval(-10)
        await #expect(throws: StoreFault.preconditionFailed("If-Match")) {
            try await delete(WriteConditions(ifMatch: Self.wrong))
        }
        await #expect(throws: StoreFault.preconditionFailed("x-amz-if-match-size")) {
            try await delete(WriteConditions(ifMatchSize: 3))
        }
        await #expect(throws: StoreFault.preconditionFailed("x-amz-if-match-last-modified-time")) {
            try await delete(WriteConditions(ifMatchModifiedAt: past))
        }
        try await delete(
            WriteConditions(
                ifMatch: .oneOf([object.eTag.text]), ifMatchSize: 2, ifMatchModifiedAt: object.modifiedAt))
        try await delete(WriteConditions(ifMatch: Self.wrong, ifMatchSize: 9))
        try await fixture.close()
    }

    struct ReadCase: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var conditions: ReadConditions
        var outcome: ReadConditions.Outcome
    }

    /// The object's tag is the MD5 of no bytes; it was modified at 1000.5.
    static let readCases: [ReadCase] = {
        let right = EntityTagCondition.oneOf(["d41d8cd98f00b204e9800998ecf8427e"])
        func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }
        return [
            ReadCase(testDescription: "none", conditions: .none, outcome: .proceed),
            ReadCase(testDescription: "match", conditions: .init(ifMatch: right), outcome: .proceed),
            ReadCase(testDescription: "mismatch", conditions: .init(ifMatch: wrong), outcome: .failed("If-Match")),
            ReadCase(testDescription: "none-match", conditions: .init(ifNoneMatch: right), outcome: .notModified),
            ReadCase(
                testDescription: "none-match of another", conditions: .init(ifNoneMatch: wrong), outcome: .proceed),
            ReadCase(
                testDescription: "modified since the same second", conditions: .init(ifModifiedSince: at(1000)),
                outcome: .notModified),
            ReadCase(
                testDescription: "modified since before", conditions: .init(ifModifiedSince: at(999)), outcome: .proceed
            ),
            ReadCase(
                testDescription: "unmodified since the same second", conditions: .init(ifUnmodifiedSince: at(1000)),
                outcome: .proceed),
            ReadCase(
                testDescription: "unmodified since before", conditions: .init(ifUnmodifiedSince: at(999)),
                outcome: .failed("If-Unmodified-Since")),
            ReadCase(
                testDescription: "match outweighs a date",
                conditions: .init(ifMatch: right, ifUnmodifiedSince: at(1)), outcome: .proceed),
            ReadCase(
                testDescription: "none-match outweighs a date",
                conditions: .init(ifNoneMatch: wrong, ifModifiedSince: at(2000)), outcome: .proceed),
        ]
    }()

    @Test(arguments: readCases)
    func weighsReadConditions(_ readCase: ReadCase) {
        let version = ObjectVersion(
            key: ObjectKey("k")!, versionID: .null, isLatest: true, sequence: 1,
            modifiedAt: Date(timeIntervalSince1970: 1000.5), size: 0,
            eTag: EntityTag("\"d41d8cd98f00b204e9800998ecf8427e\"")!, attributes: ObjectAttributes(), body: .empty)
        #expect(readCase.conditions.evaluate(version) == readCase.outcome)
    }
}
