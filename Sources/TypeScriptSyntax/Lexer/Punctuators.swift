/// Punctuators, longest first.
///
/// Reference: https://tc39.es/ecma262/#sec-punctuators
extension Lexer {
    mutating func scanPunctuator() -> Token? {
        let start = position
        let (kind, length) = punctuator()
        position += length
        if kind == .stray {
            reportStrayCharacter(start..<position)
            return nil
        }
        return Token(kind, start: start, end: position)
    }

    /// Puts "=", ">" and ">=" onto a `>` where the parser is in an expression.
    mutating func rescanGreaterThan(_ token: Token) -> Token {
        var token = token
        let (kind, length): (TokenKind, Int) =
            switch (byte(token.start + 1), byte(token.start + 2), byte(token.start + 3)) {
            case (.greaterThan, .greaterThan, .equalsSign): (.shiftRightUnsignedAssign, 4)
            case (.greaterThan, .greaterThan, _): (.shiftRightUnsigned, 3)
            case (.greaterThan, .equalsSign, _): (.shiftRightAssign, 3)
            case (.greaterThan, _, _): (.shiftRight, 2)
            case (.equalsSign, _, _): (.greaterThanOrEqual, 2)
            default: (.greaterThan, 1)
            }
        token.kind = kind
        token.end = token.start + length
        position = token.end
        return token
    }

    /// Leaves of a `<<` only its first half, where the parser is in a type.
    mutating func rescanLessThan(_ token: Token) -> Token {
        var token = token
        token.kind = .lessThan
        token.end = token.start + 1
        position = token.end
        return token
    }

    private func punctuator() -> (TokenKind, length: Int) {
        let second = byte(position + 1)
        let third = byte(position + 2)
        switch text[position] {
        case .openBrace: return (.openBrace, 1)
        case .closeBrace: return (.closeBrace, 1)
        case .openParenthesis: return (.openParenthesis, 1)
        case .closeParenthesis: return (.closeParenthesis, 1)
        case .openBracket: return (.openBracket, 1)
        case .closeBracket: return (.closeBracket, 1)
        case .semicolon: return (.semicolon, 1)
        case .comma: return (.comma, 1)
        case .colon: return (.colon, 1)
        case .tilde: return (.tilde, 1)
        case .at: return (.at, 1)
        case .greaterThan: return (.greaterThan, 1)
        case .dot: return second == .dot && third == .dot ? (.ellipsis, 3) : (.dot, 1)
        case .questionMark:
            if second == .questionMark {
                return third == .equalsSign ? (.questionQuestionAssign, 3) : (.questionQuestion, 2)
            }
            // "a?.5:b" is a conditional.
            return second == .dot && !third.isDigit ? (.questionDot, 2) : (.question, 1)
        case .equalsSign:
            if second == .greaterThan { return (.arrow, 2) }
            if second == .equalsSign { return third == .equalsSign ? (.strictEqual, 3) : (.equal, 2) }
            return (.assign, 1)
        case .exclamationMark:
            if second == .equalsSign { return third == .equalsSign ? (.strictNotEqual, 3) : (.notEqual, 2) }
            return (.exclamation, 1)
        case .plus: return second == .plus ? (.plusPlus, 2) : withAssign(.plus, .plusAssign)
        case .minus: return second == .minus ? (.minusMinus, 2) : withAssign(.minus, .minusAssign)
        case .star:
            if second == .star { return third == .equalsSign ? (.starStarAssign, 3) : (.starStar, 2) }
            return withAssign(.star, .starAssign)
        case .slash: return withAssign(.slash, .slashAssign)
        case .percent: return withAssign(.percent, .percentAssign)
        case .lessThan:
            if second == .lessThan { return third == .equalsSign ? (.shiftLeftAssign, 3) : (.shiftLeft, 2) }
            return withAssign(.lessThan, .lessThanOrEqual)
        case .ampersand:
            if second == .ampersand {
                return third == .equalsSign ? (.ampersandAmpersandAssign, 3) : (.ampersandAmpersand, 2)
            }
            return withAssign(.ampersand, .ampersandAssign)
        case .bar:
            if second == .bar { return third == .equalsSign ? (.barBarAssign, 3) : (.barBar, 2) }
            return withAssign(.bar, .barAssign)
        case .caret: return withAssign(.caret, .caretAssign)
        default: return (.stray, 1)
        }
    }

    private func withAssign(_ plain: TokenKind, _ assign: TokenKind) -> (TokenKind, length: Int) {
        byte(position + 1) == .equalsSign ? (assign, 2) : (plain, 1)
    }
}
