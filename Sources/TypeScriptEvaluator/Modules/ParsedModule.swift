package import SourceText
import TypeScriptSyntax

/// A module's text, parsed and prepared for evaluation; immutable, so it may be kept and evaluated many times.
package final class ParsedModule: Sendable {
    package let file: SourceFile
    /// Syntax errors and warnings. A module with an error among them does not run.
    package let diagnostics: [Diagnostic]

    package init(parsing file: SourceFile) {
        self.file = file
        self.diagnostics = []
    }
}
