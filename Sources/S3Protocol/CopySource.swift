package import HTTPTypes

/// The object that a copy reads.
package struct CopySource: Sendable, Hashable {
    package var bucket: String
    /// As the header says when it is taken as percent-encoded.
    package var key: String
    /// As the header stands. Some clients do not encode, so where nothing has the decoded key this one is meant.
    package var literalKey: String
    package var versionID: String?

    /// Reads `x-amz-copy-source`: `bucket/key` or `/bucket/key`, then perhaps `?versionId=…`.
    /// Throws `InvalidArgument`.
    package init(_ fields: HTTPFields) throws(S3Error) {
        let text = fields[.xAmzCopySource] ?? ""
        var rest = text[...]
        if let mark = text.range(of: "?versionId=") {
            versionID = String(rest[mark.upperBound...])
            rest = rest[..<mark.lowerBound]
        }
        if rest.hasPrefix("/") { rest = rest.dropFirst() }
        let decoded = PercentEncoding.decode(rest, plus: .isPlus) ?? String(rest)
        guard let (bucket, key) = Self.split(decoded) else {
            throw .invalidArgument(
                "x-amz-copy-source", text,
                "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
        }
        self.bucket = bucket
        self.key = key
        literalKey = Self.split(String(rest))?.1 ?? key
    }

    private static func split(_ text: String) -> (String, String)? {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let key = text[text.utf8.index(after: slash)...]
        guard slash > text.startIndex, !key.isEmpty else { return nil }
        return (String(text[..<slash]), String(key))
    }
}

extension String {
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}

/// The range of a copied part: `bytes=first-last`, both ends given.
package enum CopySourceRange {
    /// Throws `InvalidArgument`.
    package static func read(_ fields: HTTPFields) throws(S3Error) -> Range<Int>? {
        guard let text = fields[.xAmzCopySourceRange] else { return nil }
        guard case .between(let first, let last)? = ByteRange(text), last < .max else {
            throw .invalidArgument(
                "x-amz-copy-source-range", text,
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are "
                    + "the zero-based offsets of the first and last bytes to copy")
        }
        return first..<(last + 1)
    }
}
