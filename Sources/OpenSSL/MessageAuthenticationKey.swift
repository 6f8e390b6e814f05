import COpenSSL

/// A key for HMAC, prepared once and used for many messages from any thread.
///
/// Reference: RFC 2104.
package final class MessageAuthenticationKey: Sendable {
    /// Holds the key and no message; each use works on a copy.
    private let prepared: SharedHandle

    private let length: Int

    package init(_ key: [UInt8], digest: DigestAlgorithm = .sha256) {
        length = digest.lengthInBytes
        let context = required(EVP_MAC_CTX_new(Self.algorithm.pointer), "allocate an HMAC")
        // A null key would mean "keep the old one", so an empty key is given as a pointer to a byte that is not read.
        let bytes = key.isEmpty ? [0] : key
        var digestName = digest.name.utf8CString.map(\.self)
        // A parameter keeps pointers to its name and its value: both must live until the call is over.
        let started = OSSL_MAC_PARAM_DIGEST.withCString { parameterName in
            digestName.withUnsafeMutableBufferPointer { digestName in
                let parameters = [
                    OSSL_PARAM_construct_utf8_string(parameterName, digestName.baseAddress, 0),
                    OSSL_PARAM_construct_end(),
                ]
                return EVP_MAC_init(context, bytes, key.count, parameters)
            }
        }
        precondition(started == 1, "libcrypto cannot begin an HMAC")
        prepared = SharedHandle(pointer: context)
    }

    deinit { EVP_MAC_CTX_free(prepared.pointer) }

    /// As long as the digest: 32 bytes for SHA-256.
    package func authenticate(_ message: UnsafeRawBufferPointer) -> [UInt8] {
        let context = required(EVP_MAC_CTX_dup(prepared.pointer), "copy an HMAC")
        defer { EVP_MAC_CTX_free(context) }
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            let bytes = message.bindMemory(to: UInt8.self)
            let done =
                (message.isEmpty || EVP_MAC_update(context, bytes.baseAddress, bytes.count) == 1)
                && EVP_MAC_final(context, buffer.baseAddress, &count, buffer.count) == 1
            precondition(done && count == length, "libcrypto cannot compute an HMAC")
        }
    }

    package func authenticate(_ message: [UInt8]) -> [UInt8] {
        message.withUnsafeBytes { authenticate($0) }
    }

    /// Of the text's UTF-8.
    package func authenticate(_ message: String) -> [UInt8] {
        var message = message
        return message.withUTF8 { authenticate(UnsafeRawBufferPointer($0)) }
    }

    private static let algorithm = SharedHandle(pointer: required(EVP_MAC_fetch(nil, "HMAC", nil), "find HMAC"))
}
