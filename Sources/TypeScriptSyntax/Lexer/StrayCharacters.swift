/// Characters that begin no token, and the ones that look like those that do.
extension Lexer {
    /// A name in another script, or a stray character; nothing if it was passed over.
    mutating func scanNonASCII() -> Token? {
        let start = position
        guard let (scalar, length) = scalar(at: position) else {
            checkUTF8(start..<start + 1)
            skipIllFormed()
            return nil
        }
        if scalar.isIdentifierStart { return scanIdentifierName() }
        position += length
        if let closers = Self.closingQuotes[scalar] { return scanSmartQuotedString(from: start, closers: closers) }
        if let (kind, ascii) = Self.lookalikes[scalar] {
            report(
                "found `\(scalar)` (\(scalar.codePointName)), expected `\(ascii)`", at: start..<position,
                help: "type a plain `\(ascii)`; the input method was set to full-width characters")
            return Token(kind, start: start, end: position)
        }
        reportStrayCharacter(start..<position)
        return nil
    }

    /// A character with which nothing can begin.
    mutating func reportStrayCharacter(_ range: Range<Int>) {
        guard let (scalar, _) = scalar(at: range.lowerBound) else { return }
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .unassigned:
            report(
                "found an invisible character (\(scalar.codePointName))", at: range,
                help: "delete it and type the space around it again")
        default:
            report("found `\(scalar)` (\(scalar.codePointName)), which means nothing here", at: range)
        }
    }

    /// "“text”" as if it stood in straight quotes.
    private mutating func scanSmartQuotedString(from start: Int, closers: String.UnicodeScalarView) -> Token {
        let contents = position
        while position < text.count, text[position] != .lineFeed, text[position] != .carriageReturn {
            guard let (scalar, length) = scalar(at: position) else {
                position += 1
                continue
            }
            position += length
            guard closers.contains(scalar) else { continue }
            reportSmartQuote(start..<position, quote: string(start..<contents))
            return Token(.string, flags: [.hasSmartQuotes], start: start, end: position)
        }
        // Alone, it is a slip of its own; what follows is more likely code than text.
        position = contents
        reportSmartQuote(start..<contents, quote: string(start..<contents))
        return Token(.string, flags: [.hasSmartQuotes], start: start, end: position)
    }

    private mutating func reportSmartQuote(_ range: Range<Int>, quote: String) {
        report(
            "found the typographic quote `\(quote)`, expected `'` or `\"`", at: range,
            help: "type straight quotes; word processors and chats change them")
    }

    private mutating func skipIllFormed() {
        while position < text.count, text[position] >= 0x80, scalar(at: position) == nil { position += 1 }
    }

    private static let closingQuotes: [Unicode.Scalar: String.UnicodeScalarView] = [
        "“": "”“".unicodeScalars, "”": "”“".unicodeScalars, "„": "“”".unicodeScalars, "‘": "’‘".unicodeScalars,
        "’": "’‘".unicodeScalars, "‚": "‘’".unicodeScalars, "«": "»".unicodeScalars, "＂": "＂".unicodeScalars,
        "＇": "＇".unicodeScalars, "「": "」".unicodeScalars, "『": "』".unicodeScalars, "´": "´".unicodeScalars,
    ]

    private static let lookalikes: [Unicode.Scalar: (TokenKind, ascii: String)] = [
        "（": (.openParenthesis, "("), "）": (.closeParenthesis, ")"), "［": (.openBracket, "["),
        "］": (.closeBracket, "]"), "【": (.openBracket, "["), "】": (.closeBracket, "]"), "｛": (.openBrace, "{"),
        "｝": (.closeBrace, "}"), "，": (.comma, ","), "、": (.comma, ","), "；": (.semicolon, ";"),
        "\u{37E}": (.semicolon, ";"), "：": (.colon, ":"), "．": (.dot, "."), "。": (.dot, "."), "＝": (.assign, "="),
        "＋": (.plus, "+"), "－": (.minus, "-"), "–": (.minus, "-"), "—": (.minus, "-"), "−": (.minus, "-"),
        "＊": (.star, "*"), "／": (.slash, "/"), "！": (.exclamation, "!"), "？": (.question, "?"),
        "｜": (.bar, "|"), "＆": (.ampersand, "&"), "＜": (.lessThan, "<"), "＞": (.greaterThan, ">"),
        "…": (.ellipsis, "..."), "⇒": (.arrow, "=>"), "→": (.arrow, "=>"),
    ]
}

extension Unicode.Scalar {
    /// `U+FF0C`
    fileprivate var codePointName: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
