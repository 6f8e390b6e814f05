import FoundationEssentials
package import OpenSSL

/// Makes tokens signed with RS256.
///
/// Reference: RFC 7515 (compact serialization), RFC 7519.
package struct TokenSigner: Sendable {
    private let key: RSAPrivateKey
    private let header: String
    /// What verifies them.
    package let publicKey: JSONWebKey

    package init(key: RSAPrivateKey) {
        self.key = key
        publicKey = JSONWebKey(publicKey: key.publicKey)
        header = Base64URL.encode(Array(#"{"kid":"\#(publicKey.keyID)","alg":"RS256"}"#.utf8))
    }

    /// Throws only if the claims cannot be written as JSON.
    package func sign(_ claims: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let signedPart = header + "." + Base64URL.encode([UInt8](try encoder.encode(claims)))
        return signedPart + "." + Base64URL.encode(key.sign(Array(signedPart.utf8)))
    }
}
