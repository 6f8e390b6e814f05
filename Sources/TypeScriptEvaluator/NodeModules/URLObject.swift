import SourceText

/// An address, taken apart: schemes with a host, and `file`.
///
/// Reference: https://url.spec.whatwg.org/
final class URLObject: Object {
    var parts: URLParts

    init(_ realm: Realm, _ parts: URLParts, prototype: Object) {
        self.parts = parts
        super.init(realm, prototype: prototype)
    }

    override var className: UTF16String { "URL" }
}

/// The pieces of an address.
struct URLParts {
    /// With its colon.
    var scheme = ""
    var username = ""
    var password = ""
    var hostname = ""
    var port = ""
    var path = ""
    /// With `?`, or empty.
    var search = ""
    /// With `#`, or empty.
    var hash = ""

    private static let defaultPorts = ["http:": "80", "https:": "443", "ws:": "80", "wss:": "443", "ftp:": "21"]

    private var isSpecial: Bool { Self.defaultPorts[scheme] != nil || scheme == "file:" }

    /// `nil` when the text is no address, or relative without a base.
    init?(_ text: String, base: URLParts?) {
        var rest = text.trimmingSpaces[...]
        if let hashIndex = rest.firstIndex(of: "#") {
            hash = Self.encoded(rest[hashIndex...], "#")
            rest = rest[..<hashIndex]
        }
        let colon = rest.firstIndex(of: ":")
        let candidate = colon.map { rest[..<$0] } ?? ""
        if let first = candidate.first, first.isASCII, first.isLetter, let colon,
            candidate.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
        {
            scheme = candidate.lowercased() + ":"
            rest = rest[rest.index(after: colon)...]
            takeSearch(&rest)
            guard isSpecial || rest.hasPrefix("//") else {
                path = String(rest)
                return
            }
            rest = rest.drop { $0 == "/" || $0 == "\\" }
            if scheme == "file:" {
                path = Self.normalized("/" + rest)
                return
            }
            let authority = rest.prefix { $0 != "/" && $0 != "\\" }
            guard takeAuthority(authority) else { return nil }
            path = Self.normalized(rest.dropFirst(authority.count))
            return
        }
        guard let base, base.isSpecial || !base.hostname.isEmpty else { return nil }
        (scheme, username, password) = (base.scheme, base.username, base.password)
        (hostname, port) = (base.hostname, base.port)
        if rest.hasPrefix("//") {
            guard let whole = URLParts(base.scheme + rest, base: nil) else { return nil }
            let hash = self.hash
            self = whole
            self.hash = hash
            return
        }
        if rest.isEmpty {
            (path, search) = (base.path, base.search)
            return
        }
        takeSearch(&rest)
        if rest.isEmpty {
            path = base.path
        } else if rest.hasPrefix("/") {
            path = Self.normalized(rest)
        } else {
            let folder = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? "/"
            path = Self.normalized(folder + rest)
        }
    }

    private mutating func takeSearch(_ rest: inout Substring) {
        guard let mark = rest.firstIndex(of: "?") else { return }
        search = rest[mark...].count > 1 ? Self.encoded(rest[mark...], "?/:@!$&'()*+,;=-._~%[]{}|^`") : ""
        rest = rest[..<mark]
    }

    private mutating func takeAuthority(_ authority: Substring) -> Bool {
        var host = authority
        if let at = authority.lastIndex(of: "@") {
            let user = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            username = String(user[0])
            password = user.count > 1 ? String(user[1]) : ""
            host = authority[authority.index(after: at)...]
        }
        if let colon = host.lastIndex(of: ":"), host.last != "]" {
            let digits = host[host.index(after: colon)...]
            guard digits.allSatisfy(\.isNumber), digits.isEmpty || Int(digits).map({ $0 <= 65_535 }) ?? false else {
                return false
            }
            port = digits.isEmpty || Self.defaultPorts[scheme] == String(digits) ? "" : String(Int(digits) ?? 0)
            host = host[..<colon]
        }
        hostname = host.lowercased()
        return !hostname.isEmpty && !hostname.contains { " <>^|%\\?#".contains($0) }
    }

