package import FoundationEssentials

/// What an access key id stands for.
package struct ResolvedCredentials: Sendable {
    package var secretAccessKey: String
    package var principal: Principal
    /// When temporary credentials end; administrator keys do not.
    package var expiration: Date?

    package init(secretAccessKey: String, principal: Principal, expiration: Date?) {
        self.secretAccessKey = secretAccessKey
        self.principal = principal
        self.expiration = expiration
    }
}

/// Why credentials are not good.
package enum CredentialFault: Error, Hashable, Sendable {
    /// No such access key id, or a temporary one without its session token (`InvalidAccessKeyId`).
    case unknownAccessKeyID
    /// The session token is altered or belongs to another key (`InvalidToken`).
    case invalidToken
    /// The session has ended (`ExpiredToken`).
    case expiredToken
}

/// Finds the secret and the principal behind an access key id.
package protocol CredentialResolver: Sendable {
    func resolve(accessKeyID: String, sessionToken: String?, at now: Date) throws(CredentialFault)
        -> ResolvedCredentials
}
