import Foundation
import NIOCore
import Synchronization
import Testing

@testable import ObjectStore

@Suite struct CachedReadTests {
    /// What readers and the writer know of one another.
    private final class Progress: Sendable {
        let acknowledged = Atomic(0)
        let newestRead = Atomic(0)
    }

    @Test(arguments: [100, 100_000])
    func seesEachChangeAtOnce(size: Int) async throws {
        let fixture = try await StoreFixture()
        for seed in 1...3 {
            try await fixture.put("key", noise(size, seed: UInt64(seed)))
            for _ in 1...2 { #expect(try await fixture.get("key") == noise(size, seed: UInt64(seed))) }
        }
        try await fixture.delete("key")
        for _ in 1...2 {
            await #expect(throws: StoreFault.noSuchKey(ObjectKey("key")!)) { try await fixture.get("key") }
        }
        try await fixture.close()
    }

    @Test func tellsOfAnObjectWhatWasLastSaidOfIt() async throws {
        let fixture = try await StoreFixture()
        let key = ObjectKey("key")!
        try await fixture.put("key", "text")
        for type in ["a/b", "c/d"] {
            try await fixture.put("key", Array("text".utf8), attributes: ObjectAttributes(contentType: type))
            _ = try await fixture.get("key")
            #expect(try await fixture.store.object(key, in: fixture.plain).attributes.contentType == type)
        }
        try await fixture.close()
    }

    @Test func takesRangesOfWhatIsKept() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("key", Array(0..<100))
        for range in [0..<100, 0..<1, 40..<60, 99..<100, 7..<7] {
            let open = try await fixture.store.openObject(ObjectKey("key")!, in: fixture.plain) { _ in range }
            #expect(Array(buffer: try await open.body.collect()) == range.map { UInt8($0) })
        }
        try await fixture.close()
    }

    @Test func tellsBucketsApart() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("key", "plain")
        try await fixture.put("key", "versioned", in: fixture.versioned)
        for _ in 1...2 {
            #expect(try await fixture.get("key") == Array("plain".utf8))
            #expect(try await fixture.get("key", in: fixture.versioned) == Array("versioned".utf8))
        }
        try await fixture.close()
    }

    @Test func keepsNoMoreThanItMay() async throws {
        let fixture = try await StoreFixture()
        for number in 0..<600 { try await fixture.put("key-\(number)", "\(number)") }
        for _ in 1...2 {
            for number in 0..<600 { #expect(try await fixture.get("key-\(number)") == Array("\(number)".utf8)) }
        }
        try await fixture.close()
    }

    /// While one writes 1, 2, 3, … nobody reads a number that is older than one acknowledged, or than one that was read
    /// before.
    @Test func neverGoesBack() async throws {
        let fixture = try await StoreFixture()
        try await fixture.put("key", "0")
        let progress = Progress()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 {
                group.addTask {
                    while progress.acknowledged.load(ordering: .acquiring) < 200 {
                        let least = max(
                            progress.acknowledged.load(ordering: .acquiring),
                            progress.newestRead.load(ordering: .acquiring))
                        let number = Int(String(decoding: try await fixture.get("key"), as: UTF8.self))!
                        #expect(number >= least)
                        progress.newestRead.max(number, ordering: .acquiringAndReleasing)
                        // A kept object is read without a suspension, and two such loops would hold all threads.
                        await Task.yield()
                    }
                }
            }
            for number in 1...200 {
                try await fixture.put("key", "\(number)")
                progress.acknowledged.store(number, ordering: .releasing)
                // Leaves room for reads between two commits, which may keep what they find.
                for _ in 1...3 { _ = try await fixture.get("key") }
            }
            try await group.waitForAll()
        }
        try await fixture.close()
    }
}
