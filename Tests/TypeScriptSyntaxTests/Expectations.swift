import SourceText
import Testing
import TypeScriptSyntax

/// A source text and the tree that it makes, in the notation of `SyntaxDump`.
struct TreeCase: CustomTestStringConvertible, Sendable {
    let source: String
    let tree: String

    init(_ source: String, _ tree: String) {
        self.source = source
        self.tree = tree
    }

    var testDescription: String { source }

    func check(name: String = "a.ts", sourceLocation: SourceLocation = #_sourceLocation) {
        let parsed = SyntaxTree(parsing: SourceFile(name: name, text: source))
        let frames = parsed.diagnostics.map { $0.codeFrame() }.joined(separator: "\n")
        #expect(parsed.diagnostics.isEmpty, "\(frames)", sourceLocation: sourceLocation)
        #expect(SyntaxDump.text(of: parsed) == tree, sourceLocation: sourceLocation)
    }
}

/// What a diagnostic says; its place is marked in the source text.
struct ExpectedDiagnostic: Sendable, Equatable, CustomStringConvertible {
    let message: String
    let help: String?
    let code: String

    static func error(_ message: String, help: String? = nil, code: String = "syntax-error") -> ExpectedDiagnostic {
        ExpectedDiagnostic(message: message, help: help, code: code)
    }

    var description: String { "[\(code)] \(message)" + (help.map { " — \($0)" } ?? "") }
}

/// Parses a text with `⟦…⟧` around each place that a diagnostic belongs to, and compares place, message and help, in
/// the order of the places.
func expectDiagnostics(
    _ marked: String, _ expected: ExpectedDiagnostic..., name: String = "a.ts",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    var text: [UInt8] = []
    var opened: [Int] = []
    var ranges: [Range<Int>] = []
    for character in marked {
        switch character {
        case "⟦": opened.append(text.count)
        case "⟧": ranges.append(opened.removeLast()..<text.count)
        default: text += Array(String(character).utf8)
        }
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    let tree = SyntaxTree(parsing: SourceFile(name: name, text: text))
    let found = tree.diagnostics.map { ExpectedDiagnostic(message: $0.message, help: $0.help, code: $0.code) }
    let frames = tree.diagnostics.map { $0.codeFrame() }.joined(separator: "\n")
    #expect(found == expected, "\(frames)", sourceLocation: sourceLocation)
    #expect(tree.diagnostics.compactMap(\.range?.offsets) == ranges, "\(frames)", sourceLocation: sourceLocation)
}
