/// What stands in angle brackets: parameters and arguments of types.
extension Parser {
    /// "<T>", "<const T extends A = B, in out U>"
    mutating func skipTypeParameters() {
        skipTypeParametersOrArguments()
    }

    /// "<A, B<C>>"
    mutating func skipTypeArguments() {
        skipTypeParametersOrArguments()
    }

    /// Both at once: "T extends A" reads as the beginning of a conditional type.
    mutating func skipTypeParametersOrArguments() {
        let outer = enter()
        defer { leave(outer) }
        if at(.shiftLeft) { token = lexer.rescanLessThan(token) }
        let start = token.start
        if lexer.isTrying { openTypeArguments.append(start) }
        let outerInExtends = isInExtends
        isInExtends = false
        advance()
        while !at(.greaterThan), !isAtEnd {
            takeVarianceModifiers()
            // "<const>a"
            if at(.greaterThan) { break }
            skipType()
            if take(.assign) { skipType() }
            guard take(.comma) else { break }
        }
        isInExtends = outerInExtends
        guard take(.greaterThan) else {
            reportUnexpected(
                expected: "`,` or `>`", help: "the `<` in \(describePlace(start)) is not closed")
            return
        }
        if lexer.isTrying { openTypeArguments.removeLast() }
    }

    /// "const", "in", "out" before a type parameter
    private mutating func takeVarianceModifiers() {
        while at(.const) || at(.in) || (at(.out) && peek().kind == .identifier && peek().keyword != .extends) {
            advance()
        }
    }

    /// "<A>" between a callee and what it is called with; nothing is taken where `<` compares.
    mutating func attemptTypeArguments() -> Bool {
        guard !failedTypeArguments.contains(token.start) else { return false }
        return attempt { parser in
            parser.skipTypeArguments()
            return parser.mayFollowTypeArguments()
        }
    }

    /// Whether the token after a `>` makes what was before it type arguments.
    private func mayFollowTypeArguments() -> Bool {
        let isGlued = token.start == previousEnd
        switch token.kind {
        case .openParenthesis, .template, .templateHead: return true
        case .lessThan, .plus, .minus: return false
        case .greaterThan, .assign, .equal, .strictEqual,
            .arrow where isGlued:
            return false
        case .identifier where token.keyword == .in || token.keyword == .instanceof: return true
        case .identifier where token.keyword == .as || token.keyword == .satisfies: return true
        case .slash, .slashAssign: return true
        default: return token.isOnNewLine || !Self.canBeginExpression(token)
        }
    }
}
