package import FoundationEssentials

/// One of the entity tags that a condition names.
package enum EntityTagCondition: Hashable, Sendable {
    /// `*`: any object at all.
    case any
    /// These tags, as texts without quotes: an invented one matches nothing and is no error.
    case oneOf([String])

    /// Whether an object (nil when there is none) is one of those meant.
    package func matches(_ eTag: EntityTag?) -> Bool {
        guard let eTag else { return false }
        return switch self {
        case .any: true
        case .oneOf(let tags): tags.contains(eTag.text)
        }
    }
}

/// Conditions on the object that a write or a deletion would replace; decided in the same commit.
package struct WriteConditions: Hashable, Sendable {
    package var ifMatch: EntityTagCondition?
    package var ifNoneMatch: EntityTagCondition?
    package var ifMatchSize: Int?
    package var ifMatchModifiedAt: Date?

    package init(
        ifMatch: EntityTagCondition? = nil, ifNoneMatch: EntityTagCondition? = nil, ifMatchSize: Int? = nil,
        ifMatchModifiedAt: Date? = nil
    ) {
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
        self.ifMatchSize = ifMatchSize
        self.ifMatchModifiedAt = ifMatchModifiedAt
    }

    package static let none = WriteConditions()
}

extension WriteConditions {
    /// Weighs the conditions of a write; a delete marker counts as no object.
    func check(beforeWritingOver row: VersionRow?, key: ObjectKey) throws(StoreFault) {
        let found = row?.eTag
        if let ifMatch {
            guard found != nil else { throw .noSuchKey(key) }
            guard ifMatch.matches(found) else { throw .preconditionFailed("If-Match") }
        }
        if let ifNoneMatch, ifNoneMatch.matches(found) { throw .preconditionFailed("If-None-Match") }
    }

    /// Weighs the conditions of a deletion; a delete marker is something without a tag.
    func check(beforeDeleting row: VersionRow) throws(StoreFault) {
        if let ifMatch, ifMatch != .any, !ifMatch.matches(row.eTag) { throw .preconditionFailed("If-Match") }
        if let ifMatchSize, ifMatchSize != row.size { throw .preconditionFailed("x-amz-if-match-size") }
        if let ifMatchModifiedAt, ifMatchModifiedAt.milliseconds / 1000 != row.modifiedAt / 1000 {
            throw .preconditionFailed("x-amz-if-match-last-modified-time")
        }
    }
}

/// Conditions of a read, or of a copy on its source.
///
/// Reference: RFC 9110, section 13.2.2, and the table of GetObject's conditional headers in S3's API reference.
package struct ReadConditions: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        case proceed
        /// `304`, or `412` for a copy.
        case notModified
        /// `412`, with the condition's header name.
        case failed(String)
    }

    package var ifMatch: EntityTagCondition?
    package var ifNoneMatch: EntityTagCondition?
    package var ifModifiedSince: Date?
    package var ifUnmodifiedSince: Date?

    package init(
        ifMatch: EntityTagCondition? = nil, ifNoneMatch: EntityTagCondition? = nil, ifModifiedSince: Date? = nil,
        ifUnmodifiedSince: Date? = nil
    ) {
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
        self.ifModifiedSince = ifModifiedSince
        self.ifUnmodifiedSince = ifUnmodifiedSince
    }

    package static let none = ReadConditions()

    /// Weighs the conditions. Dates on the wire have whole seconds, so fractions do not count.
    package func evaluate(_ version: ObjectVersion) -> Outcome {
        let modifiedAt = version.modifiedAt.timeIntervalSince1970.rounded(.down)
        if let ifMatch {
            guard ifMatch.matches(version.eTag) else { return .failed("If-Match") }
        } else if let ifUnmodifiedSince, modifiedAt > ifUnmodifiedSince.timeIntervalSince1970 {
            return .failed("If-Unmodified-Since")
        }
        if let ifNoneMatch {
            if ifNoneMatch.matches(version.eTag) { return .notModified }
        } else if let ifModifiedSince, modifiedAt <= ifModifiedSince.timeIntervalSince1970 {
            return .notModified
        }
        return .proceed
    }
}
