/// How a diagnostic is written out.
package enum DiagnosticStyle: Sendable {
    case plain
    /// With ANSI colours, for a terminal; the caller has looked at NO_COLOR.
    case coloured
}

extension Diagnostic {
    /// The diagnostic with the lines that it is about, one line of context on either side and the help, for people:
    ///
    ///     error: found `'b/*'`, expected `,` or `}` [syntax-error]
    ///      --> amplify/storage/resource.ts:6:38
    ///       |
    ///     5 |   access: (allow) => ({
    ///     6 |     'a/*': [allow.guest.to(['read'])]
    ///       |                                      ^
    ///     7 |     'b/*': [allow.guest.to(['read'])],
    ///       = help: put a `,` at the end of the line
    ///
    /// Ends without a line end. Control characters of the source text never reach the terminal.
    package func codeFrame(_ style: DiagnosticStyle = .plain) -> String {
        let paint = Paint(style: style)
        var lines = [header(paint)]
        var gutterWidth = 1
        if let range {
            let frame = Frame(range)
            gutterWidth = frame.gutterWidth
            lines += frame.lines(paint, underline: paint.colour(of: severity))
        }
        if let help {
            let indent = String(repeating: " ", count: gutterWidth + 1)
            let label = paint.gutter("=") + " " + paint.bold("help:") + " "
            let text = help.split(separator: "\n", omittingEmptySubsequences: false).map { DisplayText.sanitized($0) }
            lines.append(indent + label + text.joined(separator: "\n" + indent + "        "))
        }
        return lines.joined(separator: "\n")
    }

    private func header(_ paint: Paint) -> String {
        let message = message.split(separator: "\n", omittingEmptySubsequences: false)
            .map { DisplayText.sanitized($0) }.joined(separator: "\n")
        return paint.apply("1;" + paint.colour(of: severity), severity.rawValue) + paint.bold(": " + message)
            + " [" + code + "]"
    }
}

/// The source lines of one range.
private struct Frame {
    let range: SourceRange
    let start: SourcePosition
    let first: Int
    let last: Int

    init(_ range: SourceRange) {
        self.range = range
        start = range.start
        first = max(start.line - 1, 1)
        let lineCount = range.file.lineStarts.count
        var last = min(start.line + 1, lineCount)
        // The empty line after the last line end is none to show.
        if last == lineCount, last > start.line, range.file.line(last).isEmpty { last -= 1 }
        self.last = last
    }

    var gutterWidth: Int { String(last).count }

    func lines(_ paint: Paint, underline colour: String) -> [String] {
        let blank = String(repeating: " ", count: gutterWidth)
        let place = "\(DisplayText.sanitized(range.file.name[...])):\(start.line):\(start.column)"
        var lines = [blank + paint.gutter("-->") + " " + place, blank + " " + paint.gutter("|")]
        let shown = Window(range: range, line: start.line)
        for number in first...last {
            let text = number == start.line ? shown.text : shown.cut(range.file.line(number))
            let label = String(repeating: " ", count: gutterWidth - String(number).count) + String(number)
            lines.append(paint.gutter(label + " |") + (text.isEmpty ? "" : " " + text))
            if number == start.line {
                let carets = String(repeating: "^", count: shown.underlineWidth)
                lines.append(
                    blank + " " + paint.gutter("|") + " " + String(repeating: " ", count: shown.underlineStart)
                        + paint.apply("1;" + colour, carets))
            }
        }
        return lines
    }
}

/// The part of a line that is shown, so that one endless line does not fill the screen.
private struct Window {
    /// In columns of the terminal.
    static let width = 110

    let text: String
    let underlineStart: Int
    let underlineWidth: Int
    private let offset: Int

    init(range: SourceRange, line: Int) {
        let file = range.file
        let lineStart = file.lineStarts[line - 1]
        let content = file.line(line)
        let lineEnd = lineStart + content.utf8.count
        // Source text that is not UTF-8 was repaired above, so offsets may lie outside of what is shown.
        let start = min(max(range.offsets.lowerBound, lineStart), file.text.count)
        let end = min(max(range.offsets.upperBound, start), max(lineEnd, start), file.text.count)
        let before = DisplayText(String(decoding: file.text[lineStart..<start], as: UTF8.self), from: 0)
        let inside = DisplayText(String(decoding: file.text[start..<end], as: UTF8.self), from: before.width)
        let whole = DisplayText(content, from: 0)
        offset = whole.width <= Self.width ? 0 : max(0, before.width - Self.width / 3)
        text = whole.cut(from: offset, width: Self.width)
        underlineStart = before.width - offset
        underlineWidth = min(max(inside.width, 1), max(Self.width - underlineStart, 1))
    }

    /// Another line, cut at the same columns.
    func cut(_ line: String) -> String {
        DisplayText(line, from: 0).cut(from: offset, width: Self.width)
    }
}

/// ANSI colours, or none.
private struct Paint {
    let style: DiagnosticStyle

    func apply(_ codes: String, _ text: String) -> String {
        style == .plain || text.isEmpty ? text : "\u{1B}[\(codes)m\(text)\u{1B}[0m"
    }

    func bold(_ text: String) -> String { apply("1", text) }

    func gutter(_ text: String) -> String { apply("34", text) }

    /// Red, yellow or cyan.
    func colour(of severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "31"
        case .warning: "33"
        case .note: "36"
        }
    }
}
