/// What a request says about its own signature; nothing of it is verified yet.
package struct RequestSignature: Sendable {
    /// Where the signature stands.
    package enum Location: Sendable, Hashable {
        case header
        /// A presigned URL, good for so many seconds from its time on.
        case query(expiresInSeconds: Int)
    }

    package var location: Location
    package var credential: SigningCredential
    package var time: Timestamp
    /// Lower-case names joined by semicolons, as sent.
    package var signedHeaders: String
    /// Hexadecimal digits, as sent.
    package var signature: String
    /// From `x-amz-security-token`, header or parameter.
    package var sessionToken: String?
    /// From `x-amz-content-sha256`; a presigned URL without it leaves the body unsigned. Nil where a service other
    /// than S3 hashes the body itself.
    package var contentHash: ContentHash?

    static let algorithm = "AWS4-HMAC-SHA256"
}
