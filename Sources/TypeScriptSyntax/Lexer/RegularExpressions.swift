/// RegularExpressionLiteral.
///
/// Reference: https://tc39.es/ecma262/#sec-literals-regular-expression-literals
extension Lexer {
    /// Scans "/pattern/flags" where the parser has met a `/` or `/=` that can only begin an expression.
    mutating func rescanRegularExpression(_ slash: Token) -> Token {
        position = slash.start + 1
        var isInClass = false
        while position < text.count, text[position] != .lineFeed, text[position] != .carriageReturn {
            let byte = text[position]
            if byte == .backslash, self.byte(position + 1) != .lineFeed, self.byte(position + 1) != .carriageReturn {
                position = min(position + 2, text.count)
                continue
            }
            position += 1
            if byte == .openBracket { isInClass = true }
            if byte == .closeBracket { isInClass = false }
            guard byte == .slash, !isInClass else { continue }
            while self.byte(position).isIdentifierPart { position += 1 }
            return Token(
                .regularExpression, flags: slash.flags, start: slash.start, end: position)
        }
        report(
            "found the end of the line in a regular expression, expected `/`", at: slash.start..<position,
            help: "a `/` where a value belongs begins a regular expression; text belongs in quotes")
        return Token(
            .regularExpression, flags: slash.flags.union(.isUnterminated), start: slash.start, end: position)
    }

    /// Both parts of a regular expression token.
    mutating func regularExpressionParts(of token: Token) -> (pattern: String, flags: String) {
        checkUTF8(token.range)
        guard !token.flags.contains(.isUnterminated),
            let closer = text[token.range].lastIndex(of: .slash), closer > token.start
        else { return ("", "") }
        return (string(token.start + 1..<closer), string(closer + 1..<token.end))
    }
}
