/// What a signature says about the body: the value of `x-amz-content-sha256`.
///
/// Reference: "Signature Calculations for the Authorization Header" and the two pages on transferring a payload in
/// multiple chunks, Amazon S3 API Reference.
package enum ContentHash: Sendable, Hashable {
    /// Lower-case hexadecimal digits of the body's SHA-256.
    case sha256(String)
    /// `UNSIGNED-PAYLOAD`.
    case unsigned
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`: aws-chunked, each chunk signed.
    case signedChunks
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`: the same, and signed trailing headers.
    case signedChunksWithTrailer
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`: aws-chunked with trailing headers, nothing of it signed.
    case unsignedChunksWithTrailer

    /// Nil for what is no value of the header, and for the ECDSA forms, which need keys that the sandbox has not.
    package init?(_ text: String) {
        switch text {
        case "UNSIGNED-PAYLOAD": self = .unsigned
        case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": self = .signedChunks
        case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": self = .signedChunksWithTrailer
        case "STREAMING-UNSIGNED-PAYLOAD-TRAILER": self = .unsignedChunksWithTrailer
        default:
            let isHexadecimal = text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20)
            }
            guard text.utf8.count == 64, isHexadecimal else { return nil }
            self = .sha256(text)
        }
    }

    /// As it stands in the header and in the canonical request.
    package var text: String {
        switch self {
        case .sha256(let digits): digits
        case .unsigned: "UNSIGNED-PAYLOAD"
        case .signedChunks: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
        case .signedChunksWithTrailer: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
        case .unsignedChunksWithTrailer: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        }
    }
}
