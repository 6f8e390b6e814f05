package import SourceText
import TypeScriptSyntax

/// A module's text, parsed and compiled; immutable, so it may be kept and evaluated many times.
package final class ParsedModule: Sendable {
    package let file: SourceFile
    /// Syntax errors and warnings. A module with an error among them does not run.
    package let diagnostics: [Diagnostic]
    let code: ModuleCode

    package init(parsing file: SourceFile) {
        let tree = SyntaxTree(parsing: file)
        var diagnostics = tree.diagnostics
        self.file = file
        self.code = ModuleCode(tree, diagnostics: &diagnostics)
        self.diagnostics = diagnostics
    }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
