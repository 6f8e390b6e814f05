package import Database
package import FoundationEssentials
package import Logging

/// Buckets, objects, their versions, and uploads in parts: rows in the metadata database and blobs in a folder.
///
/// Whatever a method changes is committed and, unless the database is relaxed, synced when it returns. Throws
/// ``StoreFault`` for what can be the caller's doing or the machine's.
package final class ObjectStore: Sendable {
    /// Opens the store, brings its tables up to date and removes what a crash left. Blocks; for start-up.
    ///
    /// - Parameter folder: Where the blobs are; made if it is missing. On one file system.
    package static func open(
        database: MetadataDatabase, folder: String, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) throws -> ObjectStore { fatalError("in preparation") }

    /// Waits for changes under way and takes no further ones.
    package func close() async { fatalError("in preparation") }
}

// MARK: Buckets

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
    package func bucket(named name: String) throws(StoreFault) -> Bucket { fatalError("in preparation") }

    /// All buckets by name, retired ones too. From memory.
    package var buckets: [Bucket] { fatalError("in preparation") }

    /// Makes an administrator's bucket. Throws ``StoreFault/bucketExists(_:)`` when the name is taken.
    package func createBucket(
        _ name: BucketName, owner: Owner, isObjectLockEnabled: Bool = false
    ) async throws -> Bucket { fatalError("in preparation") }

    /// Removes an administrator's bucket that holds no object, version or unfinished upload.
    package func deleteBucket(_ bucket: Bucket) async throws { fatalError("in preparation") }

    /// Turns versioning on or suspends it.
    package func setVersioning(_ versioning: Bucket.Versioning, of bucket: Bucket) async throws {
        fatalError("in preparation")
    }

    /// Keeps a document with the bucket, in the place of an earlier one; nil removes it.
    package func setDocument(_ document: Bucket.Document, to text: String?, of bucket: Bucket) async throws {
        fatalError("in preparation")
    }

    /// Makes the definition's buckets exist, retires those that left it and restores those that came back.
    package func reconcile(_ defined: [DefinedBucket], owner: Owner) async throws -> BucketReconciliation {
        fatalError("in preparation")
    }
}

// MARK: Objects

/// What a new version is to be.
package struct NewObject: Sendable {
    package var key: ObjectKey
    package var attributes: ObjectAttributes
    /// To be kept and told with the object; the caller has compared it with the body's.
    package var checksum: Checksum?
    package var conditions: WriteConditions
    package var requester: Requester
    package var event: ObjectChange.Name

    package init(
        key: ObjectKey, attributes: ObjectAttributes, checksum: Checksum? = nil, conditions: WriteConditions = .none,
        requester: Requester, event: ObjectChange.Name = .createdByPut
    ) {
        self.key = key
        self.attributes = attributes
        self.checksum = checksum
        self.conditions = conditions
        self.requester = requester
        self.event = event
    }
}

/// One object or version to delete.
package struct Deletion: Sendable {
    package var key: ObjectKey
    package var version: VersionSelector
    package var conditions: WriteConditions
    /// The caller may and wants to remove versions under governance retention.
    package var bypassesGovernance: Bool

    package init(
        key: ObjectKey, version: VersionSelector = .latest, conditions: WriteConditions = .none,
        bypassesGovernance: Bool = false
    ) {
        self.key = key
        self.version = version
        self.conditions = conditions
        self.bypassesGovernance = bypassesGovernance
    }
}

/// What a deletion did.
package enum DeletionOutcome: Sendable {
    /// The object is gone, or there was none.
    case removed
    /// This version is gone (or there was none); `wasMarker` when it was a delete marker.
    case removedVersion(VersionID, wasMarker: Bool)
    /// A delete marker was put over the object.
    case marked(DeleteMarker)
}

extension ObjectStore {
    /// Begins to receive a body.
    ///
    /// - Parameters:
    ///   - expectedLength: The length if it is known; a hint only.
    ///   - checksums: What to compute beside the MD5.
    package func beginWrite(expectedLength: Int?, checksums: Set<ChecksumAlgorithm>) -> BodyIntake {
        fatalError("in preparation")
    }

    /// Makes a received body an object. Its conditions are decided in the commit.
    package func putObject(_ body: ReceivedBody, as object: NewObject, in bucket: Bucket) async throws -> ObjectVersion
    {
        fatalError("in preparation")
    }

    /// What is known of a version. Throws `noSuchKey`, `noSuchVersion` or `isDeleteMarker`.
    package func object(
        _ key: ObjectKey, version: VersionSelector = .latest, in bucket: Bucket
    ) async throws -> ObjectVersion { fatalError("in preparation") }

    /// A version and its bytes, which stay readable when the object is replaced or deleted meanwhile.
    ///
    /// - Parameter choose: Looks at the version and says which bytes to open; what it throws is thrown here. It may be
    ///   called again when the object changes at that moment.
    package func openObject(
        _ key: ObjectKey, version: VersionSelector = .latest, in bucket: Bucket,
        choosing choose: (ObjectVersion) throws -> Range<Int>
    ) async throws -> OpenObject { fatalError("in preparation") }

