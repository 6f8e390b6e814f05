package import FoundationEssentials

/// An upload in parts that is not finished.
package struct MultipartUpload: Sendable {
    package var id: String
    package var bucket: Bucket
    package var key: ObjectKey
    package var attributes: ObjectAttributes
    package var checksumAlgorithm: ChecksumAlgorithm?
    package var checksumType: ChecksumType
    package var initiator: Owner
    package var initiatedAt: Date
    /// The upload's number in the database, and the manifest's later.
    var number: Int64
}

/// A part that was received.
package struct UploadedPart: Sendable {
    package var number: Int
    package var size: Int
    package var eTag: EntityTag
    /// Of the part's bytes, one for each algorithm that was computed when they came.
    package var checksums: [Checksum]
    package var modifiedAt: Date
}

/// One page of an upload's parts.
package struct PartListing: Sendable {
    package var parts: [UploadedPart] = []
    package var isTruncated = false
    /// The last part's number, for a truncated page.
    package var nextPartNumberMarker: Int?

    package init() {}
}

/// A part as the client names it when it completes an upload.
package struct CompletedPart: Hashable, Sendable {
    package var number: Int
    /// Without quotes.
    package var eTag: String
    package var checksum: Checksum?

    package init(number: Int, eTag: String, checksum: Checksum? = nil) {
        self.number = number
        self.eTag = eTag
        self.checksum = checksum
    }
}

/// A part of a finished object, for GetObjectAttributes and reads by part number.
package struct ObjectPart: Sendable {
    package var number: Int
    package var size: Int
    /// Where its bytes begin in the object.
    package var offset: Int
    package var checksum: Checksum?
}
