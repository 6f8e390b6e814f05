/// The type syntax of TypeScript, parsed and dropped.
///
/// A `skip…` method takes a production and yields nothing. It may take more than TypeScript would: what a type says is
/// nobody's business here, only where it ends.
///
/// Reference: https://www.typescriptlang.org/docs/handbook/2/types-from-types.html
extension Parser {
    /// "A", "A | B", "A extends B ? C : D", "(a: A) => B", "a is A"
    mutating func skipType() {
        let outer = enter()
        defer { leave(outer) }
        skipUnionType()
        // "A extends B ? C : D"; "T extends A" of a type parameter ends before the `?`.
        guard at(.extends), !token.isOnNewLine, !isInExtends else { return }
        advance()
        isInExtends = true
        skipType()
        isInExtends = false
        guard take(.question) else { return }
        skipType()
        expect(.colon)
        skipType()
    }

    /// What follows the `:` after parameters.
    mutating func skipReturnType() {
        skipType()
    }

    /// "A | B & C", with a leading "|"
    private mutating func skipUnionType() {
        _ = take(.bar) || take(.ampersand)
        repeat { skipTypeOperator() } while take(.bar) || take(.ampersand)
    }

    /// "keyof A", "readonly A[]", "unique symbol", "infer A", "asserts a is A", "a is A"
    private mutating func skipTypeOperator() {
        while true {
            switch token.keyword {
            case .keyof, .unique, .readonly, .infer, .asserts, .abstract:
                guard isTypeOperator(before: peek()) else { return skipPostfixType() }
                let isInfer = at(.infer)
                advance()
                // "infer A extends B"
                guard isInfer else { continue }
                advance()
                if isInExtends, take(.extends) { skipType() }
                return
            default:
                return skipPostfixType()
            }
        }
    }

    /// Whether the word `token` is an operator and not the name of a type or of a parameter.
    private func isTypeOperator(before next: Token) -> Bool {
        switch token.keyword {
        case .abstract: next.keyword == .new
        case .asserts: !next.isOnNewLine && (next.isIdentifier || next.keyword == .this)
        default: Self.canBeginType(next) && next.kind != .lessThan
        }
    }

    /// "A[]", "A[B]", "a is A"
    private mutating func skipPostfixType() {
        skipPrimaryType()
        while at(.openBracket), !token.isOnNewLine {
            parseBracketed { parser in
                if !parser.at(.closeBracket) { parser.skipType() }
            }
        }
        if at(.is), !token.isOnNewLine {
            advance()
            skipType()
        }
    }

    private mutating func skipPrimaryType() {
        switch token.kind {
        case .identifier:
            skipNamedType()
        case .string, .number, .bigInt:
            if at(.string) { _ = parseStringLiteral() } else { advance() }
        // "-1"
        case .minus:
            advance()
            if !take(.number), !take(.bigInt) { reportUnexpected(expected: "a number") }
        case .template, .templateHead:
            skipTemplateType()
        // "(A)", "(a: A) => B"
        case .openParenthesis:
            if skipParameterTypes(), take(.arrow) { skipReturnType() }
        // "<T>(a: A) => B"
        case .lessThan:
            skipTypeParameters()
            skipFunctionType()
        // "[A, b?: B, ...C[]]"
        case .openBracket:
            skipParameterTypes()
        case .openBrace:
            skipObjectType()
        default:
            reportUnexpected(expected: "a type")
        }
    }

    /// "A", "a.B<C>", "typeof a.b", "import('a').B", "new () => A", "void", "this"
    private mutating func skipNamedType() {
        switch token.keyword {
        case .void, .null, .true, .false, .this:
            advance()
        case .typeof:
            advance()
            if at(.import) { return skipImportType() }
            guard token.isIdentifier || at(.this) else { return reportUnexpected(expected: "a name after `typeof`") }
            skipEntityName()
        case .import:
            skipImportType()
        case .new:
            advance()
            if at(.lessThan) { skipTypeParameters() }
            skipFunctionType()
        default:
            guard token.isIdentifier else { return reportUnexpected(expected: "a type") }
            skipEntityName()
        }
    }

