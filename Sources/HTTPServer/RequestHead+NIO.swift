import HTTPTypes
import NIOHTTP1

extension RequestHead {
    /// Reads a parsed head. Throws an `HTTPFault` for what the parser lets pass and we do not.
    init(_ head: HTTPRequestHead, scheme: String, limits: HTTPLimits) throws(HTTPFault) {
        guard head.uri.utf8.count <= limits.targetLengthInBytes else {
            throw .targetTooLong(limitInBytes: limits.targetLengthInBytes)
        }
        guard let method = HTTPRequest.Method(head.method.rawValue), method != .connect else {
            throw .malformed("method")
        }
        var fields = HTTPFields()
        var authority: String?
        var lengths = 0
        var length = BodyLength.known(0)
        fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers {
            guard let name = HTTPField.Name(name) else { throw .malformed("header name") }
            switch name.canonicalName {
            case "host":
                guard authority == nil else { throw .malformed("more than one Host") }
                authority = value
                continue
            case "content-length":
                // Two lengths are how requests are smuggled past a proxy, even when they agree.
                lengths += 1
                guard lengths == 1, let count = Int(value), count >= 0 else { throw .malformed("Content-Length") }
                length = .known(count)
            case "transfer-encoding":
                guard lengths == 0, value.lowercased() == "chunked" else { throw .malformed("Transfer-Encoding") }
                lengths += 1
                length = .chunked
            default:
                break
            }
            fields.append(HTTPField(name: name, value: value))
        }
        guard authority != nil || head.version == .http1_0 else { throw .malformed("no Host") }

        request = HTTPRequest(
            method: method, scheme: scheme, authority: authority, path: head.uri, headerFields: fields)
        bodyLength = length
        // The parser stops after a request that offers an upgrade, so such a connection ends with its answer.
        connection = head.isKeepAlive && !fields.contains(.upgrade) ? .keepAlive : .close
        expectation = fields[.expect]?.lowercased() == "100-continue" ? .continue : .none
        version = head.version == .http1_0 ? .http1_0 : .http1_1
    }
}

extension HTTPFault {
    init(_ error: HTTPParserError, limits: HTTPLimits) {
        switch error {
        case .headerOverflow: self = .headersTooLarge(limitInBytes: limits.headersLengthInBytes)
        default: self = .malformed(error.debugDescription)
        }
    }
}
