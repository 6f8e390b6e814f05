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
    func header(_ name: StaticString) -> String? {
        let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        return headers.first { $0.name.equalsLowercase(name) }?.value
    }
}
