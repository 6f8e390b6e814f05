import COpenSSL

/// The public half of an RSA key.
package struct RSAPublicKey: Sendable, Equatable {
    package let modulus: BigNumber
    package let exponent: BigNumber

    package init(modulus: BigNumber, exponent: BigNumber) {
        self.modulus = modulus
        self.exponent = exponent
    }

    /// Whether the private half made this RS256 signature of this message.
    package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = makeHandle() else { return false }
        defer { EVP_PKEY_free(key) }
        let context = required(EVP_MD_CTX_new(), "allocate a signature")
        defer { EVP_MD_CTX_free(context) }
        let good =
            EVP_DigestVerifyInit_ex(context, nil, "SHA256", nil, nil, key, nil) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        // A bad signature leaves an entry in this thread's queue that nobody will ask for.
        if !good { ERR_clear_error() }
        return good
    }

    /// Nil if the two numbers make no RSA key.
    private func makeHandle() -> OpaquePointer? {
        let builder = required(OSSL_PARAM_BLD_new(), "allocate a key")
        defer { OSSL_PARAM_BLD_free(builder) }
        // The builder and what it builds keep pointers to the names: they must live until the key is made.
        return OSSL_PKEY_PARAM_RSA_N.withCString { n in
            OSSL_PKEY_PARAM_RSA_E.withCString { e in
                guard OSSL_PARAM_BLD_push_BN(builder, n, modulus.pointer) == 1,
                    OSSL_PARAM_BLD_push_BN(builder, e, exponent.pointer) == 1,
                    let parameters = OSSL_PARAM_BLD_to_param(builder)
                else { return nil }
                defer { OSSL_PARAM_free(parameters) }
                return Self.makeHandle(parameters)
            }
        }
    }

    private static func makeHandle(_ parameters: UnsafeMutablePointer<OSSL_PARAM>) -> OpaquePointer? {
        let context = required(EVP_PKEY_CTX_new_from_name(nil, "RSA", nil), "find RSA")
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(context, &key, publicKeySelection, parameters) == 1
        else {
            ERR_clear_error()
            return nil
        }
        return key
    }

    /// `EVP_PKEY_PUBLIC_KEY`, a macro that Swift cannot read.
    private static let publicKeySelection =
        OSSL_KEYMGMT_SELECT_DOMAIN_PARAMETERS | OSSL_KEYMGMT_SELECT_OTHER_PARAMETERS | OSSL_KEYMGMT_SELECT_PUBLIC_KEY
}
