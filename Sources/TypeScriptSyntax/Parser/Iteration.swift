/// IterationStatement.
///
/// Reference: https://tc39.es/ecma262/#sec-iteration-statements
extension Parser {
    /// "while (a) b"
    mutating func parseWhileStatement() -> WhileStatement {
        let start = token.start
        advance()
        let test = parseHead()
        let body = parseLoopBody()
        return WhileStatement(range: stretch(from: start), test: test, body: body)
    }

    /// "do a while (b)"
    mutating func parseDoWhileStatement() -> DoWhileStatement {
        let start = token.start
        advance()
        let body = parseLoopBody()
        var test = missingExpression()
        if take(.while) {
            test = parseHead()
        } else {
            reportUnexpected(expected: "`while` after the body of `do`")
        }
        // A semicolon may be missing here even on one line.
        _ = take(.semicolon)
        return DoWhileStatement(range: stretch(from: start), body: body, test: test)
    }

    /// "for (…) a", "for await (…) a"
    mutating func parseForStatement() -> StatementNode {
        let start = token.start
        advance()
        let awaitRange = at(.await) ? token.range : nil
        if let awaitRange {
            advance()
            checkForAwait(at: awaitRange)
        }
        guard at(.openParenthesis) else {
            reportUnexpected(expected: "`(`")
            return .empty(EmptyStatement(range: stretch(from: start)))
        }
        let (statement, _) = parseInScope { parser -> StatementNode in
            _ = parser.openBracket()
            let head = parser.parseForHead(isAwait: awaitRange != nil)
            if parser.isRecovering { parser.skipToCloser() }
            parser.closeBracket()
            let body = parser.parseLoopBody()
            return head(parser.stretch(from: start), body)
        }
        return statement
    }

    private mutating func parseLoopBody() -> StatementNode {
        function.loopDepth += 1
        defer { function.loopDepth -= 1 }
        return parseBody()
    }

    private mutating func checkForAwait(at range: Range<Int>) {
        if function.isTopLevel {
            containsTopLevelAwait = true
            isModule = true
        } else if !function.isAsync {
            report(
                "found `for await` in a function that is not async", at: range,
                help: "write `async` before the function")
        }
    }

    /// What stands in the parentheses; yields how to make the statement once the body is there.
    private mutating func parseForHead(isAwait: Bool) -> (Range<Int>, StatementNode) -> StatementNode {
        // "for (;;)"
        if at(.semicolon) { return parseForRest(nil) }
        if let kind = declarationKind() {
            // "for (const [a, b] of c)", "for (let i = 0; …)"
            let start = token.start
            advance()
            allowsIn = false
            let first = parseVariableDeclarator(kind, requiresInitializer: false)
            allowsIn = true
            if first.initializer == nil, at(.of) || at(.in) {
                return parseForInOrOf(.declaration(kind, first.target), isAwait: isAwait)
            }
            if first.initializer == nil, !isRecovering { checkInitializer(kind, first.target, annotation: nil) }
            let declarators = parseVariableDeclarators(kind, after: first)
            return parseForRest(
                .declaration(VariableDeclaration(range: stretch(from: start), kind: kind, declarators: declarators)))
        }
        // "for (using a of b)"
        if at(.using) || at(.await), let using = usingRange() {
            reportUnsupported("`using` is", at: using, help: "write `const`")
            isRecovering = true
            return parseForRest(nil)
        }
        // "for (a.b of c)", "for (i = 0; …)"
        allowsIn = false
        let expression = parseExpression()
        allowsIn = true
        if at(.of) || at(.in) {
            return parseForInOrOf(.assignment(pattern(expression, as: .assignment)), isAwait: isAwait)
        }
        return parseForRest(.expression(expression))
    }

    private mutating func parseForInOrOf(
        _ binding: ForBinding, isAwait: Bool
    ) -> (Range<Int>, StatementNode) -> StatementNode {
        let isOf = at(.of)
        advance()
        let value = isOf ? parseAssignmentExpression() : parseExpression()
        return { range, body in
            isOf
                ? .forOf(ForOfStatement(range: range, isAwait: isAwait, binding: binding, iterable: value, body: body))
                : .forIn(ForInStatement(range: range, binding: binding, object: value, body: body))
        }
    }

    private mutating func parseForRest(
        _ initializer: ForStatement.Initializer?
    ) -> (Range<Int>, StatementNode) -> StatementNode {
        if at(.closeParenthesis) {
            reportUnexpected(expected: "`;`, `of` or `in`")
        } else {
            expect(.semicolon)
        }
        let test = at(.semicolon) || at(.closeParenthesis) ? nil : parseExpression()
        expect(.semicolon)
        let update = at(.closeParenthesis) ? nil : parseExpression()
        return { range, body in
            .for(ForStatement(range: range, initializer: initializer, test: test, update: update, body: body))
        }
    }

    /// "using a", "await using a"
    private func usingRange() -> Range<Int>? {
        var ahead = lexer
        ahead.isTrying = true
        var word = token
        if word.keyword == .await { word = ahead.next() }
        let name = ahead.next()
        guard word.keyword == .using, name.isIdentifier, name.keyword != .of, !name.isOnNewLine else { return nil }
        return word.range
    }

    /// "var", "let", "const" where a declaration begins
    private func declarationKind() -> VariableDeclaration.Kind? {
        switch token.keyword {
        case .var: .var
        case .const: .const
        case .let: isLetDeclaration() ? .let : nil
        default: nil
        }
    }
}
