import FoundationEssentials
import OpenSSL

/// Reads tokens signed with RS256 by one of its keys. Time and audience are for the caller to check.
package struct TokenVerifier: Sendable {
    /// Longer than any token of a user pool; Cognito's own bound for the field is 131,072.
    private static let longestToken = 65_536

    private let keys: [JSONWebKey]

    package init(keys: [JSONWebKey]) {
        self.keys = keys
    }

    private struct Header: Decodable {
        var alg: String
        var kid: String?
        // An extension that must be understood, and none is here.
        var crit: [String]?
    }

    /// The claims of a token whose signature holds.
    package func claims<Claims: Decodable>(
        of token: String, as type: Claims.Type = Claims.self
    ) throws(TokenFault) -> Claims {
        guard token.utf8.count <= Self.longestToken else { throw .malformed }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let headerBytes = Base64URL.decode(parts[0]),
            let payload = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        let header: Header = try Self.decode(headerBytes)
        guard header.alg == "RS256" else { throw .unsupportedAlgorithm(header.alg) }
        guard header.crit == nil else { throw .malformed }
        guard let key = keys.first(where: { $0.keyID == header.kid }) else { throw .unknownKey(header.kid) }
        let signedPart = Array(token.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
        guard key.publicKey.verifies(signature, of: signedPart) else { throw .badSignature }
        return try Self.decode(payload)
    }

    private static func decode<Value: Decodable>(_ bytes: [UInt8]) throws(TokenFault) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw .malformed
        }
    }
}
