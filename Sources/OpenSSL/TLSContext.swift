import COpenSSL

/// What a TLS server shows to its clients: a key and its certificates. Many sessions share one.
package final class TLSContext: Sendable {
    let handle: SharedHandle

    /// TLS 1.2 and later, and HTTP/1.1 where the client asks for a protocol.
    ///
    /// - Parameter chain: the server's own certificate, then those of its issuers; the root may be left out.
    package init(chain: [Certificate], key: CertificateKey) throws(CryptoFailure) {
        let context = required(SSL_CTX_new(TLS_server_method()), "allocate TLS")
        handle = SharedHandle(pointer: context)
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        // A client that leaves without a close notification has left all the same; HTTP knows its own lengths.
        // SSL_OP_IGNORE_UNEXPECTED_EOF, and SSL_OP_NO_RENEGOTIATION, which no browser asks for.
        SSL_CTX_set_options(context, 1 << 7 | 1 << 30)
        // Idle connections give their buffers back.
        SSL_CTX_ctrl(context, SSL_CTRL_MODE, Int(SSL_MODE_RELEASE_BUFFERS), nil)
        guard let own = chain.first, SSL_CTX_use_certificate(context, own.handle.pointer) == 1,
            SSL_CTX_use_PrivateKey(context, key.handle.pointer) == 1
        else { throw .taking("use the certificate") }
        for issuer in chain.dropFirst() {
            let added = SSL_CTX_ctrl(
                context, SSL_CTRL_CHAIN_CERT, 1, UnsafeMutableRawPointer(issuer.handle.pointer))
            guard added == 1 else { throw .taking("use the certificates") }
        }
        SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nil)
    }

    deinit { SSL_CTX_free(handle.pointer) }
}

/// The list as it stands on the wire: each name behind its length.
private let protocols: StaticString = "\u{8}http/1.1"

/// Chooses HTTP/1.1 if the client offers it; without a common protocol the connection goes on as if none was asked for.
private func chooseProtocol(
    _: OpaquePointer?, chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, length: UnsafeMutablePointer<UInt8>?,
    offered: UnsafePointer<UInt8>?, offeredLength: UInt32, _: UnsafeMutableRawPointer?
) -> Int32 {
    var selection: UnsafeMutablePointer<UInt8>?
    let result = SSL_select_next_proto(
        &selection, length, protocols.utf8Start, UInt32(protocols.utf8CodeUnitCount), offered, offeredLength)
    guard result == OPENSSL_NPN_NEGOTIATED else { return SSL_TLSEXT_ERR_NOACK }
    chosen?.pointee = UnsafePointer(selection)
    return SSL_TLSEXT_ERR_OK
}
