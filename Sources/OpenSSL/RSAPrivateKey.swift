import COpenSSL

/// A private RSA key that signs with RSASSA-PKCS1-v1_5 and SHA-256 (RS256).
///
/// Reference: RFC 8017, section 8.2.
package final class RSAPrivateKey: Sendable {
    let handle: SharedHandle
    package let publicKey: RSAPublicKey

    private init(owning pointer: OpaquePointer) throws(CryptoFailure) {
        guard EVP_PKEY_is_a(pointer, "RSA") == 1 else {
            EVP_PKEY_free(pointer)
            throw CryptoFailure(operation: "use the key", reason: "it is not an RSA key")
        }
        handle = SharedHandle(pointer: pointer)
        publicKey = RSAPublicKey(
            modulus: Self.number("n", of: pointer), exponent: Self.number("e", of: pointer))
    }

    deinit { EVP_PKEY_free(handle.pointer) }

    /// Takes tens of milliseconds for 2,048 bits, and varies.
    package static func generate(bits: Int = 2048) throws(CryptoFailure) -> RSAPrivateKey {
        let context = required(EVP_PKEY_CTX_new_from_name(nil, "RSA", nil), "find RSA")
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)) == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { throw .taking("generate an RSA key") }
        return try RSAPrivateKey(owning: key)
    }

    /// Reads an unencrypted PEM of PKCS #8 or PKCS #1.
    package convenience init(pem: String) throws(CryptoFailure) {
        // The buffer's source keeps a pointer to the bytes: they must live until the key is read.
        let bytes = Array(pem.utf8)
        let key = bytes.withUnsafeBytes { bytes -> OpaquePointer? in
            let source = required(BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)), "allocate a buffer")
            defer { BIO_free(source) }
            return PEM_read_bio_PrivateKey(source, nil, nil, nil)
        }
        guard let key else { throw .taking("read the private key") }
        try self.init(owning: key)
    }

    /// Unencrypted PKCS #8; the file that holds it must be readable by its owner only.
    package var pem: String {
        let sink = required(BIO_new(BIO_s_mem()), "allocate a buffer")
        defer { BIO_free(sink) }
        let written = PEM_write_bio_PKCS8PrivateKey(sink, handle.pointer, nil, nil, 0, nil, nil)
        precondition(written == 1, "libcrypto cannot write a private key")
        var start: UnsafeMutablePointer<CChar>?
        let length = BIO_ctrl(sink, BIO_CTRL_INFO, 0, &start)
        return String(decoding: UnsafeRawBufferPointer(start: start, count: Int(length)), as: UTF8.self)
    }

    /// The signature, as long as the modulus.
    package func sign(_ message: [UInt8]) -> [UInt8] {
        let context = required(EVP_MD_CTX_new(), "allocate a signature")
        defer { EVP_MD_CTX_free(context) }
        var length = Int(EVP_PKEY_get_size(handle.pointer))
        var signature = [UInt8](repeating: 0, count: length)
        let done =
            EVP_DigestSignInit_ex(context, nil, "SHA256", nil, nil, handle.pointer, nil) == 1
            && EVP_DigestSign(context, &signature, &length, message, message.count) == 1
        precondition(done, "libcrypto cannot sign")
        return Array(signature.prefix(length))
    }

    private static func number(_ name: String, of key: OpaquePointer) -> BigNumber {
        var number: OpaquePointer?
        precondition(EVP_PKEY_get_bn_param(key, name, &number) == 1, "libcrypto cannot show a key")
        defer { BN_free(number) }
        return BigNumber(copying: required(number, "show a key"))
    }
}
