import COpenSSL

/// The digests in use.
package enum DigestAlgorithm: Sendable, CaseIterable {
    case md5
    case sha1
    case sha256
    case sha512

    package var lengthInBytes: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    /// The digest of bytes that are all there.
    package func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: lengthInBytes) { buffer, count in
            let done = EVP_Digest(bytes.baseAddress, bytes.count, buffer.baseAddress, nil, handle, nil)
            precondition(done == 1, "libcrypto cannot digest")
            count = lengthInBytes
        }
    }

    package func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The digest of the text's UTF-8.
    package func hash(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }

    /// As libcrypto calls it.
    var name: String {
        switch self {
        case .md5: "MD5"
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha512: "SHA512"
        }
    }

    /// Looked up once: a fetch by name costs more than the digest of a small object.
    var handle: OpaquePointer {
        switch self {
        case .md5: Self.md5Handle.pointer
        case .sha1: Self.sha1Handle.pointer
        case .sha256: Self.sha256Handle.pointer
        case .sha512: Self.sha512Handle.pointer
        }
    }

    private static let md5Handle = fetch(.md5)
    private static let sha1Handle = fetch(.sha1)
    private static let sha256Handle = fetch(.sha256)
    private static let sha512Handle = fetch(.sha512)

    private static func fetch(_ algorithm: DigestAlgorithm) -> SharedHandle {
        SharedHandle(pointer: required(EVP_MD_fetch(nil, algorithm.name, nil), "find a digest"))
    }
}
