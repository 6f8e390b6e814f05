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
    let clients: ClientEndpoint

    func respond(to request: HTTPServerRequest) async -> HTTPServerResponse {
        let ruleSet = rules.current.ruleSet
        let authority = request.head.authority ?? ""
        // A telephone on the same network may load the scripts too, or another container. A name with a dot could be
        // anybody's; an address and a single label are ours.
        if LocalHosts.includes(authority) || LocalHosts.isAddress(authority) || LocalHosts.isLabel(authority),
            let asset = clients.asset(for: request, ruleSet: ruleSet, host: authority)
        {
            return asset
        }
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
            if let document = await clients.document(for: request, ruleSet: ruleSet) { return document }
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
        let host = host(of: authority)
        return host == "localhost" || host == "::1" || host.hasSuffix(".localhost")
            || isIPv4(host) && host.hasPrefix("127.")
    }

    /// Whether it is an address, of whatever machine.
    static func isAddress(_ authority: String) -> Bool {
        let host = host(of: authority)
        return host.contains(":") || isIPv4(host)
    }

    /// Whether it is a name without a dot, as containers have on their network.
    static func isLabel(_ authority: String) -> Bool {
        let host = host(of: authority)
        return !host.isEmpty && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }

    /// Whether it names the sandbox itself, not a bucket or a service of it.
    static func isPlain(_ authority: String) -> Bool {
        host(of: authority) == "localhost" || isAddress(authority)
    }

    private static func host(of authority: String) -> String {
        let host = authority.lowercased()
        if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
        return host.lastIndex(of: ":").map { String(host[..<$0]) } ?? host
    }

    private static func isIPv4(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
    }

    static func includes(origin: String) -> Bool {
        guard let separator = origin.firstRange(of: "://") else { return false }
        return includes(String(origin[separator.upperBound...]))
    }
}
