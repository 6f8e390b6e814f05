import FoundationEssentials
import Glibc
import OpenSSL

/// The system's bundle: a file in a folder, and a program that gathers what lies there.
struct SystemTrustStore: TrustStore {
    /// The folders and programs of the distributions.
    private static let known: [(folder: String, program: String, arguments: [String])] = [
        ("/usr/local/share/ca-certificates", "update-ca-certificates", []),  // Debian, Ubuntu, Alpine
        ("/etc/pki/ca-trust/source/anchors", "update-ca-trust", ["extract"]),  // Fedora and its kin
        ("/etc/ca-certificates/trust-source/anchors", "update-ca-trust", ["extract"]),  // Arch
        ("/etc/pki/trust/anchors", "update-ca-certificates", []),  // openSUSE
    ]

    let folder: String
    let program: String
    var arguments: [String] = []
    var name = ""

    let kind = "system"
    var place: String { "\(folder)/\(name).crt" }

    static func find() -> (any TrustStore)? {
        for (folder, name, arguments) in known {
            // Their programs often lie outside an ordinary user's PATH.
            let program = SystemCommand.find(name) ?? ["/usr/sbin/\(name)"].first { access($0, X_OK) == 0 }
            if access(folder, F_OK) == 0, let program {
                return SystemTrustStore(folder: folder, program: program, arguments: arguments)
            }
        }
        return nil
    }

    func named(_ name: String) -> any TrustStore {
        var store = self
        store.name = name
        return store
    }

    func state(of authority: Certificate) -> TrustState {
        guard let data = FileManager.default.contents(atPath: place) else { return .absent }
        // A file that is no certificate is taken for an old one: installing again replaces it.
        let there = try? Certificate(pem: String(decoding: data, as: UTF8.self))
        return there?.fingerprint == authority.fingerprint ? .installed : .outdated
    }

    func install(_ authority: Certificate, from _: String) throws(TrustFailure) {
        guard access(folder, W_OK) == 0 else { throw .notPermitted(place: folder) }
        do {
            _ = try AtomicFile(path: place).replace(with: Array(authority.pem.utf8))
        } catch {
            throw .failed(what: "\(error)", code: 1)
        }
        try update()
    }

    func remove() throws(TrustFailure) {
        guard access(folder, W_OK) == 0 else { throw .notPermitted(place: folder) }
        guard unlink(place) == 0 || errno == ENOENT else { throw .failed(what: "unlink \(place)", code: errno) }
        guard takesConfiguration else { return try update() }
        try updateForgetting()
    }

    private func update(_ more: [String] = []) throws(TrustFailure) {
        let code = SystemCommand.run(program, arguments + more)
        guard code == 0 else { throw .failed(what: program, code: code) }
    }

    /// Debian's program, a script, leaves its links to a file that is gone, and does not tell other stores, such as
    /// Java's, unless its configuration names the file with a `!` before it. It is given a copy that does.
    private func updateForgetting() throws(TrustFailure) {
        let option = arguments.firstIndex(of: Self.configurationOption).map { arguments[arguments.index(after: $0)] }
        let usual = FileManager.default.contents(atPath: option ?? "/etc/ca-certificates.conf") ?? Data()
        let copy = FileManager.default.temporaryDirectory.path + "/\(name).\(getpid()).conf"
        defer { unlink(copy) }
        do {
            _ = try AtomicFile(path: copy).replace(with: Array(usual) + Array("\n!\(name).crt\n".utf8))
        } catch {
            throw .failed(what: "\(error)", code: 1)
        }
        try update([Self.configurationOption, copy])
    }

    private static let configurationOption = "--certsconf"

    /// Whether the program is Debian's and can be given another configuration.
    private var takesConfiguration: Bool {
        let text = FileManager.default.contents(atPath: program) ?? Data()
        return text.firstRange(of: Array((Self.configurationOption + ")").utf8)) != nil
    }
}

/// The user's own database, which Chromium reads; only where it is, and `certutil` can write it.
struct BrowserTrustStore: TrustStore {
    private let folder: String
    private let program: String
    private var name = ""

    let kind = "browsers"
    var place: String { "`\(name)` in \(folder)" }

    static func find() -> (any TrustStore)? {
        guard let folder = database, let program = SystemCommand.find(programName) else { return nil }
        return BrowserTrustStore(folder: folder, program: program)
    }

    /// The program that is needed and not there; nil too where there is no database to be changed.
    static var missingProgram: String? {
        database != nil && SystemCommand.find(programName) == nil ? programName : nil
    }

    private static let programName = "certutil"

    /// Chromium makes it when it is first used.
    private static var database: String? {
        guard let home = getenv("HOME").map({ String(cString: $0) }) else { return nil }
        let folder = home + "/.pki/nssdb"
        return access(folder, F_OK) == 0 ? folder : nil
    }

    func named(_ name: String) -> any TrustStore {
        var store = self
        store.name = name
        return store
    }

    private var selection: [String] { ["-d", "sql:\(folder)"] }

    /// The database does not say which certificate it has: one of this name is taken for the authority's.
    func state(of _: Certificate) -> TrustState {
        SystemCommand.run(program, selection + ["-L", "-n", name], output: .dropped) == 0 ? .installed : .absent
    }

    func install(_: Certificate, from path: String) throws(TrustFailure) {
        try run(["-A", "-t", "C,,", "-n", name, "-i", path])
    }

    func remove() throws(TrustFailure) {
        try run(["-D", "-n", name])
    }

    private func run(_ arguments: [String]) throws(TrustFailure) {
        let code = SystemCommand.run(program, selection + arguments)
        guard code == 0 else { throw .failed(what: program, code: code) }
    }
}
