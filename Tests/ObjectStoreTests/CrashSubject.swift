import Database
import Foundation
import Glibc
import Logging
import NIOCore

@testable import ObjectStore

/// Works on a store until it is killed, and writes down what it begins and what was acknowledged.
///
/// Several workers, each with keys of its own: so the operations on a key come one after the other, and what a key may hold
/// after the crash is told by the last acknowledged one and the one that was under way.
struct CrashSubject: Codable {
    static let workers = 3
    static let keysOfWorker = 3
    static let bucket = "crash-bucket"

    /// What one operation makes of a key.
    struct Step: Codable, Equatable {
        var key: String
        /// Nil when the key is deleted.
        var content: Content?
        var isDone: Bool
    }

    struct Content: Codable, Equatable {
        var seed: UInt64
        var size: Int

        var bytes: [UInt8] { noise(size, seed: seed) }
    }

    var folder: String
    var isSynced: Bool
    /// Where to die, at which passing.
    var point: CrashPoint?
    var passes = 1
    /// When to die if not at a certain place.
    var microseconds: UInt32?
    /// In each worker.
    var operations = 300
    var seed: UInt64

    func run() async throws {
        if let point { CrashPoint.choose(point, passes: passes) }
        if let microseconds {
            Thread.detachNewThread {
                usleep(microseconds)
                kill(getpid(), SIGKILL)
            }
        }
        let database = try MetadataDatabase.open(inFolder: folder, durability: isSynced ? .synced : .relaxed)
        var logger = Logger(label: "crash")
        logger.logLevel = .critical
        let store = try ObjectStore.open(database: database, folder: folder + "/blobs", logger: logger)
        let bucket: Bucket
        if let existing = try? store.bucket(named: Self.bucket) {
            bucket = existing
        } else {
            bucket = try await store.createBucket(BucketName(Self.bucket)!, owner: StoreFixture.owner)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<Self.workers {
                group.addTask { try await work(worker, store, bucket) }
            }
            try await group.waitForAll()
        }
        await store.close()
        try await database.close()
    }

    private func work(_ worker: Int, _ store: ObjectStore, _ bucket: Bucket) async throws {
        let journal = try Journal(folder: folder, worker: worker)
        var random = SeededGenerator(state: seed &+ UInt64(worker) &* 7919)
        var held: [String: Content] = [:]
        for _ in 0..<operations {
            let key = "w\(worker)/k\(Int.random(in: 0..<Self.keysOfWorker, using: &random))"
            let content = Content(
                seed: random.next() >> 1, size: [0, 100, 5000, 40_000].randomElement(using: &random)!)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                try await journal.record(Step(key: key, content: content, isDone: false)) {
                    try await put(content, key, store, bucket)
                }
                held[key] = content
            case 5..<7:
                try await journal.record(Step(key: key, content: nil, isDone: false)) {
                    _ = try await store.deleteObject(
                        Deletion(key: ObjectKey(key)!), in: bucket, requester: StoreFixture.requester)
                }
                held[key] = nil
            case 7:
                guard let source = held.keys.sorted().first, let copied = held[source] else { continue }
                try await journal.record(Step(key: key, content: copied, isDone: false)) {
                    _ = try await store.copyObject(
                        ObjectKey(source)!, in: bucket, conditions: .none, to: bucket
                    ) { original in
                        NewObject(
                            key: ObjectKey(key)!, attributes: original.attributes, requester: StoreFixture.requester)
                    }
                }
                held[key] = copied
            default:
                try await journal.record(Step(key: key, content: content, isDone: false)) {
                    try await upload(content, key, store, bucket)
                }
                held[key] = content
            }
        }
    }

    private func put(_ content: Content, _ key: String, _ store: ObjectStore, _ bucket: Bucket) async throws {
        let object = NewObject(
            key: ObjectKey(key)!, attributes: ObjectAttributes(), requester: StoreFixture.requester)
        _ = try await store.putObject(try await receive(content.bytes[...], store), as: object, in: bucket)
    }

    private func upload(_ content: Content, _ key: String, _ store: ObjectStore, _ bucket: Bucket) async throws {
        let upload = try await store.createUpload(
            of: ObjectKey(key)!, attributes: ObjectAttributes(), checksumAlgorithm: nil, checksumType: .fullObject,
            initiator: StoreFixture.owner, in: bucket)
        let bytes = content.bytes
        var parts: [CompletedPart] = []
        for (number, half) in [bytes[..<(bytes.count / 2)], bytes[(bytes.count / 2)...]].enumerated() {
            let part = try await store.putPart(try await receive(half, store), number: number + 1, of: upload)
            parts.append(CompletedPart(number: part.number, eTag: part.eTag.text))
        }
        _ = try await store.completeUpload(
            upload, parts: parts, minimumPartSize: 0, requester: StoreFixture.requester)
    }

    private func receive(_ bytes: ArraySlice<UInt8>, _ store: ObjectStore) async throws -> ReceivedBody {
        let intake = store.beginWrite(expectedLength: bytes.count, checksums: [])
        try await intake.append(ByteBuffer(bytes: bytes.prefix(20_000)))
        try await intake.append(ByteBuffer(bytes: bytes.dropFirst(20_000)))
        return try await intake.finish()
    }
}

/// A worker's file of steps, one line each. What is written to it outlives the process.
private struct Journal {
    private let descriptor: CInt

    init(folder: String, worker: Int) throws {
        descriptor = try FileCalls.open(folder + "/journal-\(worker)", O_WRONLY | O_CREAT | O_APPEND)
    }

    func record(_ step: CrashSubject.Step, _ work: () async throws -> Void) async throws {
        try write(step)
        try await work()
        var step = step
        step.isDone = true
        try write(step)
    }

    private func write(_ step: CrashSubject.Step) throws {
        let line = try JSONEncoder().encode(step) + Data("\n".utf8)
        try line.withUnsafeBytes { try FileCalls.write($0, to: descriptor) }
    }
}
