import Database
import FoundationEssentials
import GRDB
import Synchronization

/// The buckets as they are committed, in memory: every request asks for one.
final class BucketRegistry: Sendable {
    private let buckets: Mutex<[String: Bucket]>

    init(_ buckets: [Bucket]) {
        self.buckets = Mutex(Dictionary(uniqueKeysWithValues: buckets.map { ($0.name.text, $0) }))
    }

    subscript(name: String) -> Bucket? { buckets.withLock { $0[name] } }

    var all: [Bucket] { buckets.withLock { $0.values.sorted { $0.name.text < $1.name.text } } }

    /// Takes over what a commit made of a bucket; nil when it is gone.
    func set(_ bucket: Bucket?, named name: BucketName) {
        buckets.withLock { $0[name.text] = bucket }
    }
}

/// A bucket that the app's definition declares.
package struct DefinedBucket: Hashable, Sendable {
    package var name: BucketName
    package var isVersioned: Bool

    package init(name: BucketName, isVersioned: Bool) {
        self.name = name
        self.isVersioned = isVersioned
    }
}

/// What a definition's buckets changed.
package struct BucketReconciliation: Hashable, Sendable {
    package var created: [BucketName] = []
    package var retired: [BucketName] = []
    package var restored: [BucketName] = []

    package init() {}
}

extension ObjectStore {
    /// The bucket of a name. From memory. Throws for one that is missing or retired.
    package func bucket(named name: String) throws(StoreFault) -> Bucket {
        guard let bucket = registry[name] else { throw .noSuchBucket(name) }
        guard !bucket.isRetired else { throw .bucketRetired(name) }
        return bucket
    }

    /// All buckets by name, retired ones too. From memory.
    package var buckets: [Bucket] { registry.all }

    /// Makes an administrator's bucket. Throws ``StoreFault/bucketExists(_:)`` when the name is taken.
    package func createBucket(
        _ name: BucketName, owner: Owner, isObjectLockEnabled: Bool = false
    ) async throws -> Bucket {
        let bucket = try await changeBucket(name) { commit in
            if let existing = try commit.db.bucket(named: name) { throw StoreFault.bucketExists(existing.owner) }
            // Object lock works on versions, so it brings versioning with it.
            return try commit.createBucket(
                name, owner: owner, origin: .administrator, versioning: isObjectLockEnabled ? .enabled : .off,
                hasObjectLock: isObjectLockEnabled)
        }
        guard let bucket else { throw StoreFault.noSuchBucket(name.text) }
        return bucket
    }

    /// Removes an administrator's bucket that holds no object and no version. Unfinished uploads go with it.
    package func deleteBucket(_ bucket: Bucket) async throws {
        _ = try await changeBucket(bucket.name) { commit -> Bucket? in
            let bucket = try commit.usableBucket(bucket)
            guard bucket.origin == .administrator else { throw StoreFault.bucketBelongsToDefinition(bucket.name.text) }
            guard try commit.db.isEmpty(bucket.id) else { throw StoreFault.bucketNotEmpty }
            try commit.removeUploads(in: bucket)
            try commit.db.perform("DELETE FROM bucket_documents WHERE bucket = ?", Int(bucket.id))
            try commit.db.perform("DELETE FROM buckets WHERE id = ?", Int(bucket.id))
            return nil
        }
    }

    /// Turns versioning on or suspends it.
    package func setVersioning(_ versioning: Bucket.Versioning, of bucket: Bucket) async throws {
        _ = try await changeBucket(bucket.name) { commit in
            let bucket = try commit.usableBucket(bucket)
            if bucket.isObjectLockEnabled, versioning != .enabled {
                throw StoreFault.invalidBucketState(
                    "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
                )
            }
            try commit.db.perform(
                "UPDATE buckets SET versioning = ? WHERE id = ?", versioning.rawValue, Int(bucket.id))
            return try commit.db.bucket(named: bucket.name)
        }
    }

    /// Turns on object lock and, with it, versioning.
    package func enableObjectLock(of bucket: Bucket) async throws {
        _ = try await changeBucket(bucket.name) { commit in
            let bucket = try commit.usableBucket(bucket)
            try commit.db.perform(
                "UPDATE buckets SET has_object_lock = 1, versioning = ? WHERE id = ?",
                Bucket.Versioning.enabled.rawValue, Int(bucket.id))
            return try commit.db.bucket(named: bucket.name)
        }
    }

    /// Keeps a document with the bucket, in the place of an earlier one; nil removes it.
    package func setDocument(_ document: Bucket.Document, to text: String?, of bucket: Bucket) async throws {
        _ = try await changeBucket(bucket.name) { commit in
            let bucket = try commit.usableBucket(bucket)
            if let text {
                try commit.db.perform(
                    "INSERT OR REPLACE INTO bucket_documents (bucket, kind, text) VALUES (?, ?, ?)",
                    Int(bucket.id), document.rawValue, text)
            } else {
                try commit.db.perform(
                    "DELETE FROM bucket_documents WHERE bucket = ? AND kind = ?", Int(bucket.id), document.rawValue)
            }
            return try commit.db.bucket(named: bucket.name)
        }
    }

