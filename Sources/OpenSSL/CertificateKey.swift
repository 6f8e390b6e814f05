import COpenSSL

/// A private key on the curve P-256, for certificates.
package final class CertificateKey: Sendable {
    let handle: SharedHandle

    private init(owning pointer: OpaquePointer) {
        handle = SharedHandle(pointer: pointer)
    }

    deinit { EVP_PKEY_free(handle.pointer) }

    package static func generate() throws(CryptoFailure) -> CertificateKey {
        let context = required(EVP_PKEY_CTX_new_from_name(nil, "EC", nil), "find elliptic curves")
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { throw .taking("generate a key") }
        return CertificateKey(owning: key)
    }

    /// Reads an unencrypted PEM.
    package convenience init(pem: String) throws(CryptoFailure) {
        let source = MemoryBuffer(pem)
        guard let key = PEM_read_bio_PrivateKey(source.pointer, nil, nil, nil) else {
            throw .taking("read the private key")
        }
        guard EVP_PKEY_is_a(key, "EC") == 1 else {
            EVP_PKEY_free(key)
            throw CryptoFailure(operation: "use the key", reason: "it is not on an elliptic curve")
        }
        self.init(owning: key)
    }

    /// Unencrypted PKCS #8; the file that holds it must be readable by its owner only.
    package var pem: String {
        let sink = MemoryBuffer()
        let written = PEM_write_bio_PKCS8PrivateKey(sink.pointer, handle.pointer, nil, nil, 0, nil, nil)
        precondition(written == 1, "libcrypto cannot write a private key")
        return sink.text
    }
}

/// A buffer of libcrypto that grows as it is written.
struct MemoryBuffer: ~Copyable {
    let pointer: OpaquePointer

    init() {
        pointer = required(BIO_new(BIO_s_mem()), "allocate a buffer")
    }

    init(_ text: String) {
        self.init()
        let bytes = Array(text.utf8)
        BIO_write(pointer, bytes, Int32(bytes.count))
    }

    deinit { BIO_free(pointer) }

    var text: String {
        var start: UnsafeMutablePointer<CChar>?
        let length = BIO_ctrl(pointer, BIO_CTRL_INFO, 0, &start)
        return String(decoding: UnsafeRawBufferPointer(start: start, count: Int(length)), as: UTF8.self)
    }
}
