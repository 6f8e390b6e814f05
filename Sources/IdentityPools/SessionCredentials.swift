package import FoundationEssentials
package import IAM
package import KeyStore
import OpenSSL

/// Makes temporary credentials and recognises them without looking anything up: the session token is sealed and holds
/// the principal and the end of the session; the secret follows from the access key id.
package struct SessionCredentials: Sendable {
    package static let accessKeyIDPrefix = "ASIA"

    private let sealingKey: SealingKey
    private let secretKey: MessageAuthenticationKey
    private let opened = OpenedTokens()

    /// Reads its two keys from the folder, or makes them.
    package init(keys: KeyFolder) throws {
        sealingKey = try keys.sealingKey(named: "session-token.key")
        secretKey = MessageAuthenticationKey(try keys.symmetricKey(named: "session-secret.key"))
    }

    /// Credentials for a session that ends so many seconds after now.
    package func issue(
        to session: Principal.RoleSession, durationInSeconds: Int = 3600, at now: Date
    ) -> TemporaryCredentials {
        let accessKeyID = Self.accessKeyIDPrefix + AccessKeyID.randomSuffix()
        let end = Int(now.timeIntervalSince1970.rounded(.down)) + durationInSeconds
        let token = SessionToken(session: session, endsAtSeconds: end)
        let sealed = sealingKey.seal(token.bytes, context: Array(accessKeyID.utf8))
        return TemporaryCredentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey(for: accessKeyID),
            sessionToken: Data(sealed).base64EncodedString(),
            expiration: Date(timeIntervalSince1970: Double(end)))
    }

    func resolve(
        accessKeyID: String, sessionToken: String?, at now: Date
    ) throws(CredentialFault) -> ResolvedCredentials {
        // Without its token a temporary key means nothing to AWS either.
        guard let sessionToken else { throw .unknownAccessKeyID }
        // The longest token that `issue` can make is far shorter.
        guard sessionToken.utf8.count <= 4096 else { throw .invalidToken }
        let credentials: ResolvedCredentials
        if let known = opened.credentials(accessKeyID: accessKeyID, sessionToken: sessionToken) {
            credentials = known
        } else {
            credentials = try open(accessKeyID: accessKeyID, sessionToken: sessionToken)
            opened.keep(credentials, accessKeyID: accessKeyID, sessionToken: sessionToken)
        }
        guard let expiration = credentials.expiration, now < expiration else { throw .expiredToken }
        return credentials
    }

    private func open(accessKeyID: String, sessionToken: String) throws(CredentialFault) -> ResolvedCredentials {
        guard let sealed = Data(base64Encoded: sessionToken),
            let bytes = sealingKey.open([UInt8](sealed), context: Array(accessKeyID.utf8)),
            let token = SessionToken(bytes: bytes)
        else { throw .invalidToken }
        return ResolvedCredentials(
            secretAccessKey: secretAccessKey(for: accessKeyID), principal: .session(token.session),
            expiration: Date(timeIntervalSince1970: Double(token.endsAtSeconds)))
    }

    /// 40 characters, as long as AWS's.
    private func secretAccessKey(for accessKeyID: String) -> String {
        Data(secretKey.authenticate(accessKeyID).prefix(30)).base64EncodedString()
    }
}
