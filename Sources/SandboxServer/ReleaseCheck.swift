import ClientOutputs
import FoundationEssentials
import Glibc
import SourceText
import WebConsole

/// Looks through an app for what ties it to a sandbox and must not be released: local outputs in whatever form and under
/// whatever name, a bundle that was built with them, the connect script in a file or a page.
struct ReleaseCheck {
    /// Absolute paths of the folders to look through.
    let folders: [String]
    /// File names are told as seen from here; absolute.
    let project: String

    /// One error for each file, in the order of their names.
    func run() -> [Diagnostic] {
        var search = FileSearch()
        for folder in folders { search.enter(folder, depth: 0) }
        var diagnostics: [Diagnostic] = []
        for path in search.files {
            guard let finding = diagnostic(for: path) else { continue }
            diagnostics.append(finding)
            // Whoever has so many knows what to do by then.
            if diagnostics.count == 50 { break }
        }
        if search.isCutShort {
            diagnostics.append(
                Diagnostic(
                    .warning, code: "too-many-files",
                    message: "only the first \(FileSearch.limit) files were looked at",
                    help: "check the folders that go into the release by themselves: `sandbox check <folder> --release`"
                ))
        }
        return diagnostics
    }

    private func diagnostic(for path: String) -> Diagnostic? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let bytes = [UInt8](data)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if name == ConnectScript.fileName {
            return Diagnostic(
                .error, code: "local-connect-script",
                message: "`\(shown(path))` sends clients to a sandbox on the machine that made it",
                help:
                    "leave it out of the release; it is a file for development, like `amplify_outputs*` in .gitignore",
                range: SourceRange(file: SourceFile(name: shown(path), text: bytes), offsets: 0..<0))
        }
        if let mark = LocalMark.firstName(in: bytes) {
            let file = SourceFile(name: shown(path), text: bytes)
            let range = SourceRange(file: file, offsets: mark)
            return Diagnostic(
                .error, code: "local-outputs",
                message:
                    "`\(file.name)` is a sandbox's: `\(range.text)` exists on the machine that made it, and nowhere else",
                help: help(for: path, name: name), range: range)
        }
        let address = Array("/_sandbox/connect.js".utf8)
        guard name.hasSuffix(".html"), let place = bytes.firstRange(of: address) else { return nil }
        return Diagnostic(
            .error, code: "local-connect-script",
            message: "`\(shown(path))` loads the connect script of a sandbox",
            help: "take the line out of the release; `sandbox connect vite` shows how it is there in development only",
            range: SourceRange(
                file: SourceFile(name: shown(path), text: bytes), offsets: place.lowerBound..<place.upperBound))
    }

    /// How to get the file that belongs there.
    private func help(for path: String, name: String) -> String {
        let generate = "npx ampx generate outputs --app-id <id> --branch <branch>"
        let stems = ["amplify_outputs", "amplifyconfiguration", "aws-exports"]
        guard let stem = stems.first(where: { name.hasPrefix($0) }) else {
            return "get the deployed backend's outputs with `\(generate)` and build again"
        }
        let ignored = "keep local ones out of the repository: `\(stem)*` in .gitignore"
        guard name != "amplify_outputs.resources.json" else {
            return "configure with the deployed backend's `amplify_outputs.json` (`\(generate)`)\n" + ignored
        }
        var command = generate
        if stem != "amplify_outputs" { command += " --outputs-version 0" }
        let kind = name.split(separator: ".").last.map(String.init) ?? "json"
        if ["dart", "ts", "mjs"].contains(kind) { command += " --format \(kind)" }
        let folder = shown(String(path.dropLast(name.count + 1)))
        if folder != "." { command += " --out-dir \(folder)" }
        let source = stem == "aws-exports" ? "`amplify pull`, or `\(command)`" : "`\(command)`"
        return "get the deployed backend's with \(source); `npx ampx pipeline-deploy` writes them by itself\n" + ignored
    }

    private func shown(_ path: String) -> String {
        if path == project { return "." }
        return path.hasPrefix(project + "/") ? String(path.dropFirst(project.count + 1)) : path
    }
}

/// The files below some folders that may hold outputs or pages. Links are not followed.
private struct FileSearch {
    static let limit = 20_000
    private static let longestFile = 8 << 20
    private static let deepestFolder = 24
    private static let kinds: Set<Substring> = [
        "json", "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "dart", "html", "vue", "svelte", "kt", "swift",
    ]

    private(set) var files: [String] = []
    private(set) var isCutShort = false
    private var seen = 0
    private var entered: Set<String> = []

    mutating func enter(_ folder: String, depth: Int) {
        // A folder that cannot be read goes into no release; one that lies in another of those given is searched once.
        guard depth < Self.deepestFolder, entered.insert(folder).inserted,
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder),
            !names.contains("metadata.sqlite")  // a sandbox's own data
        else { return }
        for name in names.sorted() {
            seen += 1
            guard seen <= Self.limit else {
                isCutShort = true
                return
            }
            let path = folder + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR where isWorthEntering(name): enter(path, depth: depth + 1)
            case S_IFREG where status.st_size <= Self.longestFile && isWorthReading(name): files.append(path)
            default: break
            }
        }
    }

    /// Dependencies, and what tools keep for themselves, are not part of the app; what Next and Nuxt build is.
    private func isWorthEntering(_ name: String) -> Bool {
        if [".next", ".output"].contains(name) { return true }
        return !name.hasPrefix(".") && !["node_modules", "sandbox-data", "Pods", "cache"].contains(name)
    }

    private func isWorthReading(_ name: String) -> Bool {
        if name.hasPrefix(".env") { return true }
        return name.split(separator: ".").last.map(Self.kinds.contains) ?? false
    }
}
