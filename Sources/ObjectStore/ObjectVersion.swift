package import FoundationEssentials

/// One version of an object: all that is known of it but its bytes.
package struct ObjectVersion: Sendable {
    package var key: ObjectKey
    package var versionID: VersionID
    package var isLatest: Bool
    /// Grows with each change in the store; no two versions have the same.
    package var sequence: Int64
    package var modifiedAt: Date
    package var size: Int
    package var eTag: EntityTag
    package var checksum: Checksum?
    package var attributes: ObjectAttributes
    /// Where the bytes are.
    var body: BodyReference

    /// The number of parts, for an object that a multipart upload made.
    package var partCount: Int? { eTag.partCount }
}

/// A deletion in a bucket with versioning: it stands where a version would.
package struct DeleteMarker: Hashable, Sendable {
    package var key: ObjectKey
    package var versionID: VersionID
    package var isLatest: Bool
    package var sequence: Int64
    package var modifiedAt: Date
}

/// Where an object's bytes are.
enum BodyReference: Hashable, Sendable {
    /// There are none.
    case empty
    /// In the row of the database with this number.
    case row(Int64)
    /// In the blob file with this number.
    case file(Int64)
    /// In the bodies of the parts of the manifest with this number.
    case manifest(Int64)
}
