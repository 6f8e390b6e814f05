import SourceText

/// A bracket that waits for its closer.
struct OpenBracket {
    let kind: TokenKind
    let start: Int
    /// Its closer has been swallowed by a string without end, so nobody asks for it.
    var isForgiven = false
    /// What held outside.
    let allowsIn: Bool
    let isInConsequent: Bool
    let isInExtends: Bool
}

/// Brackets, the lists inside them, and what to do when a comma or a closer is missing.
extension Parser {
    /// Takes the opening bracket that `token` is.
    mutating func openBracket() -> Int {
        let start = token.start
        pushBracket(token.kind, at: start)
        advance()
        return start
    }

    /// Notes an opening bracket; inside it, what held outside does not hold.
    mutating func pushBracket(_ kind: TokenKind, at start: Int) {
        brackets.append(
            OpenBracket(
                kind: kind, start: start, allowsIn: allowsIn, isInConsequent: isInConsequent, isInExtends: isInExtends))
        allowsIn = true
        isInConsequent = false
        isInExtends = false
    }

    /// Leaves the last bracket; what held outside holds again.
    mutating func popBracket() -> OpenBracket {
        let bracket = brackets.removeLast()
        allowsIn = bracket.allowsIn
        isInConsequent = bracket.isInConsequent
        isInExtends = bracket.isInExtends
        return bracket
    }

    /// Takes the bracket that closes the last one opened, or reports it missing; yields where the pair ends.
    @discardableResult
    mutating func closeBracket() -> Int {
        let bracket = popBracket()
        guard let closer = bracket.kind.closer else { return previousEnd }
        if at(closer) {
            noteIndentation(of: bracket)
            advance()
        } else if !bracket.isForgiven {
            reportMissing(closer, of: bracket)
        }
        lastBracketed = stretch(from: bracket.start)
        return previousEnd
    }

    /// "{ a, b, c }": opens, parses elements and the commas between them, closes; yields the stretch of it all.
    ///
    /// - Parameters:
    ///   - canBegin: whether an element may begin with a token, which tells a missing comma from garbage.
    ///   - element: parses one element; takes a token at least, unless `token` is a comma.
    mutating func parseBracketedList(
        _ canBegin: (Token) -> Bool, element: (inout Parser) -> Void
    ) -> Range<Int> {
        let start = openBracket()
        while !isAtListEnd() {
            let before = token.start
            element(&self)
            guard parseSeparator(canBegin, elementStart: before) else { break }
        }
        return start..<closeBracket()
    }

    /// "( a )": opens, parses what is inside, closes.
    mutating func parseBracketed<Node>(_ contents: (inout Parser) -> Node) -> Node {
        _ = openBracket()
        let node = contents(&self)
        if isRecovering { skipToCloser() }
        closeBracket()
        return node
    }

    // MARK: - Lists

    /// At the closer, or where the list must have ended without one.
    private mutating func isAtListEnd() -> Bool {
        guard let bracket = brackets.last else { return true }
        while token.kind.isCloser {
            if token.kind == bracket.kind.closer || (isOpenOutside(token.kind) && !isSuperfluous(in: bracket)) {
                return true
            }
            takeStrayCloser()
        }
        return isAtEnd || bracket.isForgiven || isAtStatementKeyword(inside: bracket.kind)
            || isAtProperty(inside: bracket.kind)
    }

    /// A closer of another kind in the middle of a line, where the list began on an earlier line and goes on: it is
    /// one too many, rather than that the list's own closer is missing.
    private func isSuperfluous(in bracket: OpenBracket) -> Bool {
        guard !token.isOnNewLine, lexer.hasLineEnd(in: bracket.start..<token.start) else { return false }
        return peek().kind == .comma
    }

    /// At "'key': …" on a line of its own, in a list that is no object.
    private func isAtProperty(inside kind: TokenKind) -> Bool {
        guard token.isOnNewLine, kind != .openBrace else { return false }
        guard token.kind == .string || (token.isIdentifier && kind == .openBracket) else { return false }
        return peek().kind == .colon
    }

