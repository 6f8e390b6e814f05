package import AccessRules
package import BackendDefinition
package import ClientOutputs
import OrderedCollections
package import SourceText
package import TypeScriptEvaluator

/// What an app's folder compiles to, good or bad.
package struct CompiledProject: Sendable {
    /// What was given to `defineBackend`, as far as it could be made out; present beside errors too.
    package var backend: Backend?
    /// The rules to put in force; absent when there is an error.
    package var ruleSet: RuleSet?
    /// The content of `amplify_outputs.json`; absent when there is an error or `outputsConflict`.
    package var outputs: JSONValue?
    /// Why there are no outputs although the rules are good. Amplify says so, keeps the old file and goes on.
    package var outputsConflict: OutputsConflict?
    /// Amplify's own errors; the first one is where Amplify stops.
    package var errors: [DefinitionError]
    /// All errors, warnings and notes for the author, errors first, `errors` among them.
    package var diagnostics: [Diagnostic]
    /// Absolute paths of all files that the result depends on: modules, wherever they lie, `tsconfig.json`, `.env`.
    package var filesRead: [String] = []
    /// Absolute paths that were looked for and not found; one that appears may change the result.
    package var filesMissed: [String] = []
    /// Stands for the content of all that was read. The same hash means the same result.
    package var contentHash: UInt64 = 0
    /// What the definition printed.
    package var consoleLines: [ConsoleLine] = []
}

extension CompiledProject {
    /// Checks and compiles what evaluation found.
    init(_ evaluation: BackendEvaluation, names: DeploymentNames, generation: Int) {
        let compilation = evaluation.backend.map { compileRules(of: $0, names: names, generation: generation) }
        backend = evaluation.backend
        errors = Self.inOrder(evaluation.errors + (compilation?.errors ?? []))
        diagnostics = errors.flatMap { [$0.diagnostic] + $0.notes } + evaluation.diagnostics
        consoleLines = evaluation.console
        if errors.isEmpty, !evaluation.hasErrors { ruleSet = compilation?.ruleSet }
        if let ruleSet {
            do throws(OutputsConflict) {
                outputs = try clientOutputs(of: ruleSet, names: names)
            } catch {
                outputsConflict = error
                diagnostics.append(
                    Diagnostic(.warning, code: error.name, message: error.message, help: error.resolution))
            }
        } else {
            diagnostics += evaluation.unsetVariables.map(Self.note)
        }
        diagnostics += compilation?.warnings ?? []
        diagnostics = Self.bySeverity(diagnostics)
    }

    /// Puts errors found by different parts in the order in which upstream would come to them.
    private static func inOrder(_ errors: [DefinitionError]) -> [DefinitionError] {
        errors.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
    }

    /// Notes stay behind the error that they belong to.
    private static func bySeverity(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        let sorted = diagnostics.filter { $0.severity != .warning } + diagnostics.filter { $0.severity == .warning }
        guard sorted.count > mostDiagnostics else { return sorted }
        let rest = Diagnostic(
            .note, code: "further-diagnostics", message: "\(sorted.count - mostDiagnostics) more are not shown")
        return sorted.prefix(mostDiagnostics) + [rest]
    }

    /// More than anyone reads; a loop can make a million.
    private static let mostDiagnostics = 200

    /// A missing variable is no fault by itself, but often the reason of one.
    private static func note(_ variable: BackendEvaluation.UnsetVariable) -> Diagnostic {
        Diagnostic(
            .note, code: "unset-variable", message: "`process.env.\(variable.name)` is not set",
            help: "set it in the environment or in `.env`", range: variable.range)
    }

    /// Notes what the result depends on.
    mutating func account(for loader: FileModuleLoader, variables: [String: String], folder: String) {
        let read = loader.filesRead
        filesRead = Array(read.keys)
        let entries = ProjectFolder.entryExtensions.map { FilePath.joined(folder, "amplify/backend\($0)") }
        filesMissed = (loader.filesMissed + entries).filter { read[$0] == nil }
        var hash = ContentHash()
        for (path, content) in read.sorted(by: { $0.key < $1.key }) {
            hash.combine(path)
            hash.combine(content)
        }
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
            hash.combine(name)
            hash.combine(value)
        }
        contentHash = hash.value
    }
}
