import SourceText

/// How faults are worded, and which are worth a line.
extension Parser {
    /// "found `x`, expected `y`" at the current token; quiet until the parser has found its feet again.
    mutating func reportUnexpected(expected: String, help: String? = nil) {
        reportUnexpected("found \(describe(token)), expected \(expected)", help: help)
    }

    /// A fault at the current token that the parser must recover from.
    mutating func reportUnexpected(_ message: String, code: String = "syntax-error", help: String? = nil) {
        let range = isAtEnd ? previousEnd..<previousEnd : token.range
        report(message, at: range, code: code, help: help)
        isRecovering = true
    }

    /// A fault that does not confuse the parser.
    mutating func report(_ message: String, at range: Range<Int>, code: String = "syntax-error", help: String? = nil) {
        if lexer.isTrying {
            lexer.hasTrialFailed = true
            lexer.position = lexer.text.count
            token = Token(.endOfFile, start: lexer.text.count, end: lexer.text.count)
            return
        }
        guard !isRecovering, !isStructureBroken, range.lowerBound != lastReportedOffset else { return }
        lastReportedOffset = range.lowerBound
        lexer.report(message, at: range, code: code, help: help)
    }

    /// Something that ECMAScript or TypeScript has and this evaluator has not.
    mutating func reportUnsupported(_ name: String, at range: Range<Int>, help: String? = nil) {
        if isAmbient { return }
        report("\(name) not supported", at: range, code: "unsupported-syntax", help: help)
    }

    /// The token as its author wrote it, in backticks; long ones are cut.
    func describe(_ token: Token) -> String {
        switch token.kind {
        case .endOfFile, .template, .templateHead, .templateMiddle, .templateTail:
            return token.kind.phrase
        default:
            let text = lexer.string(token.range)
            let line = text.prefix { !$0.isNewline }
            return line.count > 32 || line.count < text.count ? "`\(line.prefix(30))…`" : "`\(line)`"
        }
    }

    /// "line 3, column 14"; nothing where nobody would read it, since to count columns takes time.
    func describePlace(_ offset: Int) -> String {
        if lexer.isTrying || isRecovering || isStructureBroken { return "" }
        let position = lexer.file.position(at: offset)
        return "line \(position.line), column \(position.column)"
    }
}

extension Lexer {
    /// Sorts the faults and keeps one a line, since the second is mostly the echo of the first.
    mutating func finishDiagnostics() {
        var kept: [Int: Int] = [:]
        var result = diagnostics.sorted { ($0.range?.offsets.lowerBound ?? 0) < ($1.range?.offsets.lowerBound ?? 0) }
        var index = 0
        while index < result.count {
            let line = result[index].range?.start.line ?? 0
            if let earlier = kept[line], result[index].code != "unsupported-syntax" {
                // A string without its end swallows what comes after it, so it is the cause.
                if result[index].code == "unterminated-string" { result[earlier] = result[index] }
                result.remove(at: index)
            } else {
                kept[line] = index
                index += 1
            }
        }
        diagnostics = result
    }
}