    /// Takes the comma after an element; false when the list cannot go on.
    private mutating func parseSeparator(_ canBegin: (Token) -> Bool, elementStart: Int) -> Bool {
        if take(.comma) {
            isRecovering = false
            return true
        }
        guard let bracket = brackets.last, let closer = bracket.kind.closer else { return false }
        if isRecovering { return recoverInList(canBegin, elementStart: elementStart) }
        if token.kind.isCloser || isAtListEnd() { return true }
        if at(.semicolon) {
            let next = peek()
            guard canBegin(next), !Self.beginsDeclaration(next) else { return false }
            report("found `;`, expected `,` or \(closer.phrase)", at: token.range)
            advance()
            return true
        }
        if token.start > elementStart, canBegin(token) {
            reportMissingComma(closer)
            return true
        }
        reportUnexpected(expected: "`,` or \(closer.phrase)", help: helpForUnexpectedInList())
        return recoverInList(canBegin, elementStart: elementStart)
    }

    private static func beginsDeclaration(_ token: Token) -> Bool {
        guard token.isOnNewLine else { return false }
        switch token.keyword {
        case .const, .let, .var, .function, .class, .export, .import: return true
        default: return false
        }
    }

    private mutating func reportMissingComma(_ closer: TokenKind) {
        let message = "found \(describe(token)), expected `,` or \(closer.phrase)"
        if let help = helpForUnexpectedInList() {
            report(message, at: token.range, help: help)
            isRecovering = true
        } else if token.isOnNewLine {
            report(message, at: previousEnd..<previousEnd, help: "put a `,` at the end of the line")
        } else {
            report(message, at: token.range, help: "put a `,` before it")
        }
    }

    private func helpForUnexpectedInList() -> String? {
        guard let last = lexer.text[..<previousEnd].last else { return nil }
        if last == .closeParenthesis, at(.openBrace) {
            return "an arrow function has `=>` between its parameters and its body"
        }
        if at(.assign), brackets.last?.kind == .openBrace {
            return "in an object the value follows `:`"
        }
        return nil
    }

    /// Passes over the rest of a broken element; false when the list cannot go on.
    private mutating func recoverInList(_ canBegin: (Token) -> Bool, elementStart: Int) -> Bool {
        guard let bracket = brackets.last else { return false }
        let faults = lexer.diagnostics.count
        defer { lexer.forgetFaults(after: faults) }
        var nesting = 0
        while !isAtEnd {
            if nesting == 0 {
                if bracket.isForgiven || isAtStatementKeyword(inside: bracket.kind) { return false }
                if at(.comma) || token.kind == bracket.kind.closer { break }
                if token.kind.isCloser, isOpenOutside(token.kind) { return false }
                if token.isOnNewLine, token.start > elementStart, canBegin(token) { break }
            }
            if token.kind.closer != nil { nesting += 1 }
            if token.kind.isCloser { nesting = max(0, nesting - 1) }
            advance()
        }
        guard !isAtEnd else { return false }
        isRecovering = false
        _ = take(.comma)
        return true
    }

    /// Passes over everything up to the closer of the innermost bracket, if it comes.
    mutating func skipToCloser() {
        guard let bracket = brackets.last else { return }
        let faults = lexer.diagnostics.count
        defer { lexer.forgetFaults(after: faults) }
        var nesting = 0
        while !isAtEnd {
            if nesting == 0 {
                if token.kind == bracket.kind.closer {
                    isRecovering = false
                    return
                }
                if bracket.isForgiven || isAtStatementKeyword(inside: bracket.kind) { return }
                if token.kind.isCloser || at(.semicolon) { return }
            }
            if token.kind.closer != nil { nesting += 1 }
            if token.kind.isCloser { nesting -= 1 }
            advance()
        }
    }

    // MARK: - Missing and stray closers

