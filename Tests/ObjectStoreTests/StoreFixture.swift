import Database
import Foundation
import Logging
import NIOCore
import SandboxTesting

@testable import ObjectStore

/// A store in a fresh folder, with one bucket of each kind of versioning.
struct StoreFixture {
    static let owner = Owner(canonicalID: String(repeating: "a", count: 64), displayName: "admin")
    static let requester = Requester(principal: "tester", sourceAddress: "127.0.0.1", requestID: "r1")

    let folder: TemporaryFolder
    let clock: ManualClock
    let database: MetadataDatabase
    let store: ObjectStore
    let plain: Bucket
    let versioned: Bucket

    init(
        folder: TemporaryFolder? = nil, durability: MetadataDatabase.Durability = .relaxed,
        clock: ManualClock = ManualClock()
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        self.folder = folder
        self.clock = clock
        database = try MetadataDatabase.open(inFolder: folder.path, durability: durability)
        store = try ObjectStore.open(
            database: database, folder: folder.path + "/blobs", logger: Logger(label: "test"), now: { clock.now })
        plain = try await Self.bucket("plain-bucket", .off, in: store)
        versioned = try await Self.bucket("versioned-bucket", .enabled, in: store)
    }

    private static func bucket(
        _ name: String, _ versioning: Bucket.Versioning, in store: ObjectStore
    ) async throws -> Bucket {
        if let bucket = try? store.bucket(named: name) { return bucket }
        let bucket = try await store.createBucket(BucketName(name)!, owner: owner)
        if versioning != .off { try await store.setVersioning(versioning, of: bucket) }
        return try store.bucket(named: name)
    }

    func close() async throws {
        await store.close()
        try await database.close()
    }

    /// The same folder, opened again.
    func reopened() async throws -> StoreFixture {
        try await close()
        return try await StoreFixture(folder: folder, durability: database.durability, clock: clock)
    }

    func receive(
        _ bytes: [UInt8], checksums: Set<ChecksumAlgorithm> = [], pieces: Int = 3
    ) async throws -> ReceivedBody {
        let intake = store.beginWrite(expectedLength: nil, checksums: checksums)
        let step = max(1, (bytes.count + pieces - 1) / pieces)
        for start in stride(from: 0, to: bytes.count, by: step) {
            try await intake.append(ByteBuffer(bytes: bytes[start..<min(start + step, bytes.count)]))
        }
        return try await intake.finish()
    }

    @discardableResult
    func put(
        _ key: String, _ bytes: [UInt8], in bucket: Bucket? = nil, attributes: ObjectAttributes = ObjectAttributes(),
        conditions: WriteConditions = .none
    ) async throws -> ObjectVersion {
        let body = try await receive(bytes)
        let object = NewObject(
            key: ObjectKey(key)!, attributes: attributes, conditions: conditions, requester: Self.requester)
        return try await store.putObject(body, as: object, in: bucket ?? plain)
    }

    @discardableResult
    func put(_ key: String, _ text: String, in bucket: Bucket? = nil) async throws -> ObjectVersion {
        try await put(key, Array(text.utf8), in: bucket)
    }

    func get(_ key: String, version: VersionSelector = .latest, in bucket: Bucket? = nil) async throws -> [UInt8] {
        let open = try await store.openObject(ObjectKey(key)!, version: version, in: bucket ?? plain) { 0..<$0.size }
        return Array(buffer: try await open.body.collect())
    }

    @discardableResult
    func delete(
        _ key: String, version: VersionSelector = .latest, in bucket: Bucket? = nil
    ) async throws -> DeletionOutcome {
        try await store.deleteObject(
            Deletion(key: ObjectKey(key)!, version: version), in: bucket ?? plain, requester: Self.requester)
    }

    /// The blobs' files, wherever they are.
    func blobFiles() throws -> [String] {
        let path = folder.path + "/blobs"
        return try FileManager.default.subpathsOfDirectory(atPath: path).filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }
}

/// Bytes that look random and are the same each time.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        for place in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            buffer[place] = UInt8(truncatingIfNeeded: state >> 33)
        }
        initialized = count
    }
}
