/// One thing to tell the author of a definition: what was found, what was expected, where, and a way out.
package struct Diagnostic: Sendable, Hashable {
    package enum Severity: String, Sendable, Hashable {
        case error
        case warning
        case note
    }

    package var severity: Severity
    /// A stable name: upstream's error name (`InvalidStorageAccessPathError`) where there is one, else kebab-case
    /// of our own (`unsupported-syntax`).
    package var code: String
    /// Lower case, no full stop, the user's text in backticks; upstream's words are kept as they are.
    package var message: String
    /// The smallest change that would help, if one is known.
    package var help: String?
    /// Where it was written; absent only when no file is to blame.
    package var range: SourceRange?

    package init(
        _ severity: Severity, code: String, message: String, help: String? = nil, range: SourceRange? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.help = help
        self.range = range
    }
}
