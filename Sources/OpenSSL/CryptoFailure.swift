import COpenSSL

/// A refusal of libcrypto: which call, and the reason it left in its error queue.
package struct CryptoFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried: `load key`.
    package var operation: String
    /// libcrypto's own words; empty if it gave none.
    package var reason: String

    package var description: String {
        reason.isEmpty ? "cannot \(operation)" : "cannot \(operation): \(reason)"
    }

    /// Takes the oldest reason of this thread's error queue and empties the queue.
    static func taking(_ operation: String) -> CryptoFailure {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0, let text = ERR_reason_error_string(code) else {
            return CryptoFailure(operation: operation, reason: "")
        }
        return CryptoFailure(operation: operation, reason: String(cString: text))
    }
}

/// The pointer, or a trap: libcrypto gives null here only when memory is exhausted or it is built without the
/// algorithm, and neither can be handled.
func required<Pointer>(_ pointer: Pointer?, _ operation: StaticString) -> Pointer {
    guard let pointer else { fatalError("libcrypto cannot \(operation)") }
    return pointer
}

/// A handle of libcrypto that may be used from any thread: the library counts references to it and never changes it
/// after its creation.
struct SharedHandle: @unchecked Sendable {
    let pointer: OpaquePointer
}
