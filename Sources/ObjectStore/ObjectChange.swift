package import FoundationEssentials

/// On whose behalf an object changes, for the change's event.
package struct Requester: Hashable, Sendable {
    /// The principal in words that a person and a trigger understand, such as an ARN or user name.
    package var principal: String
    package var sourceAddress: String
    package var requestID: String

    package init(principal: String, sourceAddress: String = "", requestID: String = "") {
        self.principal = principal
        self.sourceAddress = sourceAddress
        self.requestID = requestID
    }
}

/// A change of an object, as S3 would notify it. It commits together with what it tells.
package struct ObjectChange: Sendable {
    /// S3's event names, without `s3:`.
    package enum Name: String, Sendable, CaseIterable {
        case createdByPut = "ObjectCreated:Put"
        case createdByPost = "ObjectCreated:Post"
        case createdByCopy = "ObjectCreated:Copy"
        case createdByMultipartUpload = "ObjectCreated:CompleteMultipartUpload"
        case deleted = "ObjectRemoved:Delete"
        case deleteMarkerCreated = "ObjectRemoved:DeleteMarkerCreated"
        case expired = "LifecycleExpiration:Delete"
        case expirationMarkerCreated = "LifecycleExpiration:DeleteMarkerCreated"
        case tagged = "ObjectTagging:Put"
        case untagged = "ObjectTagging:Delete"
    }

    /// The change's place in the order of all changes.
    package var sequence: Int64
    package var name: Name
    package var bucket: BucketName
    package var key: ObjectKey
    /// Of the object that was created; zero for a deletion.
    package var size: Int
    package var eTag: EntityTag?
    /// Absent in a bucket without versioning.
    package var versionID: VersionID?
    package var requester: Requester
    package var time: Date

    /// The sequence as S3's events tell it: for one key, a later change has the greater text.
    package var sequencer: String {
        let digits = String(sequence, radix: 16, uppercase: true)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
