package import OpenSSL

/// The public half of a token key, as it is published.
///
/// Reference: RFC 7517; RFC 7518, section 6.3.
package struct JSONWebKey: Sendable {
    package let keyID: String
    package let publicKey: RSAPublicKey

    package init(keyID: String, publicKey: RSAPublicKey) {
        self.keyID = keyID
        self.publicKey = publicKey
    }

    /// With the key's thumbprint for its id, so that a key keeps it.
    ///
    /// Reference: RFC 7638.
    package init(publicKey: RSAPublicKey) {
        let exponent = Base64URL.encode(publicKey.exponent.bytes)
        let modulus = Base64URL.encode(publicKey.modulus.bytes)
        let members = #"{"e":"\#(exponent)","kty":"RSA","n":"\#(modulus)"}"#
        self.init(keyID: Base64URL.encode(DigestAlgorithm.sha256.hash(members)), publicKey: publicKey)
    }

    var json: String {
        let exponent = Base64URL.encode(publicKey.exponent.bytes)
        let modulus = Base64URL.encode(publicKey.modulus.bytes)
        // Nothing here needs escapes: all values are base64url.
        return #"{"alg":"RS256","e":"\#(exponent)","kid":"\#(keyID)","kty":"RSA","n":"\#(modulus)","use":"sig"}"#
    }
}

/// The document behind `jwks_uri`.
package struct JSONWebKeySet: Sendable {
    package var keys: [JSONWebKey]

    package init(keys: [JSONWebKey]) {
        self.keys = keys
    }

    package var json: String {
        #"{"keys":["# + keys.map(\.json).joined(separator: ",") + "]}"
    }
}
