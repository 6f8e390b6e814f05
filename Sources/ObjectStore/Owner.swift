/// An account as S3 shows it: owner of buckets, initiator of uploads.
package struct Owner: Hashable, Sendable {
    /// 64 hexadecimal digits.
    package var canonicalID: String
    package var displayName: String

    package init(canonicalID: String, displayName: String) {
        self.canonicalID = canonicalID
        self.displayName = displayName
    }
}