    /// Makes the definition's buckets exist, retires those that left it and restores those that came back.
    ///
    /// A bucket that an administrator made under one of the names becomes the definition's, with its objects.
    package func reconcile(_ defined: [DefinedBucket], owner: Owner) async throws -> BucketReconciliation {
        var outcome = BucketReconciliation()
        let names = Set(defined.map(\.name))
        for bucket in defined {
            let existing = registry[bucket.name.text]
            let isSettled = existing.map { found in
                !found.isRetired && found.origin == .definition
                    && (!bucket.isVersioned || found.versioning == .enabled)
            }
            if isSettled == true { continue }
            if existing == nil { outcome.created.append(bucket.name) }
            if existing?.isRetired == true { outcome.restored.append(bucket.name) }
            _ = try await changeBucket(bucket.name) { commit in try commit.define(bucket, owner: owner) }
        }
        for bucket in buckets where bucket.origin == .definition && !bucket.isRetired && !names.contains(bucket.name) {
            outcome.retired.append(bucket.name)
            _ = try await changeBucket(bucket.name) { commit in
                try commit.db.perform("UPDATE buckets SET is_retired = 1 WHERE id = ?", Int(bucket.id))
                return try commit.db.bucket(named: bucket.name)
            }
        }
        return outcome
    }

    /// Commits a change of a bucket and shows it to requests before the caller goes on.
    private func changeBucket(
        _ name: BucketName, _ body: @escaping @Sendable (inout Commit) throws -> Bucket?
    ) async throws -> Bucket? {
        try await commit(body) { [registry] bucket in registry.set(bucket, named: name) }
    }
}

extension Commit {
    fileprivate func createBucket(
        _ name: BucketName, owner: Owner, origin: Bucket.Origin, versioning: Bucket.Versioning, hasObjectLock: Bool
    ) throws -> Bucket? {
        try db.perform(
            """
            INSERT INTO buckets (name, owner_id, owner_name, created_at, origin, versioning, has_object_lock)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            name.text, owner.canonicalID, owner.displayName, time, origin.rawValue, versioning.rawValue, hasObjectLock)
        return try db.bucket(named: name)
    }

    fileprivate func define(_ bucket: DefinedBucket, owner: Owner) throws -> Bucket? {
        guard let existing = try db.bucket(named: bucket.name) else {
            return try createBucket(
                bucket.name, owner: owner, origin: .definition, versioning: bucket.isVersioned ? .enabled : .off,
                hasObjectLock: false)
        }
        // Versioning that was turned on stays on when the definition no longer asks for it, as at AWS it is suspended at most.
        let versioning = bucket.isVersioned ? Bucket.Versioning.enabled : existing.versioning
        try db.perform(
            "UPDATE buckets SET is_retired = 0, origin = ?, versioning = ? WHERE id = ?",
            Bucket.Origin.definition.rawValue, versioning.rawValue, Int(existing.id))
        return try db.bucket(named: bucket.name)
    }

    /// The bucket as it is in this transaction. Throws when it went or retired since the caller looked.
    func usableBucket(_ bucket: Bucket) throws -> Bucket {
        let found = try db.first(
            "SELECT is_retired, versioning, has_object_lock, origin FROM buckets WHERE id = ?", Int(bucket.id)
        ) { row in
            var found = bucket
            found.isRetired = row.integer(0) != 0
            found.versioning = Bucket.Versioning(rawValue: row.integer(1)) ?? .off
            found.isObjectLockEnabled = row.integer(2) != 0
            found.origin = Bucket.Origin(rawValue: row.integer(3)) ?? .administrator
            return found
        }
        guard let found else { throw StoreFault.noSuchBucket(bucket.name.text) }
        guard !found.isRetired else { throw StoreFault.bucketRetired(bucket.name.text) }
        return found
    }
}

extension Queryable {
    func allBuckets() throws -> [Bucket] {
        let buckets = try all("SELECT \(bucketColumns) FROM buckets") { makeBucket($0) }
        return try buckets.compactMap { $0 }.map { bucket in
            var bucket = bucket
            bucket.documents = try documents(of: bucket.id)
            return bucket
        }
    }

    fileprivate func bucket(named name: BucketName) throws -> Bucket? {
        guard
            var bucket = try first(
                "SELECT \(bucketColumns) FROM buckets WHERE name = ?", name.text, read: { makeBucket($0) }) ?? nil
        else { return nil }
        bucket.documents = try documents(of: bucket.id)
        return bucket
    }

    /// Unfinished uploads do not keep a bucket: S3 drops them with it.
    fileprivate func isEmpty(_ bucket: Int64) throws -> Bool {
        try first("SELECT 1 FROM objects WHERE bucket = ? LIMIT 1", Int(bucket)) { _ in false } ?? true
    }

    private func documents(of bucket: Int64) throws -> [Bucket.Document: String] {
        let rows = try all("SELECT kind, text FROM bucket_documents WHERE bucket = ?", Int(bucket)) {
            ($0.text(0), $0.text(1))
        }
        return rows.reduce(into: [:]) { documents, row in
            if let kind = Bucket.Document(rawValue: row.0) { documents[kind] = row.1 }
        }
    }

    private var bucketColumns: String {
        "id, name, owner_id, owner_name, created_at, origin, is_retired, versioning, has_object_lock"
    }

    private func makeBucket(_ row: QueryRows) -> Bucket? {
        guard let name = BucketName(row.text(1)) else { return nil }
        return Bucket(
            id: Int64(row.integer(0)), name: name,
            owner: Owner(canonicalID: row.text(2), displayName: row.text(3)),
            createdAt: Date(milliseconds: row.integer(4)),
            origin: Bucket.Origin(rawValue: row.integer(5)) ?? .administrator,
            isRetired: row.integer(6) != 0, versioning: Bucket.Versioning(rawValue: row.integer(7)) ?? .off,
            isObjectLockEnabled: row.integer(8) != 0, documents: [:])
    }
}
