/// A user that an identity provider vouches for.
package struct VerifiedLogin: Sendable, Hashable {
    /// The user's stable id there: `sub`.
    package var subject: String
    package var userName: String
    /// `cognito:roles`.
    package var roleARNs: [String]
    /// `cognito:preferred_role`.
    package var preferredRoleARN: String?

    package init(subject: String, userName: String, roleARNs: [String], preferredRoleARN: String?) {
        self.subject = subject
        self.userName = userName
        self.roleARNs = roleARNs
        self.preferredRoleARN = preferredRoleARN
    }
}

/// Why a login's token is not accepted.
package enum LoginFault: Error, Hashable, Sendable {
    /// No token, an altered one, one of another pool, or no ID token.
    case invalid
    /// Both in seconds since 1970.
    case expired(endedAt: Int, now: Int)
    /// The token is signed out, or its user is gone or disabled.
    case revoked
}

/// Reads the ID tokens of the user pool.
package protocol LoginVerifier: Sendable {
    /// Throws a ``LoginFault``, or what the store behind it throws.
    func verifyLogin(token: String) async throws -> VerifiedLogin
}
