package import HTTPTypes

/// One request as it came over the wire.
package struct HTTPServerRequest: Sendable {
    /// Method, authority and header fields. `head.path` is the request target exactly as sent: nothing is decoded,
    /// normalised or cut, and it may be in absolute form (`http://host/path`) or `*`.
    package let head: HTTPRequest
    package let body: HTTPRequestBody
    /// The peer's address as text without its port: `127.0.0.1`, `::1`.
    package let remoteAddress: String
    /// The part of the target before `?`, as sent; of an absolute target what follows the authority.
    package let rawPath: Substring
    /// The part of the target after the first `?`, as sent; nil without a `?`.
    package let rawQuery: Substring?

    package init(head: HTTPRequest, body: HTTPRequestBody, remoteAddress: String) {
        self.head = head
        self.body = body
        self.remoteAddress = remoteAddress
        let target = Self.originForm(head.path ?? "/")
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            rawPath = target[..<mark]
            rawQuery = target[target.utf8.index(after: mark)...]
        } else {
            rawPath = target
            rawQuery = nil
        }
    }

    private static func originForm(_ target: String) -> Substring {
        guard target.utf8.first != UInt8(ascii: "/"), let scheme = target.range(ofASCII: "://") else {
            return Substring(target)
        }
        let rest = target[scheme.upperBound...]
        guard let end = rest.utf8.firstIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }) else {
            return "/"
        }
        return rest[end...]
    }
}

extension String {
    fileprivate func range(ofASCII needle: StaticString) -> Range<Index>? {
        needle.withUTF8Buffer { bytes in
            var start = utf8.startIndex
            while start < utf8.endIndex {
                if utf8[start...].starts(with: bytes) {
                    return start..<utf8.index(start, offsetBy: bytes.count)
                }
                start = utf8.index(after: start)
            }
            return nil
        }
    }
}
