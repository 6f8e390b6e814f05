import OpenSSL

/// The chain of signatures of an aws-chunked body: each covers its chunk and the signature before it.
///
/// Reference: "Transferring Payload in Multiple Chunks" and "… Including Trailing Headers", Amazon S3 API Reference.
package struct ChunkSigner: Sendable {
    private static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    private let key: SigningKey
    private let time: String
    private let scope: String
    private var previous: String

    init(seedSignature: String, key: SigningKey, time: Timestamp, scope: CredentialScope) {
        self.key = key
        self.time = time.basic
        self.scope = scope.text
        previous = seedSignature
    }

    /// The signature that the next chunk must have, given the SHA-256 of its data; the last chunk has none.
    package mutating func signature(ofChunkWithHash hash: [UInt8]) -> String {
        let text =
            "AWS4-HMAC-SHA256-PAYLOAD\n\(time)\n\(scope)\n\(previous)\n\(Self.emptyHash)\n\(Hexadecimal.encode(hash))"
        previous = key.sign(text)
        return previous
    }

    /// The signature that the trailing headers must have, given in their order and without the signature's own header.
    package mutating func signature(ofTrailer headers: [(name: String, value: String)]) -> String {
        var canonical = ""
        for header in headers {
            let value = header.value.drop { $0 == " " || $0 == "\t" }
            let end = value.lastIndex { $0 != " " && $0 != "\t" }.map(value.index(after:)) ?? value.startIndex
            canonical += header.name.lowercased() + ":" + value[..<end] + "\n"
        }
        let hash = Hexadecimal.encode(DigestAlgorithm.sha256.hash(canonical))
        previous = key.sign("AWS4-HMAC-SHA256-TRAILER\n\(time)\n\(scope)\n\(previous)\n\(hash)")
        return previous
    }
}