    /// Copies a version, in the store, without touching its bytes.
    ///
    /// - Parameters:
    ///   - conditions: Of the source; the destination's are in what `describe` gives.
    ///   - describe: Says what the copy is to be, from the source as it is in the commit. Short and without side effects.
    package func copyObject(
        _ source: ObjectKey, version: VersionSelector = .latest, in sourceBucket: Bucket, conditions: ReadConditions,
        to bucket: Bucket, as describe: @escaping @Sendable (ObjectVersion) throws -> NewObject
    ) async throws -> (copy: ObjectVersion, source: ObjectVersion) { fatalError("in preparation") }

    /// Deletes objects or versions, in their order. Each succeeds or fails by itself.
    package func deleteObjects(
        _ deletions: [Deletion], in bucket: Bucket, requester: Requester
    ) async throws -> [Result<DeletionOutcome, StoreFault>] { fatalError("in preparation") }

    /// Changes a version's tags, retention or legal hold, not its bytes or date.
    package func updateAttributes(
        of key: ObjectKey, version: VersionSelector = .latest, in bucket: Bucket, requester: Requester,
        event: ObjectChange.Name?, _ change: @escaping @Sendable (inout ObjectAttributes) throws -> Void
    ) async throws -> ObjectVersion { fatalError("in preparation") }

    /// The parts of an object that a multipart upload made, in order; empty for any other object.
    package func parts(of version: ObjectVersion) async throws -> [ObjectPart] { fatalError("in preparation") }

    package func listObjects(_ request: ListingRequest, in bucket: Bucket) async throws -> ObjectListing {
        fatalError("in preparation")
    }

    package func listVersions(_ request: VersionListingRequest, in bucket: Bucket) async throws -> VersionListing {
        fatalError("in preparation")
    }
}

// MARK: Uploads in parts

extension ObjectStore {
    package func createUpload(
        of key: ObjectKey, attributes: ObjectAttributes, checksumAlgorithm: ChecksumAlgorithm?,
        checksumType: ChecksumType, initiator: Owner, in bucket: Bucket
    ) async throws -> MultipartUpload { fatalError("in preparation") }

    /// The unfinished upload of an id. Throws ``StoreFault/noSuchUpload(_:)``, also when the key is another one.
    package func upload(_ id: String, of key: ObjectKey, in bucket: Bucket) async throws -> MultipartUpload {
        fatalError("in preparation")
    }

    /// Makes a received body a part, in the place of an earlier one of the same number (1 to 10,000).
    package func putPart(
        _ body: ReceivedBody, number: Int, of upload: MultipartUpload
    ) async throws -> UploadedPart { fatalError("in preparation") }

    /// Makes bytes of an object a part.
    ///
    /// - Parameter choose: Looks at the source and says which bytes; nil means all.
    package func copyPart(
        from source: ObjectKey, version: VersionSelector = .latest, in sourceBucket: Bucket,
        choosing choose: (ObjectVersion) throws -> Range<Int>?, number: Int, of upload: MultipartUpload
    ) async throws -> (part: UploadedPart, source: ObjectVersion) { fatalError("in preparation") }

    package func listParts(
        of upload: MultipartUpload, after partNumberMarker: Int = 0, limit: Int = 1000
    ) async throws -> PartListing { fatalError("in preparation") }

    package func listUploads(_ request: UploadListingRequest, in bucket: Bucket) async throws -> UploadListing {
        fatalError("in preparation")
    }

    /// Makes the parts one object, without copying their bytes.
    ///
    /// - Parameters:
    ///   - expected: The whole object's checksum and size as the client says, if it does.
    ///   - minimumPartSize: What each part but the last must have.
    package func completeUpload(
        _ upload: MultipartUpload, parts: [CompletedPart], expectedChecksum: Checksum? = nil, expectedSize: Int? = nil,
        conditions: WriteConditions = .none, minimumPartSize: Int = 5 << 20, requester: Requester
    ) async throws -> ObjectVersion { fatalError("in preparation") }

    package func abortUpload(_ upload: MultipartUpload) async throws { fatalError("in preparation") }
}

// MARK: Changes

extension ObjectStore {
    /// Changes from now on, in their order. A reader that falls far behind loses the oldest ones; what it lost is in
    /// ``changes(after:limit:)``.
    package func changes() -> AsyncStream<ObjectChange> { fatalError("in preparation") }

    /// The changes after a sequence that are still kept, at most so many.
    package func changes(after sequence: Int64, limit: Int) async throws -> [ObjectChange] {
        fatalError("in preparation")
    }

    /// The changes that a consumer has not acknowledged, oldest first. A consumer's first call makes it known, from when on
    /// changes are kept for it, over restarts.
    package func pendingChanges(for consumer: String, limit: Int) async throws -> [ObjectChange] {
        fatalError("in preparation")
    }

    /// Says that a consumer is done with all changes up to and with this one.
    package func acknowledgeChanges(through sequence: Int64, by consumer: String) async throws {
        fatalError("in preparation")
    }

    /// Forgets a consumer.
    package func removeConsumer(_ consumer: String) async throws { fatalError("in preparation") }
}
