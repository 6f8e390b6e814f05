import SourceText
import TypeScriptEvaluator

/// Modules in memory, and what came of evaluating `main.ts`.
struct Program {
    var files: [String: String]
    var limits = EvaluationLimits()
    var variables: [String: String] = [:]

    init(_ main: String) { files = ["main.ts": main] }
    init(_ files: [String: String]) { self.files = files }

    struct Outcome: Sendable {
        /// What was printed, line by line.
        var lines: [String] = []
        /// `TypeError: … at main.ts:1:5`, what was missing, what did not parse.
        var failures: [String] = []
        var helps: [String] = []
        /// Functions that were open when the first exception was thrown, innermost first.
        var trace: [String] = []
        /// Why the evaluation was given up, with its place.
        var stop: String?
        var warnings: [String] = []
        var unset: [String] = []
        var read: [String] = []
    }

    func run() async -> Outcome {
        let host = EvaluationHost(
            variables: variables, projectFolder: "/project", now: { 1_700_000_000_000 }, limits: limits)
        let loader = MemoryLoader(files: files)
        return await withEvaluationThread(stackBytes: limits.stackBytes) { isCancelled in
            let realm = Realm(host: host, loader: loader, packages: NoPackages(), isCancelled: isCancelled)
            defer { realm.close() }
            var outcome = Outcome()
            do {
                try realm.modules.evaluate(entry: ModuleID("main.ts"), in: realm)
            } catch Abrupt.stopped(let stop) {
                outcome.stop = "\(stop.diagnostic.message) at \(place(stop.range))"
            } catch {
                outcome.stop = "unexpected: \(error)"
            }
            for failure in realm.modules.failures { outcome.add(failure) }
            outcome.lines = realm.console.map(\.text)
            outcome.warnings = realm.diagnostics.all.map(\.message)
            outcome.unset = realm.unsetVariables.all.map { "\($0.name) at \(place($0.range))" }
            outcome.read = realm.modules.touched.map(\.path)
            return outcome
        } ?? Outcome()
    }
}

extension Program.Outcome {
    fileprivate mutating func add(_ failure: ModuleFailure) {
        switch failure {
        case .thrown(let thrown, _):
            if trace.isEmpty { trace = thrown.trace.map(\.function) }
            failures.append("\(thrown.errorName): \(thrown.errorMessage) at \(place(thrown.range))")
            if let help = thrown.help { helps.append(help) }
        case .missing(let specifier, _, let importer, let range):
            failures.append("missing \(specifier) in \(importer) at \(place(range))")
        case .unreadable(let id, let reason, _): failures.append("unreadable \(id): \(reason)")
        case .unparsable(let parsed): failures.append("unparsable \(parsed.file.name)")
        case .missingExport(let name, let specifier, _, let range):
            failures.append("no \(name) in \(specifier) at \(place(range))")
        }
    }
}

func place(_ range: SourceRange) -> String {
    "\(range.file.name):\(range.start.line):\(range.start.column)"
}

private struct MemoryLoader: ModuleLoader {
    let files: [String: String]

    func resolve(_ specifier: String, from importer: ModuleID) -> ModuleResolution {
        guard specifier.hasPrefix("./") else {
            return .package(specifier.hasPrefix("node:") ? String(specifier.dropFirst(5)) : specifier)
        }
        let name = String(specifier.dropFirst(2))
        let candidates = [name, name + ".ts", name + ".json"]
        return candidates.first { files[$0] != nil }.map { .file(ModuleID($0)) } ?? .missing(expected: candidates)
    }

    func load(_ module: ModuleID) -> ModuleSource {
        guard let text = files[module.path] else { return .unreadable(reason: "it is gone") }
        let file = SourceFile(name: module.path, text: text)
        return module.path.hasSuffix(".json") ? .json(file) : .script(ParsedModule(parsing: file))
    }

    func contents(ofFile path: String) -> [UInt8]? {
        path.hasPrefix("/project/") ? files[String(path.dropFirst(9))].map { Array($0.utf8) } : nil
    }
}

private final class NoPackages: PackageProvider {
    func exports(ofPackage name: String, in realm: Realm) -> Object? { nil }
}
