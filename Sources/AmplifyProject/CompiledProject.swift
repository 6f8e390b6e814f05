package import AccessRules
package import BackendDefinition
package import SourceText
package import TypeScriptEvaluator

/// What an app's folder compiles to, good or bad.
package struct CompiledProject: Sendable {
    /// What was given to `defineBackend`, as far as it could be made out; present beside errors too.
    package var backend: Backend?
    /// The rules to put in force; absent when there is an error.
    package var ruleSet: RuleSet?
    /// Amplify's own errors; the first one is where Amplify stops.
    package var errors: [DefinitionError]
    /// All errors, warnings and notes for the author, errors first, `errors` among them.
    package var diagnostics: [Diagnostic]
    /// Absolute paths of all files that the result depends on: modules, wherever they lie, `tsconfig.json`, `.env`.
    package var filesRead: [String]
    /// Absolute paths that were looked for and not found; one that appears may change the result.
    package var filesMissed: [String]
    /// Stands for the content of all that was read. The same hash means the same result.
    package var contentHash: UInt64
    /// What the definition printed.
    package var consoleLines: [ConsoleLine]
}