    private mutating func reportMissing(_ closer: TokenKind, of bracket: OpenBracket) {
        let opener = "`\(lexer.string(bracket.start..<bracket.start + 1))`"
        if isAtEnd {
            let culprit = suspects.first { $0.kind == bracket.kind && $0.start > bracket.start } ?? bracket
            report(
                "found the end of the file, expected \(closer.phrase)", at: culprit.start..<culprit.start + 1,
                help: culprit.start == bracket.start
                    ? "the \(opener) here is not closed"
                    : "the \(opener) here seems not to be closed, as the lines after it are indented")
        } else {
            report(
                "found \(describe(token)), expected \(closer.phrase)", at: token.range,
                help: "the \(opener) in \(describePlace(bracket.start)) is not closed")
        }
        isRecovering = true
        isStructureBroken = true
    }

    /// A closer that belongs to no open bracket.
    mutating func takeStrayCloser() {
        report(
            "found \(describe(token)), which closes nothing", at: token.range,
            help: "delete it, or look for the bracket that it should close")
        isStructureBroken = true
        advance()
    }

    /// Whether a bracket around the innermost one waits for this closer.
    func isOpenOutside(_ closer: TokenKind) -> Bool {
        brackets.dropLast().contains { $0.kind.closer == closer }
    }

    /// A word at the beginning of a line that begins a statement and cannot be an element of a list.
    private func isAtStatementKeyword(inside kind: TokenKind) -> Bool {
        guard token.isOnNewLine, token.kind == .identifier else { return false }
        switch token.keyword {
        case .const, .let, .var, .export, .return, .throw:
            break
        case .import:
            let next = peek().kind
            if next == .openParenthesis || next == .dot { return false }
        case .if, .for, .while, .switch, .try:
            if kind == .openBrace { return false }
        default:
            return false
        }
        switch peek().kind {
        case .colon, .comma, .closeBrace, .closeBracket, .closeParenthesis, .assign, .question, .dot, .arrow, .lessThan:
            return false
        case .openParenthesis:
            return kind != .openBrace
        default:
            return true
        }
    }

    private mutating func noteIndentation(of bracket: OpenBracket) {
        guard token.isOnNewLine, suspects.count < 16,
            lexer.indentation(at: token.start) < lexer.indentation(at: bracket.start)
        else { return }
        suspects.append(bracket)
    }

    /// After a string without its end: the closers that it swallowed are not missed.
    mutating func forgiveBrackets(swallowedBy string: Token) {
        isRecovering = true
        isStructureBroken = true
        var index = string.end
        while index > string.start, Self.isListPunctuation(lexer.text[index - 1]) { index -= 1 }
        var open = brackets.count - 1
        for byte in lexer.text[index..<string.end] where open >= 0 {
            guard byte == brackets[open].kind.closingByte else { continue }
            brackets[open].isForgiven = true
            open -= 1
        }
    }

    private static func isListPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case .closeBrace, .closeBracket, .closeParenthesis, .comma, .semicolon, .space: true
        default: false
        }
    }
}

extension TokenKind {
    fileprivate var closingByte: UInt8? {
        switch self {
        case .openBrace: .closeBrace
        case .openBracket: .closeBracket
        case .openParenthesis: .closeParenthesis
        default: nil
        }
    }
}

extension Lexer {
    /// The spaces and tabs that the line of an offset begins with.
    fileprivate func indentation(at offset: Int) -> Int {
        var start = offset
        while start > 0, text[start - 1] != .lineFeed, text[start - 1] != .carriageReturn { start -= 1 }
        var end = start
        while byte(end) == .space || byte(end) == .tab { end += 1 }
        return end - start
    }

    /// Whether a token begins its line, without spaces before it.
    func isAtLeftMargin(_ token: Token) -> Bool {
        token.start == 0 || text[token.start - 1] == .lineFeed || text[token.start - 1] == .carriageReturn
    }

    fileprivate func hasLineEnd(in range: Range<Int>) -> Bool {
        file.line(of: range.lowerBound) < file.line(of: range.upperBound)
    }

    /// Drops what was found wrong while passing over broken source text, where quotes mean nothing.
    mutating func forgetFaults(after count: Int) {
        if diagnostics.count > count { diagnostics.removeSubrange(count...) }
    }
}
