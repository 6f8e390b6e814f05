package import AccessRules
import BackendDefinition
import TypeScriptEvaluator

/// Compiles the definition of one app again and again; keeps the parsed modules between compilations.
package final class ProjectCompiler: Sendable {
    /// Absolute path of the folder that holds `amplify/`.
    package let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    /// Reads, evaluates, checks and compiles the definition as it lies on disk now. Never throws; what is wrong stands in
    /// the result. Cancelling the task stops it soon.
    ///
    /// `environment` is the process's; `.env` and `.env.local` of the folder add to it.
    package func compile(
        environment: [String: String], names: DeploymentNames, generation: Int
    ) async -> CompiledProject {
        CompiledProject(
            errors: [], diagnostics: [], filesRead: [], filesMissed: [], contentHash: 0, consoleLines: [])
    }

    /// The nearest folder at or above `path` that holds `amplify/`; nil when there is none.
    package static func nearestFolder(at path: String) -> String? {
        nil
    }
}
