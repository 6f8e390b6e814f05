import COpenSSL

/// An X.509 certificate.
package final class Certificate: Sendable {
    let handle: SharedHandle

    init(owning pointer: OpaquePointer) {
        handle = SharedHandle(pointer: pointer)
    }

    deinit { X509_free(handle.pointer) }

    /// Reads the first certificate of a PEM.
    package convenience init(pem: String) throws(CryptoFailure) {
        let source = MemoryBuffer(pem)
        guard let certificate = PEM_read_bio_X509(source.pointer, nil, nil, nil) else {
            throw .taking("read the certificate")
        }
        self.init(owning: certificate)
    }

    package var pem: String {
        let sink = MemoryBuffer()
        precondition(PEM_write_bio_X509(sink.pointer, handle.pointer) == 1, "libcrypto cannot write a certificate")
        return sink.text
    }

    /// The seconds since 1970 between which it is good.
    package var validity: ClosedRange<Int> {
        let start = Self.seconds(X509_get0_notBefore(handle.pointer))
        return start...max(start, Self.seconds(X509_get0_notAfter(handle.pointer)))
    }

    /// Whether it is good for a host name or an address.
    package func covers(_ host: String) -> Bool {
        X509_check_host(handle.pointer, host, host.utf8.count, 0, nil) == 1
            || X509_check_ip_asc(handle.pointer, host, 0) == 1
    }

    /// Whether `authority` signed it with the key that it shows.
    package func isSigned(by authority: Certificate) -> Bool {
        let isSigned = X509_verify(handle.pointer, X509_get0_pubkey(authority.handle.pointer)) == 1
        if !isSigned { ERR_clear_error() }
        return isSigned
    }

    /// Whether it certifies the public half of `key`.
    package func belongs(to key: CertificateKey) -> Bool {
        let belongs = X509_check_private_key(handle.pointer, key.handle.pointer) == 1
        if !belongs { ERR_clear_error() }
        return belongs
    }

    /// SHA-256 of the whole certificate, lower-case hexadecimal.
    package var fingerprint: String {
        var bytes = [UInt8](repeating: 0, count: 32)
        precondition(
            X509_digest(handle.pointer, EVP_sha256(), &bytes, nil) == 1, "libcrypto cannot digest a certificate")
        return Hexadecimal.encode(bytes)
    }

    /// Base64 of the SHA-256 of the SubjectPublicKeyInfo: what browsers pin. It stays as long as the key does.
    package var publicKeyPin: String {
        var encoded: UnsafeMutablePointer<UInt8>?
        let length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(handle.pointer), &encoded)
        precondition(length > 0, "libcrypto cannot encode a public key")
        defer { CRYPTO_free(encoded, #file, #line) }
        var digest = Digest(.sha256)
        digest.update(UnsafeRawBufferPointer(start: encoded, count: Int(length)))
        var text = [UInt8](repeating: 0, count: 45)
        let bytes = digest.finish()
        EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.dropLast(), as: UTF8.self)
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int {
        var days: Int32 = 0
        var seconds: Int32 = 0
        let epoch = required(ASN1_TIME_set(nil, 0), "allocate a time")
        defer { ASN1_STRING_free(epoch) }
        precondition(ASN1_TIME_diff(&days, &seconds, epoch, time) == 1, "libcrypto cannot read a time")
        return Int(days) * 86_400 + Int(seconds)
    }
}
