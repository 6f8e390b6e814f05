package import SourceText
package import TypeScriptEvaluator

/// What came of evaluating `amplify/backend.ts`.
package struct BackendEvaluation: Sendable {
    /// What was given to `defineBackend`; absent when it was not called. Present beside errors too, with whatever
    /// could be made out, so that independent errors can be looked for; it must not be put in force then.
    package var backend: Backend?
    /// Upstream's errors, as far as they are raised by modules, `define…` functions and resources; in the order of
    /// `DefinitionError.order`. The checks of access rules and the default bucket are not among them.
    package var errors: [DefinitionError] = []
    /// Errors and warnings of our own: syntax, what is not supported or not emulated, limits.
    package var diagnostics: [Diagnostic] = []
    /// Every file of the project that was read, or looked for and missed, in the order of first use.
    package var modules: [ModuleID] = []
    package var console: [ConsoleLine] = []
    /// Environment variables that were read while unset, each with the place of its first reading.
    package var unsetVariables: [UnsetVariable] = []

    package init() {}

    /// An environment variable that was read while it was not set.
    package struct UnsetVariable: Sendable, Hashable {
        package var name: String
        package var range: SourceRange

        package init(name: String, range: SourceRange) {
            self.name = name
            self.range = range
        }
    }

    /// Whether the definition may be put in force as far as evaluation knows.
    package var hasErrors: Bool {
        !errors.isEmpty || diagnostics.contains { $0.severity == .error }
    }
}
