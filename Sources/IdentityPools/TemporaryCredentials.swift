package import FoundationEssentials

/// Keys that end by themselves.
package struct TemporaryCredentials: Sendable, Hashable {
    /// `ASIA…`
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String
    package var expiration: Date
}
