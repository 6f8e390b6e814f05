import OpenSSL

/// The request in the one form that both sides hash.
///
/// Reference: "Create a canonical request", AWS Identity and Access Management User Guide; S3 encodes the path once.
struct CanonicalRequest {
    /// How the path enters the canonical request.
    enum PathForm {
        /// The bytes that came: what clients sign whose URL is already encoded as they sign it.
        case asSent
        /// Decoded and encoded strictly: for clients whose transport leaves some characters plain, such as `(`.
        case reencoded
    }

    let bytes: [UInt8]

    init(
        _ request: SigningRequest, query: QueryParameters, signedHeaders: String, contentHash: String,
        pathForm: PathForm
    ) {
        var text: [UInt8] = []
        text.reserveCapacity(1024)
        text += request.method.utf8
        text.append(UInt8(ascii: "\n"))
        switch pathForm {
        case _ where request.path.isEmpty: text.append(UInt8(ascii: "/"))
        case .asSent: text += request.path.utf8
        case .reencoded: PercentEncoding.appendReencoded(Array(request.path.utf8)[...], in: .path, to: &text)
        }
        text.append(UInt8(ascii: "\n"))
        query.appendCanonical(to: &text)
        text.append(UInt8(ascii: "\n"))
        for name in signedHeaders.split(separator: ";") {
            Self.appendHeader(String(name), of: request, to: &text)
        }
        text.append(UInt8(ascii: "\n"))
        text += signedHeaders.utf8
        text.append(UInt8(ascii: "\n"))
        text += contentHash.utf8
        bytes = text
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Hexadecimal digits of the SHA-256.
    var hash: String { Hexadecimal.encode(DigestAlgorithm.sha256.hash(bytes)) }

    /// `name:first value,second value` and a line feed. A header that is signed and absent counts as empty.
    private static func appendHeader(_ name: String, of request: SigningRequest, to text: inout [UInt8]) {
        text += name.utf8
        text.append(UInt8(ascii: ":"))
        var isFirst = true
        for header in request.headers where header.name.equalsLowercase(name) {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            appendFolded(header.value, to: &text)
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// Without white space at its ends, and each run of it inside as one space.
    private static func appendFolded(_ value: String, to text: inout [UInt8]) {
        var spaceIsDue = false
        var isEmpty = true
        for byte in value.utf8 {
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                spaceIsDue = !isEmpty
                continue
            }
            if spaceIsDue { text.append(UInt8(ascii: " ")) }
            spaceIsDue = false
            isEmpty = false
            text.append(byte)
        }
    }
}

/// The text that the signing key signs.
struct StringToSign {
    let text: String

    init(canonicalRequest: CanonicalRequest, time: String, scope: CredentialScope) {
        text = "AWS4-HMAC-SHA256\n\(time)\n\(scope.text)\n\(canonicalRequest.hash)"
    }
}