    private static func normalized(_ path: some StringProtocol) -> String {
        var parts: [Substring] = []
        let pieces = String(path).replacing("\\", with: "/").split(separator: "/", omittingEmptySubsequences: false)
            .dropFirst()
        for (index, part) in pieces.enumerated() {
            let isLast = index == pieces.count - 1
            if part == ".." || part == "." {
                if part == "..", !parts.isEmpty { parts.removeLast() }
                if isLast { parts.append("") }
            } else {
                parts.append(Substring(part))
            }
        }
        return "/" + encoded(parts.joined(separator: "/"), "/:@!$&'()*+,;=-._~%[]|^")
    }

    private static func encoded(_ text: some StringProtocol, _ kept: String) -> String {
        percentEncoded(String(text), keeping: kept + "-._~%/?:@!$&'()*+,;=")
    }

    var host: String { port.isEmpty ? hostname : "\(hostname):\(port)" }
    var origin: String { scheme == "file:" || !isSpecial ? "null" : "\(scheme)//\(host)" }

    var text: String {
        guard isSpecial || !hostname.isEmpty else { return scheme + path + search + hash }
        let user = username.isEmpty ? "" : password.isEmpty ? "\(username)@" : "\(username):\(password)@"
        return "\(scheme)//\(user)\(host)\(path)\(search)\(hash)"
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

extension Realm {
    func makeURL(_ text: String, base: String?, at site: SourceRange) throws -> URLObject {
        let baseParts = try base.map { base in
            guard let parts = URLParts(base, base: nil) else { throw typeError("Invalid base URL", at: site) }
            return parts
        }
        guard let parts = URLParts(text, base: baseParts) else { throw typeError("Invalid URL", at: site) }
        return URLObject(self, parts, prototype: intrinsics.url.prototype)
    }

    func makeURLClass() -> Intrinsics.Class {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "URL", length: 1, prototype: prototype) { call in
            guard call.newTarget != nil else {
                throw call.typeError("Class constructor URL cannot be invoked without 'new'")
            }
            let base = call[1].isUndefined ? nil : try call.realm.toText(call[1]).text
            return .object(try call.realm.makeURL(call.realm.toText(call[0]).text, base: base, at: call.site))
        }
        constructor.method("canParse", 1) { call in
            let base = call[1].isUndefined ? nil : URLParts(try call.realm.toText(call[1]).text, base: nil)
            return .boolean(URLParts(try call.realm.toText(call[0]).text, base: base) != nil)
        }
        let getters: [(PropertyName, @Sendable (URLParts) -> String)] = [
            ("href", { $0.text }), ("origin", { $0.origin }), ("protocol", { $0.scheme }), ("host", { $0.host }),
            ("hostname", { $0.hostname }), ("port", { $0.port }), ("pathname", { $0.path }), ("search", { $0.search }),
            ("hash", { $0.hash }), ("username", { $0.username }), ("password", { $0.password }),
        ]
        for (name, part) in getters { prototype.getter(name) { call in .text(part(try call.thisURL().parts)) } }
        prototype.getter("searchParams") { call in
            .object(
                URLSearchParamsObject(
                    call.realm, text: try call.thisURL().parts.search,
                    prototype: call.realm.intrinsics.urlSearchParams.prototype))
        }
        for name in ["toString", "toJSON"] as [StaticString] {
            prototype.method(name, 0) { call in .text(try call.thisURL().parts.text) }
        }
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }
}

extension Call {
    fileprivate func thisURL() throws -> URLObject {
        guard let url = this.asObject as? URLObject else {
            throw typeError("Receiver must be an instance of class URL")
        }
        return url
    }
}
