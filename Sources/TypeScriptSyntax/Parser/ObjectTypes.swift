/// Object types, mapped types and the bodies of interfaces, dropped like all types.
///
/// Reference: https://www.typescriptlang.org/docs/handbook/2/mapped-types.html
extension Parser {
    /// "{ a: A; b?(): B; [c: string]: C; [K in D]?: E }"
    mutating func skipObjectType() {
        guard at(.openBrace) else { return reportUnexpected(expected: "`{`") }
        let outer = enter()
        defer { leave(outer) }
        _ = openBracket()
        while !isAtEnd, !at(.closeBrace) {
            let before = token.start
            skipTypeMember()
            if !take(.semicolon), !take(.comma), !token.isOnNewLine, !at(.closeBrace) {
                reportUnexpected(expected: "`;` or `}`")
            }
            if isRecovering { skipToCloser() }
            // Where the member was no member at all.
            guard token.start > before else { break }
        }
        closeBracket()
    }

    private mutating func skipTypeMember() {
        // "+readonly", "-readonly"
        if at(.plus) || at(.minus) { advance() }
        // "...rest", in what turns out to be a parameter's pattern
        if take(.ellipsis) {
            advance()
            return
        }
        while at(.readonly) || at(.get) || at(.set), isModifier(Self.canBeginPropertyKey) { advance() }
        // "new (a: A): B"
        if at(.new), isModifier({ $0.kind == .openParenthesis || $0.kind == .lessThan }) { advance() }

        if at(.openBracket) {
            skipBracketedKey()
        } else if !at(.openParenthesis), !at(.lessThan) {
            guard parsePropertyKey() != nil else { return }
        }
        // "?", "-?", "+?"
        if at(.plus) || at(.minus) { advance() }
        if at(.question) || at(.exclamation) { advance() }

        if at(.lessThan) { skipTypeParameters() }
        if at(.openParenthesis) { skipParameterTypes() }
        if take(.colon) { skipReturnType() }
    }

    /// "[a: string]", "[K in A as B]", "[Symbol.iterator]"
    private mutating func skipBracketedKey() {
        parseBracketed { parser in
            let next = parser.peek()
            if parser.token.isIdentifier, next.kind == .colon || next.keyword == .in {
                parser.advance()
                parser.advance()
            }
            parser.skipType()
            if parser.take(.as) { parser.skipType() }
        }
    }

    /// "[a: string]: A;" in a class
    mutating func skipIndexSignature() {
        skipBracketedKey()
        if take(.colon) { skipType() }
        if !take(.semicolon), !token.isOnNewLine, !at(.closeBrace) { reportUnexpected(expected: "`;` or a new line") }
    }
}
