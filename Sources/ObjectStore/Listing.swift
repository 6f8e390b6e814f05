package import FoundationEssentials

/// Where a listing begins.
package enum ListingStart: Hashable, Sendable {
    case beginning
    /// After this key, as `start-after` means it: a common prefix that contains the key is listed when keys are left in it.
    case afterKey(String)
    /// After this key or common prefix, as the first list version's `marker` means it: a common prefix that contains it is
    /// passed over.
    case afterMarker(String)
    /// Where an earlier page ended.
    case position(ListingPosition)
}

/// Where the next page goes on. It stays good when objects come and go.
package struct ListingPosition: Hashable, Sendable {
    /// The least key that the next page may begin with. Not always UTF-8.
    var bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads a continuation token; nil for one that was not made here.
    package init?(token: String) {
        guard let data = Data(base64Encoded: token), data.first == Self.format, data.count > 1, data.count < 1100 else {
            return nil
        }
        bytes = [UInt8](data.dropFirst())
    }

    /// An opaque text for clients.
    package var token: String { Data([Self.format] + bytes).base64EncodedString() }

    private static let format: UInt8 = 1
}

/// What a listing of current objects asks for.
package struct ListingRequest: Hashable, Sendable {
    package var prefix: String
    /// Empty for none.
    package var delimiter: String
    package var start: ListingStart
    /// Objects and common prefixes together. At most 1000 are given.
    package var limit: Int

    package init(prefix: String = "", delimiter: String = "", start: ListingStart = .beginning, limit: Int = 1000) {
        self.prefix = prefix
        self.delimiter = delimiter
        self.start = start
        self.limit = limit
    }
}

/// One page of current objects, in the order of their keys' bytes.
package struct ObjectListing: Sendable {
    package struct Entry: Sendable {
        package var key: ObjectKey
        package var size: Int
        package var eTag: EntityTag
        package var modifiedAt: Date
        /// Nil stands for `STANDARD`.
        package var storageClass: String?
        package var checksumAlgorithm: ChecksumAlgorithm?
        package var checksumType: ChecksumType?
    }

    package var objects: [Entry] = []
    package var commonPrefixes: [String] = []
    /// The last key or common prefix of the page, for `NextMarker`.
    package var last: String?
    /// Where the next page begins; nil when this was the last one.
    package var next: ListingPosition?

    package init() {}
}

/// What a listing of versions asks for.
package struct VersionListingRequest: Hashable, Sendable {
    package var prefix: String
    package var delimiter: String
    /// Begin after this key or common prefix or, with a version, after that version of the key.
    package var keyMarker: String
    package var versionMarker: VersionID?
    package var limit: Int

    package init(
        prefix: String = "", delimiter: String = "", keyMarker: String = "", versionMarker: VersionID? = nil,
        limit: Int = 1000
    ) {
        self.prefix = prefix
        self.delimiter = delimiter
        self.keyMarker = keyMarker
        self.versionMarker = versionMarker
        self.limit = limit
    }
}

/// One page of versions: by key, and for one key from the newest to the oldest.
package struct VersionListing: Sendable {
    package enum Entry: Sendable {
        case version(ObjectVersion)
        case deleteMarker(DeleteMarker)
    }

    package var entries: [Entry] = []
    package var commonPrefixes: [String] = []
    package var isTruncated = false
    /// The last key or common prefix of a truncated page.
    package var nextKeyMarker: String?
    package var nextVersionMarker: VersionID?

    package init() {}
}

/// What a listing of uploads asks for.
package struct UploadListingRequest: Hashable, Sendable {
    package var prefix: String
    package var delimiter: String
    package var keyMarker: String
    package var uploadIDMarker: String
    package var limit: Int

    package init(
        prefix: String = "", delimiter: String = "", keyMarker: String = "", uploadIDMarker: String = "",
        limit: Int = 1000
    ) {
        self.prefix = prefix
        self.delimiter = delimiter
        self.keyMarker = keyMarker
        self.uploadIDMarker = uploadIDMarker
        self.limit = limit
    }
}

/// One page of unfinished uploads: by key, and for one key by the time they began.
package struct UploadListing: Sendable {
    package var uploads: [MultipartUpload] = []
    package var commonPrefixes: [String] = []
    package var isTruncated = false
    package var nextKeyMarker: String?
    package var nextUploadIDMarker: String?

    package init() {}
}
