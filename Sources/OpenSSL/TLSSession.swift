import COpenSSL

/// The server's side of one TLS connection, between bytes of the network and bytes of the application. It does no input
/// or output by itself.
///
/// Not for use by several threads at a time: it belongs to its connection.
package final class TLSSession {
    private let session: OpaquePointer
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer

    package init(_ context: TLSContext) {
        session = required(SSL_new(context.handle.pointer), "allocate a TLS session")
        incoming = required(BIO_new(BIO_s_mem()), "allocate a buffer")
        outgoing = required(BIO_new(BIO_s_mem()), "allocate a buffer")
        // An empty buffer means "more will come", not the end.
        BIO_ctrl(incoming, BIO_C_SET_BUF_MEM_EOF_RETURN, -1, nil)
        BIO_ctrl(outgoing, BIO_C_SET_BUF_MEM_EOF_RETURN, -1, nil)
        SSL_set_bio(session, incoming, outgoing)  // It owns both now.
        SSL_set_accept_state(session)
    }

    deinit { SSL_free(session) }

    /// The handshake is over: application bytes may be written.
    package var isEstablished: Bool { SSL_is_init_finished(session) == 1 }

    /// Takes bytes of the network in.
    package func receive(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        precondition(BIO_write(incoming, bytes.baseAddress, Int32(bytes.count)) == bytes.count, "out of memory")
    }

    package enum Read: Equatable {
        case bytes(Int)
        /// Nothing to be had until more arrives.
        case needsMore
        /// The client has ended the connection.
        case closed
    }

    /// Goes on with the handshake, or reads application bytes. What is left to send may have grown afterwards, also
    /// when it throws: then it is the alert that tells the client why.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(CryptoFailure) -> Read {
        ERR_clear_error()
        let count = SSL_read(session, buffer.baseAddress, Int32(clamping: buffer.count))
        guard count <= 0 else { return .bytes(Int(count)) }
        switch SSL_get_error(session, count) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .needsMore
        case SSL_ERROR_ZERO_RETURN: return .closed
        default: throw .taking("read by TLS")
        }
    }

    /// Encrypts application bytes, all of them; only for an established session.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(CryptoFailure) {
        guard !bytes.isEmpty else { return }
        ERR_clear_error()
        guard SSL_write(session, bytes.baseAddress, Int32(bytes.count)) == bytes.count else {
            throw .taking("write by TLS")
        }
    }

    /// Says goodbye: the notification is among the bytes to send then.
    package func close() {
        SSL_shutdown(session)
        ERR_clear_error()
    }

    /// How many bytes wait to be sent.
    package var pendingLengthInBytes: Int { BIO_ctrl_pending(outgoing) }

    /// Takes bytes to send; returns how many.
    package func takePending(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        max(0, Int(BIO_read(outgoing, buffer.baseAddress, Int32(clamping: buffer.count))))
    }
}
