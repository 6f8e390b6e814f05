import COpenSSL

/// A digest of bytes that come in pieces. After `finish()` it begins anew, so one value serves many messages.
package struct Digest: ~Copyable, @unchecked Sendable {
    package let algorithm: DigestAlgorithm
    // Only this value has the pointer, and changes need exclusive access to it: that makes it sendable.
    private let context: OpaquePointer

    package init(_ algorithm: DigestAlgorithm) {
        self.algorithm = algorithm
        context = required(EVP_MD_CTX_new(), "allocate a digest")
        begin()
    }

    private init(copying other: borrowing Digest) {
        algorithm = other.algorithm
        context = required(EVP_MD_CTX_new(), "allocate a digest")
        precondition(EVP_MD_CTX_copy_ex(context, other.context) == 1, "libcrypto cannot copy a digest")
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "libcrypto cannot digest")
    }

    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Takes the text's UTF-8.
    package mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// The digest of all bytes since the start or the last `finish()`.
    package mutating func finish() -> [UInt8] {
        let digest = [UInt8](unsafeUninitializedCapacity: algorithm.lengthInBytes) { buffer, count in
            precondition(EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1, "libcrypto cannot digest")
            count = algorithm.lengthInBytes
        }
        begin()
        return digest
    }

    /// A second digest that has seen the same bytes.
    package borrowing func copy() -> Digest {
        Digest(copying: self)
    }

    private func begin() {
        precondition(EVP_DigestInit_ex2(context, algorithm.handle, nil) == 1, "libcrypto cannot begin a digest")
    }
}
