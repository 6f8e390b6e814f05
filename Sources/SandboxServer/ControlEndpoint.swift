import FoundationEssentials
import Glibc
import HTTPServer
import HTTPTypes
import NIOCore

/// The sandbox's own addresses, under `/_sandbox/`.
///
/// It answers only to names of this machine and to pages served from it, so that no page elsewhere can reach it by
/// pointing a name of its own here (DNS rebinding).
struct ControlEndpoint: Sendable {
    let rules: CurrentRules
    let endpoint: String

    func respond(to request: HTTPServerRequest) async -> HTTPServerResponse {
        guard LocalHosts.includes(request.head.authority ?? "") else {
            return text(.forbidden, "the sandbox's own pages answer to names of this machine only\n")
        }
        if let origin = request.head.headerFields[.origin], !LocalHosts.includes(origin: origin) {
            return text(.forbidden, "the sandbox's own pages answer to pages of this machine only\n")
        }
        switch request.rawPath {
        case "/_sandbox/status":
            return json(#"{"endpoint": "\#(endpoint)", "pid": \#(getpid()), "generation": \#(rules.current.number)}"#)
        default:
            return text(.notFound, "there is nothing at this address of the sandbox\n")
        }
    }

    private func json(_ document: String) -> HTTPServerResponse {
        var fields = HTTPFields()
        fields[.contentType] = "application/json"
        fields[.cacheControl] = "no-store"
        return HTTPServerResponse(
            status: .ok, headerFields: fields, body: .bytes(ByteBuffer(string: document + "\n")))
    }

    private func text(_ status: HTTPResponse.Status, _ text: String) -> HTTPServerResponse {
        HTTPServerResponse(
            status: status, headerFields: [.contentType: "text/plain; charset=utf-8"],
            body: .bytes(ByteBuffer(string: text)))
    }
}

/// Names that can only mean this machine.
enum LocalHosts {
    /// Whether a `Host` field, port included or not, is a loopback name or address.
    static func includes(_ authority: String) -> Bool {
        var host = authority.lowercased()
        if host.hasPrefix("[") {
            host = String(host.dropFirst().prefix { $0 != "]" })
        } else if let colon = host.lastIndex(of: ":") {
            host = String(host[..<colon])
        }
        if host == "localhost" || host == "::1" || host.hasSuffix(".localhost") { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    static func includes(origin: String) -> Bool {
        guard let separator = origin.firstRange(of: "://") else { return false }
        return includes(String(origin[separator.upperBound...]))
    }
}
