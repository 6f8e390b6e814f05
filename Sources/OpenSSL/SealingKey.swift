import COpenSSL

/// A key that seals small messages with AES-256-GCM: only its holder can make or read them.
///
/// Reference: NIST SP 800-38D. Nonces are random, which is good for 2³² messages of one key.
package struct SealingKey: Sendable {
    package static let lengthInBytes = 32
    private static let nonceLength = 12
    private static let tagLength = 16

    private let key: [UInt8]

    /// Takes exactly 32 bytes.
    package init(_ key: [UInt8]) {
        precondition(key.count == Self.lengthInBytes, "a sealing key has 32 bytes")
        self.key = key
    }

    /// Nonce, ciphertext and tag. The context must be given again to open it.
    package func seal(_ message: [UInt8], context: [UInt8] = []) -> [UInt8] {
        let nonce = Randomness.bytes(Self.nonceLength)
        let cipher = required(EVP_CIPHER_CTX_new(), "allocate a cipher")
        defer { EVP_CIPHER_CTX_free(cipher) }
        var length: Int32 = 0
        var ciphertext = [UInt8](repeating: 0, count: message.count)
        var tag = [UInt8](repeating: 0, count: Self.tagLength)
        let done =
            EVP_EncryptInit_ex2(cipher, Self.algorithm.pointer, key, nonce, nil) == 1
            && EVP_EncryptUpdate(cipher, nil, &length, context, Int32(context.count)) == 1
            && EVP_EncryptUpdate(cipher, &ciphertext, &length, message, Int32(message.count)) == 1
            && EVP_EncryptFinal_ex(cipher, nil, &length) == 1
            && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagLength), &tag) == 1
        precondition(done, "libcrypto cannot seal")
        return nonce + ciphertext + tag
    }

    /// The message; nil if it was altered, cut, or sealed by another key or for another context.
    package func open(_ sealed: [UInt8], context: [UInt8] = []) -> [UInt8]? {
        guard sealed.count >= Self.nonceLength + Self.tagLength else { return nil }
        let nonce = Array(sealed.prefix(Self.nonceLength))
        var tag = Array(sealed.suffix(Self.tagLength))
        let ciphertext = Array(sealed[Self.nonceLength..<sealed.count - Self.tagLength])
        let cipher = required(EVP_CIPHER_CTX_new(), "allocate a cipher")
        defer { EVP_CIPHER_CTX_free(cipher) }
        var length: Int32 = 0
        var message = [UInt8](repeating: 0, count: ciphertext.count)
        let started =
            EVP_DecryptInit_ex2(cipher, Self.algorithm.pointer, key, nonce, nil) == 1
            && EVP_DecryptUpdate(cipher, nil, &length, context, Int32(context.count)) == 1
            && EVP_DecryptUpdate(cipher, &message, &length, ciphertext, Int32(ciphertext.count)) == 1
            && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagLength), &tag) == 1
        precondition(started, "libcrypto cannot open")
        return EVP_DecryptFinal_ex(cipher, nil, &length) == 1 ? message : nil
    }

    private static let algorithm = SharedHandle(
        pointer: required(EVP_CIPHER_fetch(nil, "AES-256-GCM", nil), "find AES-256-GCM"))
}
