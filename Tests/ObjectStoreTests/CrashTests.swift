import Database
import Foundation
import Glibc
import Logging
import NIOCore
import SandboxTesting
import Testing

@testable import ObjectStore

/// The store is killed while it works, opened again and looked through. `SANDBOX_CRASH_ROUNDS` asks for more rounds of each
/// kind than the few that every run makes.
@Suite struct CrashTests {
    private static let rounds = ProcessInfo.processInfo.environment["SANDBOX_CRASH_ROUNDS"].flatMap { Int($0) } ?? 1

    @Test(arguments: CrashPoint.allCases)
    func everyKeyIsWholeAfterDyingAt(point: CrashPoint) async throws {
        for round in 0..<Self.rounds {
            let folder = try TemporaryFolder()
            var subject = CrashSubject(folder: folder.path, isSynced: true, seed: UInt64(round * 101 + 17))
            if point == .sweepBegun || point == .sweepEnded {
                // Something to sweep: an earlier life that was cut short.
                (subject.point, subject.passes) = (.blobRenamed, 5)
                await expectDeath(of: subject)
                (subject.point, subject.passes) = (point, 1)
            } else {
                (subject.point, subject.passes) = (point, round % 9 + 1)
            }
            await expectDeath(of: subject)
            try await verify(folder)
        }
    }

    @Test func everyKeyIsWholeAfterDyingAtAnyMoment() async throws {
        for round in 0..<(Self.rounds * 3) {
            let folder = try TemporaryFolder()
            // Three lives in one folder, each cut short.
            for life in 0..<3 {
                let microseconds = UInt32((round * 7919 + life * 104_729) % 60_000)
                await expectDeath(
                    of: CrashSubject(
                        folder: folder.path, isSynced: false, microseconds: microseconds, operations: .max,
                        seed: UInt64(round * 31 + life)))
                try await verify(folder)
            }
        }
    }

    private func expectDeath(of subject: CrashSubject) async {
        await #expect(processExitsWith: .signal(SIGKILL)) { [subject = subject as CrashSubject] in
            try await subject.run()
        }
    }

    /// Opens what a crash left and compares it with what was acknowledged.
    private func verify(_ folder: TemporaryFolder) async throws {
        let database = try MetadataDatabase.open(inFolder: folder.path)
        var logger = Logger(label: "verify")
        logger.logLevel = .critical
        let store = try ObjectStore.open(database: database, folder: folder.path + "/blobs", logger: logger)
        for worker in 0..<CrashSubject.workers {
            let steps = try journal(folder, worker)
            for number in 0..<CrashSubject.keysOfWorker {
                let key = "w\(worker)/k\(number)"
                let found = try await content(of: key, in: store)
                let possible = possibleContents(of: key, steps)
                #expect(possible.contains { $0?.bytes == found }, "key \(key)")
            }
        }
        #expect(try await store.inspect(.bytes) == [])
        try await expectChangesMatchObjects(store)
        await store.close()
        try await database.close()
    }

    /// The last acknowledged content, or that of a step that was begun later: one for each life that was cut short.
    private func possibleContents(of key: String, _ steps: [CrashSubject.Step]) -> [CrashSubject.Content?] {
        let steps = steps.filter { $0.key == key }
        let last = steps.lastIndex { $0.isDone }
        let begun = steps[(last.map { $0 + 1 } ?? 0)...]
        return [last.flatMap { steps[$0].content }] + begun.map(\.content)
    }

    private func journal(_ folder: TemporaryFolder, _ worker: Int) throws -> [CrashSubject.Step] {
        guard let data = try? Data(contentsOf: folder.url.appending(path: "journal-\(worker)")) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            // The last line may be cut off.
            try? JSONDecoder().decode(CrashSubject.Step.self, from: line)
        }
    }

    private func content(of key: String, in store: ObjectStore) async throws -> [UInt8]? {
        guard let bucket = try? store.bucket(named: CrashSubject.bucket) else { return nil }
        do {
            let open = try await store.openObject(ObjectKey(key)!, in: bucket) { 0..<$0.size }
            return Array(buffer: try await open.body.collect())
        } catch StoreFault.noSuchKey {
            return nil
        }
    }

    /// Each object's last change tells of just this object.
    private func expectChangesMatchObjects(_ store: ObjectStore) async throws {
        guard let bucket = try? store.bucket(named: CrashSubject.bucket) else { return }
        let last = try await store.changes(after: 0, limit: .max).reduce(into: [:]) { $0[$1.key] = $1 }
        let objects = try await store.listObjects(ListingRequest(), in: bucket).objects
        for object in objects {
            #expect(last[object.key]?.eTag == object.eTag)
            #expect(last[object.key]?.size == object.size)
        }
        let created = last.values.filter { $0.name != .deleted }
        #expect(Set(created.map(\.key)) == Set(objects.map(\.key)))
    }
}
