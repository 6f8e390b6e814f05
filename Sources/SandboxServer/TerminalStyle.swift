import FoundationEssentials
import Glibc
import SourceText

/// Colours for a terminal, or none.
package struct TerminalStyle: Sendable {
    package var isColoured: Bool

    package init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    /// Colour only on a terminal, and never with `NO_COLOR` set (https://no-color.org).
    package init(descriptor: Int32) {
        let noColor = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        isColoured = isatty(descriptor) == 1 && !noColor
    }

    /// The same choice for code frames.
    var diagnostics: DiagnosticStyle { isColoured ? .coloured : .plain }

    func bold(_ text: String) -> String { paint(text, "1") }
    func faint(_ text: String) -> String { paint(text, "2") }
    func red(_ text: String) -> String { paint(text, "31") }
    func green(_ text: String) -> String { paint(text, "32") }
    func yellow(_ text: String) -> String { paint(text, "33") }
    func cyan(_ text: String) -> String { paint(text, "36") }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
