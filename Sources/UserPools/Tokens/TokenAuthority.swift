import FoundationEssentials
import JSONWebToken
import KeyStore
import OpenSSL

/// Signs and reads the tokens of the pool.
actor TokenAuthority {
    private let key: LazySigningKey
    private var ready: (signer: TokenSigner, verifier: TokenVerifier)?

    init(key: LazySigningKey) {
        self.key = key
    }

    func signer() async throws -> TokenSigner {
        try await pair().signer
    }

    func verifier() async throws -> TokenVerifier {
        try await pair().verifier
    }

    /// The published keys.
    func keySet() async throws -> JSONWebKeySet {
        JSONWebKeySet(keys: [try await pair().signer.publicKey])
    }

    private func pair() async throws -> (signer: TokenSigner, verifier: TokenVerifier) {
        if let ready { return ready }
        let signer = TokenSigner(key: try await key.value())
        // Another caller may have come this far meanwhile; both have the same key.
        let pair = (signer, TokenVerifier(keys: [signer.publicKey]))
        ready = pair
        return pair
    }
}
