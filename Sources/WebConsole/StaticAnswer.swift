package import HTTPTypes

/// The answer to a request for a file. An answer to HEAD has the same fields and no body.
package struct StaticAnswer: Sendable {
    package var status: HTTPResponse.Status
    package var headerFields: HTTPFields
    package var body: Body

    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        case file(OpenFile)
    }

    package init(status: HTTPResponse.Status, headerFields: HTTPFields = [:], body: Body = .none) {
        self.status = status
        self.headerFields = headerFields
        self.body = body
    }

    /// The file, or that the client has it already, or that the method does not suit.
    init(to request: HTTPRequest, eTag: String, headerFields: HTTPFields, body: Body) {
        guard request.method == .get || request.method == .head else {
            self.init(status: .methodNotAllowed, headerFields: [.allow: "GET, HEAD"])
            return
        }
        var fields = headerFields
        fields[.eTag] = eTag
        if Self.matches(request.headerFields[.ifNoneMatch], eTag) {
            fields[.contentType] = nil
            self.init(status: .notModified, headerFields: fields)
        } else {
            self.init(status: .ok, headerFields: fields, body: body)
        }
    }

    /// Weak comparison. Reference: RFC 9110, section 13.1.2.
    private static func matches(_ list: String?, _ eTag: String) -> Bool {
        guard let list else { return false }
        return list.split(separator: ",").contains { entry in
            var tag = entry[...]
            while tag.first == " " { tag.removeFirst() }
            while tag.last == " " { tag.removeLast() }
            if tag.hasPrefix("W/") { tag.removeFirst(2) }
            return tag == "*" || tag == eTag
        }
    }
}
