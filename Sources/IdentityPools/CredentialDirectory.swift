package import FoundationEssentials
package import IAM

/// All credentials that the sandbox knows: sessions and administrators.
package struct CredentialDirectory: CredentialResolver {
    package let sessions: SessionCredentials
    package let administrators: AdministratorKeys

    package init(sessions: SessionCredentials, administrators: AdministratorKeys) {
        self.sessions = sessions
        self.administrators = administrators
    }

    package func resolve(
        accessKeyID: String, sessionToken: String?, at now: Date
    ) throws(CredentialFault) -> ResolvedCredentials {
        if accessKeyID.hasPrefix(SessionCredentials.accessKeyIDPrefix) {
            return try sessions.resolve(accessKeyID: accessKeyID, sessionToken: sessionToken, at: now)
        }
        let credentials = try administrators.resolve(accessKeyID: accessKeyID)
        // A lasting key comes with no session token; one that does was mixed up with another.
        guard sessionToken == nil else { throw .invalidToken }
        return credentials
    }
}
