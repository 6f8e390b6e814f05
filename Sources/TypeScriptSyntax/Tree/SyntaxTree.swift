package import SourceText

/// One parsed file: ECMAScript only, since all type syntax has been parsed and dropped.
///
/// The tree is made of enums whose cases carry final classes, so a node is one pointer wide and a `switch` on it is a
/// jump. Every class knows its `range`, half-open UTF-8 byte offsets into `file.text`; parentheses around an
/// expression belong to no node.
///
/// Made by `SyntaxTree(parsing: file)`, which never throws.
///
/// Invariant: no path from the body to a leaf is longer than `maximumHeight` nodes, however long the file.
package struct SyntaxTree: Sendable {
    /// How the file asks to be run.
    package enum Form: Sendable, Hashable {
        /// Has an import, an export, `import.meta` or `await` at top level; always strict.
        case module
        /// None of those: a script, or CommonJS when it says `require`, `module` or `exports`.
        case script
    }

    /// The longest way down that a tree may have; an evaluator may count on it for its own stack.
    package static let maximumHeight = 2_000

    package let file: SourceFile
    package let form: Form
    /// What could be parsed; after an error the statements around it are still here.
    package let body: [StatementNode]
    /// The names that `var` declares anywhere outside functions, without repeats.
    package let varDeclaredNames: [String]
    package let containsTopLevelAwait: Bool
    /// In the order of their places. A tree with an error among them must not be run.
    package let diagnostics: [Diagnostic]

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// The stretch of a node, for a diagnostic.
    package func sourceRange(_ range: Range<Int>) -> SourceRange {
        SourceRange(file: file, offsets: range)
    }
}

/// A name as written in one place, escapes resolved: `name` in `x.name`, a label, a local binding of an import.
package struct Name: Sendable, Hashable {
    package let text: String
    package let range: Range<Int>
}
