package import FoundationEssentials
package import HTTPTypes

/// Entity tags that a condition names.
package enum EntityTags: Sendable, Hashable {
    case any
    /// Without quotes.
    case oneOf([String])

    /// Reads `*`, or tags with or without quotes, weak ones too, separated by commas.
    package init(_ text: String) {
        let tags = text.split(separator: ",").map { tag in
            var tag = tag.drop { $0 == " " }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            return tag.filter { $0 != "\"" && $0 != " " }
        }
        self = tags == ["*"] ? .any : .oneOf(tags)
    }
}

/// The conditions of a read, or of a copy on its source.
package struct ReadPreconditions: Sendable, Hashable {
    package var ifMatch: EntityTags?
    package var ifNoneMatch: EntityTags?
    package var ifModifiedSince: Date?
    package var ifUnmodifiedSince: Date?

    /// Of a read. A date that is none is passed over, as HTTP demands.
    package init(_ fields: HTTPFields) {
        ifMatch = fields[.ifMatch].map { EntityTags($0) }
        ifNoneMatch = fields[.ifNoneMatch].map { EntityTags($0) }
        ifModifiedSince = fields[.ifModifiedSince].flatMap { S3Date.parseHTTP($0) }
        ifUnmodifiedSince = fields[.ifUnmodifiedSince].flatMap { S3Date.parseHTTP($0) }
    }

    /// Of a copy.
    package init(copySource fields: HTTPFields) {
        ifMatch = fields[.xAmzCopySourceIfMatch].map { EntityTags($0) }
        ifNoneMatch = fields[.xAmzCopySourceIfNoneMatch].map { EntityTags($0) }
        ifModifiedSince = fields[.xAmzCopySourceIfModifiedSince].flatMap { S3Date.parseHTTP($0) }
        ifUnmodifiedSince = fields[.xAmzCopySourceIfUnmodifiedSince].flatMap { S3Date.parseHTTP($0) }
    }
}

/// The conditions of a write or a deletion on what is there.
package struct WritePreconditions: Sendable, Hashable {
    package var ifMatch: EntityTags?
    package var ifNoneMatch: EntityTags?
    package var ifMatchSize: Int?
    package var ifMatchModifiedAt: Date?

    package init(_ fields: HTTPFields) throws(S3Error) {
        ifMatch = fields[.ifMatch].map { EntityTags($0) }
        ifNoneMatch = fields[.ifNoneMatch].map { EntityTags($0) }
        if let text = fields[.xAmzIfMatchSize] {
            guard let size = Int(text), size >= 0 else {
                throw .invalidArgument("x-amz-if-match-size", text, "x-amz-if-match-size must be a number")
            }
            ifMatchSize = size
        }
        if let text = fields[.xAmzIfMatchLastModifiedTime] {
            guard let date = S3Date.parseHTTP(text) ?? S3Date.parseISO(text) else {
                throw .invalidArgument(
                    "x-amz-if-match-last-modified-time", text, "x-amz-if-match-last-modified-time must be a date")
            }
            ifMatchModifiedAt = date
        }
    }
}