    /// "a.B<C>"
    private mutating func skipEntityName() {
        let isPredefined = Self.predefinedTypes.contains(lexer.name(of: token))
        advance()
        // In "a as number < b" the `<` compares.
        if isPredefined, !at(.dot) { return }
        while take(.dot) {
            if !take(.privateName) {
                guard at(.identifier) else { return reportUnexpected(expected: "a name after `.`") }
                advance()
            }
        }
        if at(.lessThan) || at(.shiftLeft), !token.isOnNewLine { skipTypeArguments() }
    }

    private static let predefinedTypes: Set<String> = [
        "any", "bigint", "boolean", "never", "number", "object", "string", "symbol", "undefined", "unknown",
    ]

    /// "import('a').B<C>"
    private mutating func skipImportType() {
        advance()
        guard at(.openParenthesis) else { return reportUnexpected(expected: "`(`") }
        let bracketed = token
        parseBracketed { parser in
            parser.skipType()
            // "import('a', { with: … })"
            if parser.take(.comma), !parser.at(.closeParenthesis) { _ = parser.parseAssignmentExpression() }
        }
        guard previousEnd > bracketed.end else { return }
        while take(.dot) {
            guard at(.identifier) else { return reportUnexpected(expected: "a name after `.`") }
            advance()
        }
        if at(.lessThan), !token.isOnNewLine { skipTypeArguments() }
    }

    /// "`a ${B}`"
    private mutating func skipTemplateType() {
        while at(.templateHead) || at(.templateMiddle) {
            parseSubstitution { $0.skipType() }
            guard at(.templateMiddle) || at(.templateTail) else { return reportUnexpected(expected: "`}`") }
        }
        advance()
    }

    /// "(a: A) => B" where nothing else can stand
    private mutating func skipFunctionType() {
        guard at(.openParenthesis) else { return reportUnexpected(expected: "`(`") }
        skipParameterTypes()
        guard take(.arrow) else { return reportUnexpected(expected: "`=>`") }
        skipReturnType()
    }

    /// "(a: A, b?: B, ...c: C[])", "(A)", "[a: A, B?, ...C[]]": names are taken as types, patterns as object types.
    ///
    /// - Returns: whether it may be the parameters of a function, of which "((a) => B) => c" has none but `(a)`.
    @discardableResult
    mutating func skipParameterTypes() -> Bool {
        var count = 0
        var isParameter = false
        _ = parseBracketedList(Self.canBeginType) { parser in
            if parser.at(.comma) { return parser.reportUnexpected(expected: "a type") }
            count += 1
            let first = parser.token
            let isRest = parser.take(.ellipsis)
            // "[function: A]": a label may be a reserved word.
            if parser.token.keyword.isReserved, parser.isAtLabel() { parser.advance() } else { parser.skipType() }
            let isName = first.kind == .identifier && parser.previousEnd == first.end
            let isPattern = parser.lastBracketed == parser.stretch(from: first.start) && first.kind != .openParenthesis
            let isOptional = parser.take(.question)
            let isLabel = parser.take(.colon)
            if isLabel { parser.skipType() }
            isParameter = isRest || isName || isPattern || isOptional || isLabel
        }
        return count != 1 || isParameter
    }

    private func isAtLabel() -> Bool {
        let next = peek().kind
        return next == .colon || next == .question
    }

    static func canBeginType(_ token: Token) -> Bool {
        switch token.kind {
        case .string, .number, .bigInt, .minus, .template, .templateHead, .openParenthesis, .openBracket, .openBrace,
            .lessThan, .ellipsis:
            return true
        case .identifier:
            switch token.keyword {
            case .void, .null, .true, .false, .this, .typeof, .import, .new: return true
            case .is: return false
            default: return !token.keyword.isReserved
            }
        default:
            return false
        }
    }
}
