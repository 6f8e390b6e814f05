/// What the store cannot do, one case for each thing that S3 has a code for, and those of the machine below.
package enum StoreFault: Error, Hashable, Sendable {
    case noSuchBucket(String)
    /// The definition no longer has the bucket; its objects are kept.
    case bucketRetired(String)
    /// The name is taken, by the given owner.
    case bucketExists(Owner)
    case bucketNotEmpty
    /// Only the definition may change this bucket.
    case bucketBelongsToDefinition(String)
    /// A document that cannot be on this bucket, such as suspended versioning with object lock.
    case invalidBucketState(String)

    case noSuchKey(ObjectKey)
    case noSuchVersion(ObjectKey, String)
    /// The version asked for, or the latest one, is a deletion.
    case isDeleteMarker(DeleteMarker)
    /// A condition does not hold; its header name.
    case preconditionFailed(String)
    /// Retention or a legal hold keeps the version.
    case locked(ObjectKey)

    case noSuchUpload(String)
    /// The part is missing or has another tag.
    case invalidPart(number: Int)
    case invalidPartOrder
    /// A part other than the last one is below the least size.
    case partTooSmall(number: Int, size: Int, minimum: Int, eTag: String)
    /// The object's checksum or size is not as the client said.
    case completionMismatch(expected: String, found: String)
    /// The upload's parts have no checksums, or not of this kind, so that the object's cannot be told.
    case checksumNotAvailable(ChecksumAlgorithm)
    case invalidRange

    /// The blob's file is gone, or is not what was written. It is not delivered.
    case damagedBody(ObjectKey, detail: String)
    case storageFull
    case storageInaccessible(String)
    case storageFailed(String)
    /// The store was closed.
    case closed
}

extension StoreFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchBucket(let name): "there is no bucket `\(name)`"
        case .bucketRetired(let name): "bucket `\(name)` is no longer in the definition; its objects are kept"
        case .bucketExists(let owner): "the bucket's name is taken by `\(owner.displayName)`"
        case .bucketNotEmpty: "the bucket is not empty"
        case .bucketBelongsToDefinition(let name): "bucket `\(name)` belongs to the definition"
        case .invalidBucketState(let detail): detail
        case .noSuchKey(let key): "there is no object `\(key)`"
        case .noSuchVersion(let key, let version): "object `\(key)` has no version `\(version)`"
        case .isDeleteMarker(let marker): "version `\(marker.versionID)` of `\(marker.key)` is a delete marker"
        case .preconditionFailed(let name): "condition `\(name)` does not hold"
        case .locked(let key): "object `\(key)` is under object lock"
        case .noSuchUpload(let id): "there is no upload `\(id)`"
        case .invalidPart(let number): "part \(number) is missing or has another entity tag"
        case .invalidPartOrder: "the parts are not in ascending order"
        case .partTooSmall(let number, let size, let minimum, _):
            "part \(number) has \(size) bytes, at least \(minimum) are needed"
        case .completionMismatch(let expected, let found): "the object is `\(found)`, announced was `\(expected)`"
        case .checksumNotAvailable(let algorithm): "the upload has no \(algorithm) checksums"
        case .invalidRange: "the range lies outside the object"
        case .damagedBody(let key, let detail): "the stored bytes of `\(key)` are damaged: \(detail)"
        case .storageFull: "no space is left on the device"
        case .storageInaccessible(let detail): "the data folder cannot be written: \(detail)"
        case .storageFailed(let detail): "the data folder cannot be used: \(detail)"
        case .closed: "the store is closed"
        }
    }
}
