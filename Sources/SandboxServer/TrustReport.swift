import FoundationEssentials
import Glibc
import OpenSSL

/// Puts the sandbox's certificate authority among those that this machine trusts, and takes it away again.
///
/// The authority is limited to Amazon's and loopback names, so trusting it concerns no other site.
package struct TrustReport: Sendable {
    private let authority: Certificate
    private let authorityPath: String
    private let stores: [any TrustStore]

    package init(location: SandboxLocation) throws {
        let certificates = try TLSCertificates(location: location)
        authority = try certificates.authority().certificate
        authorityPath = certificates.authorityPath
        let name = "amplify-sandbox-" + String(Hexadecimal.encode(Array(authority.publicKeyPin.utf8)).prefix(16))
        stores = [SystemTrustStore.find(), BrowserTrustStore.find()].compactMap(\.self).map { $0.named(name) }
    }

    /// What stands in each store.
    package struct Status: Sendable {
        package var text: String
        /// One JSON object.
        package var json: String
        /// Whether every store has the authority.
        package var isTrusted: Bool
    }

    package func status() -> Status {
        let states = stores.map { (name: $0.kind, state: $0.state(of: authority)) }
        let members =
            [("authority", authorityPath), ("fingerprint", authority.fingerprint)]
            + states.map { ($0.name, $0.state.text) }
        let rows = members.map { [$0.0, $0.1] } + [["for Node", "NODE_EXTRA_CA_CERTS=\(authorityPath)"]]
        return Status(
            text: TextTable(rows).lines.joined(separator: "\n"), json: JSONLine(members).text,
            isTrusted: !states.isEmpty && states.allSatisfy { $0.state == .installed })
    }

    /// Installs the authority where it is not. Returns what was done, a line for each store.
    package func install() throws(TrustFailure) -> [String] {
        guard !stores.isEmpty else { throw .noStore }
        var done: [String] = []
        for store in stores {
            if store.state(of: authority) == .installed {
                done.append("\(store.kind): installed already")
            } else {
                try store.install(authority, from: authorityPath)
                done.append("\(store.kind): installed as \(store.place)")
            }
        }
        if let missing = BrowserTrustStore.missingProgram {
            done.append("browsers: left as they are, because `\(missing)` is not there (Debian's libnss3-tools)")
        }
        return done
    }

    /// Removes this sandbox's authority from wherever it stands. Returns what was done, a line for each store.
    package func remove() throws(TrustFailure) -> [String] {
        var done: [String] = []
        for store in stores where store.state(of: authority) != .absent {
            try store.remove()
            done.append("\(store.kind): removed \(store.place)")
        }
        return done.isEmpty ? ["nothing to remove: no store has this sandbox's authority"] : done
    }
}

/// Why trust could not be changed.
package enum TrustFailure: Error, CustomStringConvertible {
    case noStore
    case notPermitted(place: String)
    case failed(what: String, code: Int32)

    package var description: String {
        switch self {
        case .noStore: "there is no trust store that is known here (ca-certificates, p11-kit)"
        case .notPermitted(let place): "only root may change `\(place)`: run the same command with sudo"
        case .failed(let what, let code): "`\(what)` failed with \(code)"
        }
    }
}

/// One place where certificate authorities are trusted.
protocol TrustStore: Sendable {
    /// `system` or `browsers`.
    var kind: String { get }
    /// Where the authority stands, or would.
    var place: String { get }

    /// The store, for an authority under this name.
    func named(_ name: String) -> any TrustStore
    func state(of authority: Certificate) -> TrustState
    func install(_ authority: Certificate, from path: String) throws(TrustFailure)
    func remove() throws(TrustFailure)
}

enum TrustState {
    case installed
    /// Another certificate of the same authority, from before its renewal.
    case outdated
    case absent

    var text: String {
        switch self {
        case .installed: "installed"
        case .outdated: "installed, but outdated: install it again"
        case .absent: "not installed"
        }
    }
}
