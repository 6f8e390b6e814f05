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

    init(_ request: SigningRequest, signedHeaders: String, contentHash: String, pathForm: PathForm) {
        var text: [UInt8] = []
        text.reserveCapacity(2048)
        text.append(request.method)
        text.append(UInt8(ascii: "\n"))
        switch pathForm {
        case _ where request.path.isEmpty: text.append(UInt8(ascii: "/"))
        case .asSent: text.append(request.path)
        case .reencoded: PercentEncoding.appendReencoded(Array(request.path.utf8)[...], in: .path, to: &text)
        }
        text.append(UInt8(ascii: "\n"))
        if !request.query.isEmpty { QueryParameters(request.query).appendCanonical(to: &text) }
        text.append(UInt8(ascii: "\n"))
        signedHeaders.withBytes { names in
            for range in names.pieces(separatedBy: UInt8(ascii: ";")) where !range.isEmpty {
                Self.appendHeader(UnsafeBufferPointer(rebasing: names[range]), of: request, to: &text)
            }
        }
        text.append(UInt8(ascii: "\n"))
        text.append(signedHeaders)
        text.append(UInt8(ascii: "\n"))
        text.append(contentHash)
        bytes = text
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Hexadecimal digits of the SHA-256.
    var hash: String { Hexadecimal.encode(DigestAlgorithm.sha256.hash(bytes)) }

    /// `name:first value,second value` and a line feed. A header that is signed and absent counts as empty.
    private static func appendHeader(
        _ name: UnsafeBufferPointer<UInt8>, of request: SigningRequest, to text: inout [UInt8]
    ) {
        text.append(contentsOf: name)
        text.append(UInt8(ascii: ":"))
        var isFirst = true
        for header in request.headers where header.name.equalsLowercase(name) {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            header.value.withBytes { appendFolded($0, to: &text) }
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// Without white space at its ends, and each run of it inside as one space.
    private static func appendFolded(_ value: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        var start = 0
        var end = value.count
        while start < end, isSpace(value[start]) { start += 1 }
        while end > start, isSpace(value[end - 1]) { end -= 1 }
        var runStart = start
        for index in start..<end where isSpace(value[index]) {
            if index > start, isSpace(value[index - 1]) {
                runStart = index + 1
            } else {
                text.append(contentsOf: value[runStart..<index])
                text.append(UInt8(ascii: " "))
                runStart = index + 1
            }
        }
        text.append(contentsOf: value[runStart..<end])
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}

/// The text that the signing key signs.
struct StringToSign {
    let bytes: [UInt8]

    init(canonicalRequest: CanonicalRequest, time: Timestamp, scope: CredentialScope) {
        var text = Array("AWS4-HMAC-SHA256\n".utf8)
        text.reserveCapacity(256)
        text.append(time.basic)
        text.append(UInt8(ascii: "\n"))
        for part in [scope.day, scope.region, scope.service] {
            text.append(part)
            text.append(UInt8(ascii: "/"))
        }
        text += "aws4_request\n".utf8
        text.append(canonicalRequest.hash)
        bytes = text
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
