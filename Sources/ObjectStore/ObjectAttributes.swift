package import FoundationEssentials

/// What travels with an object beside its bytes.
package struct ObjectAttributes: Hashable, Sendable {
    /// One entry of user metadata; the name is without `x-amz-meta-`.
    package struct Entry: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package enum RetentionMode: String, Hashable, Sendable {
        case governance = "GOVERNANCE"
        case compliance = "COMPLIANCE"
    }

    package struct Retention: Hashable, Sendable {
        package var mode: RetentionMode
        package var until: Date

        package init(mode: RetentionMode, until: Date) {
            self.mode = mode
            self.until = until
        }
    }

    package var contentType: String?
    package var cacheControl: String?
    package var contentDisposition: String?
    package var contentEncoding: String?
    package var contentLanguage: String?
    /// As it was sent: S3 gives back even what is no date.
    package var expires: String?
    package var websiteRedirectLocation: String?
    /// Nil stands for `STANDARD`.
    package var storageClass: String?
    package var serverSideEncryption: String?
    package var encryptionKeyID: String?
    /// The customer key's algorithm and MD5, where the client says that it has one.
    package var customerKeyMD5: String?
    package var userMetadata: [Entry]
    package var tags: [Entry]
    package var retention: Retention?
    package var hasLegalHold: Bool

    package init(contentType: String? = nil, userMetadata: [Entry] = [], tags: [Entry] = []) {
        self.contentType = contentType
        self.userMetadata = userMetadata
        self.tags = tags
        hasLegalHold = false
    }
}
