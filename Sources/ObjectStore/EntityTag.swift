import OpenSSL

/// An object's entity tag: the MD5 of its bytes or, for a multipart upload, the MD5 of its parts' MD5s and their number.
package struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// 16 bytes.
    package let md5: [UInt8]
    package let partCount: Int?

    package init(md5: [UInt8], partCount: Int? = nil) {
        precondition(md5.count == 16, "an MD5 has 16 bytes")
        self.md5 = md5
        self.partCount = partCount
    }

    /// Reads `hex` or `hex-N`, with or without quotes; nil for anything else.
    package init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        if rest.count >= 2, rest.hasPrefix("\""), rest.hasSuffix("\"") { rest = rest.dropFirst().dropLast() }
        let fields = rest.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let md5 = Hexadecimal.decode(String(fields[0])), md5.count == 16 else { return nil }
        guard fields.count == 2 else {
            self.init(md5: md5)
            return
        }
        guard let count = Int(fields[1]), count > 0 else { return nil }
        self.init(md5: md5, partCount: count)
    }

    /// Without quotes.
    package var text: String {
        let hexadecimal = Hexadecimal.encode(md5)
        return if let partCount { "\(hexadecimal)-\(partCount)" } else { hexadecimal }
    }

    package var description: String { text }
}
