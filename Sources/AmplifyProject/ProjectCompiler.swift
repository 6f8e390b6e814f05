package import AccessRules
import BackendDefinition
import ClientOutputs
import Glibc
import OrderedCollections
import SourceText
import TypeScriptEvaluator

/// Compiles the definition of one app again and again; keeps the parsed modules between compilations.
package final class ProjectCompiler: Sendable {
    /// Absolute path of the folder that holds `amplify/`.
    package let folder: String
    private let cache = ModuleCache()

    package init(folder: String) {
        self.folder = FilePath.normalized(folder)
    }

    /// The nearest folder at or above `path` that holds `amplify/`; nil when there is none.
    package static func nearestFolder(at path: String) -> String? { ProjectFolder.nearest(at: path) }

    /// Reads, evaluates, checks and compiles the definition as it lies on disk now. Never throws; what is wrong stands in
    /// the result. Cancelling the task stops it soon. Compilations of one compiler must not overlap.
    ///
    /// `environment` is the process's; `.env.local` and `.env` of the folder add to it, in this order.
    package func compile(
        environment: [String: String], names: DeploymentNames, generation: Int
    ) async -> CompiledProject {
        cache.begin()
        let loader = FileModuleLoader(folder: folder, cache: cache)
        let variables = variables(environment: environment, loader: loader)
        let entries = ProjectFolder.entries(in: folder)
        guard let entry = entries.first else { return missingEntry(variables: variables, loader: loader) }
        let host = EvaluationHost(variables: variables, projectFolder: folder, now: Self.millisecondsSince1970)
        let evaluation = await evaluateBackend(entry: ModuleID(entry), loader: loader, host: host)
        var result = CompiledProject(evaluation, names: names, generation: generation)
        if entries.count > 1 { result.diagnostics.append(Self.twinWarning(entries)) }
        result.account(for: loader, variables: variables, folder: folder)
        return result
    }

    /// The environment of a definition: what the process has set wins.
    private func variables(environment: [String: String], loader: FileModuleLoader) -> [String: String] {
        var variables = environment
        for name in [".env.local", ".env"] {
            guard let bytes = loader.contents(ofSideFile: FilePath.joined(folder, name)) else { continue }
            variables.merge(EnvironmentFile.variables(in: bytes)) { known, _ in known }
        }
        return variables
    }

    private func missingEntry(variables: [String: String], loader: FileModuleLoader) -> CompiledProject {
        let error = DefinitionError(
            name: "FileConventionError", message: "Amplify Backend not found in \(FilePath.joined(folder, "amplify")).",
            resolution: "Amplify Backend must be defined in amplify/backend.(ts|js|cjs|mjs)")
        var result = CompiledProject(errors: [error], diagnostics: [error.diagnostic])
        result.account(for: loader, variables: variables, folder: folder)
        return result
    }

    private static func twinWarning(_ entries: [String]) -> Diagnostic {
        Diagnostic(
            .warning, code: "backend-twice", message: "`\(entries[0])` is the backend, as Amplify looks for it first",
            help: "remove \(entries.dropFirst().map { "`\($0)`" }.joined(separator: ", ")) or `\(entries[0])`")
    }

    private static func millisecondsSince1970() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec / 1_000_000)
    }
}
