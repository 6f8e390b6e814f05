/// The parts of a request that a signature covers, as they stood on the wire.
package struct SigningRequest: Sendable {
    package var method: String
    /// The path as sent, still percent-encoded, with its leading slash.
    package var path: String
    /// The query as sent, without its question mark; empty if there is none.
    package var query: String
    /// All headers, names in any case, repeated ones in their order. `host` must be among them.
    package var headers: [(name: String, value: String)]

    package init(method: String, path: String, query: String, headers: [(name: String, value: String)]) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
    }

    /// The first header of this lower-case name.
    func header(_ name: String) -> String? {
        headers.first { $0.name.equalsLowercase(name) }?.value
    }
}

extension String {
    /// Whether this is the given lower-case ASCII text, whatever case it is in itself.
    func equalsLowercase(_ other: String) -> Bool {
        let (mine, theirs) = (utf8, other.utf8)
        guard mine.count == theirs.count else { return false }
        for (left, right) in zip(mine, theirs) where left != right {
            guard left >= UInt8(ascii: "A"), left <= UInt8(ascii: "Z"), left | 0x20 == right else { return false }
        }
        return true
    }

    /// Whether this begins with the given lower-case ASCII text, whatever case it is in itself.
    func hasLowercasePrefix(_ prefix: String) -> Bool {
        var rest = utf8.makeIterator()
        for expected in prefix.utf8 {
            guard let character = rest.next() else { return false }
            let isUpper = character >= UInt8(ascii: "A") && character <= UInt8(ascii: "Z")
            guard (isUpper ? character | 0x20 : character) == expected else { return false }
        }
        return true
    }
}
