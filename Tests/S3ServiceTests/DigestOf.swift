import OpenSSL

/// Digests for headers.
enum DigestOf {
    static func md5(_ text: String) -> [UInt8] {
        DigestAlgorithm.md5.hash(text)
    }
}
