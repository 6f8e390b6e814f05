package import SourceText

/// An error with which Amplify refuses a definition, in upstream's own words, and where it was caused.
package struct DefinitionError: Error, Sendable, Hashable {
    package enum Phase: String, Sendable {
        /// Thrown while `backend.ts` runs: by module code, `defineBackend` or a resource.
        case definition
        /// Thrown afterwards, once all resources are known.
        case synth
    }

    package struct Cause: Sendable, Hashable {
        package var name: String
        package var message: String

        package init(name: String, message: String) {
            self.name = name
            self.message = message
        }
    }

    package var phase: Phase
    /// `InvalidStorageAccessPathError`; `Error`, `TypeError` and so on for plain errors.
    package var name: String
    package var message: String
    /// Plain errors have none.
    package var resolution: String?
    package var details: String?
    package var cause: Cause?
    /// The smallest change that would help, where it says more than `resolution`.
    package var help: String?
    package var range: SourceRange?
    /// When upstream would have noticed it.
    package var order: FailureOrder
    /// The calls that led there, innermost first; each a note with its place.
    package var notes: [Diagnostic] = []

    package init(
        phase: Phase = .definition, name: String, message: String, resolution: String? = nil, details: String? = nil,
        cause: Cause? = nil, help: String? = nil, range: SourceRange? = nil, order: FailureOrder = .modules
    ) {
        self.phase = phase
        self.name = name
        self.message = message
        self.resolution = resolution
        self.details = details
        self.cause = cause
        self.help = help
        self.range = range
        self.order = order
    }

    /// The same error as a line for the author, with what lies beneath it.
    package var diagnostic: Diagnostic {
        let words = message.isEmpty ? "it was thrown without a message" : message
        let sentence = cause.map { "\(words): \($0.message)" } ?? words
        return Diagnostic(.error, code: name, message: sentence, help: help ?? resolution, range: range)
    }
}
