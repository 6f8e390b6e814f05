/// StatementList and the statements that do not iterate.
///
/// Reference: https://tc39.es/ecma262/#sec-ecmascript-language-statements-and-declarations
extension Parser {
    /// Where a statement stands.
    enum StatementPlace {
        /// In a list: declarations too.
        case list
        /// The body of `if`, of a loop, of a label: a declaration would have no scope.
        case body
    }

    /// Statements up to a `}`, a `case` or `default` of a `switch`, or the end of the file.
    mutating func parseStatementList(isInSwitch: Bool = false) -> [StatementNode] {
        var statements: [StatementNode] = []
        while !isAtEnd, !isAtListEnd(isInSwitch: isInSwitch) {
            let before = token.start
            if isStructureBroken, lexer.isAtLeftMargin(token) { isStructureBroken = false }
            if token.kind.isCloser {
                takeStrayCloser()
                continue
            }
            if let statement = parseStatement(.list) { statements.append(statement) }
            if isRecovering { skipToStatementEnd(from: before) }
        }
        return statements
    }

    private func isAtListEnd(isInSwitch: Bool) -> Bool {
        if at(.closeBrace) { return !brackets.isEmpty }
        if at(.case) || at(.default) { return isInSwitch }
        return brackets.last?.isForgiven ?? false
    }

    /// One statement; nothing for what only types have.
    mutating func parseStatement(_ place: StatementPlace) -> StatementNode? {
        let outer = enter()
        defer { leave(outer) }
        allowsIn = true
        isInConsequent = false
        switch token.kind {
        case .openBrace:
            return .block(parseBlock())
        case .semicolon:
            let range = token.range
            advance()
            return .empty(EmptyStatement(range: range))
        case .at:
            skipDecorators()
            return parseStatement(place)
        case .identifier where token.keyword != .none:
            return parseKeywordStatement(place)
        default:
            return parseExpressionOrLabelled(place)
        }
    }

    private mutating func parseKeywordStatement(_ place: StatementPlace) -> StatementNode? {
        switch token.keyword {
        case .var: return .variable(parseVariableStatement())
        case .const, .let, .class, .function, .enum, .import, .export:
            return parseDeclaration(place)
        case .if: return .if(parseIfStatement())
        case .for: return parseForStatement()
        case .while: return .while(parseWhileStatement())
        case .do: return .doWhile(parseDoWhileStatement())
        case .switch: return .switch(parseSwitchStatement())
        case .try: return .try(parseTryStatement())
        case .throw: return .throw(parseThrowStatement())
        case .return: return .return(parseReturnStatement())
        case .break: return .break(parseBreakStatement())
        case .continue: return .continue(parseContinueStatement())
        case .debugger:
            let range = token.range
            advance()
            takeSemicolon()
            return .debugger(DebuggerStatement(range: range))
        case .with:
            reportUnsupported("`with` is", at: token.range, help: "name the object in front of each property")
            isRecovering = true
            return nil
        case .else, .catch, .finally, .case, .default:
            reportUnexpected(expected: "a statement", help: helpForClause(token.keyword))
            advance()
            return nil
        case .async:
            return peekOnSameLine { $0.keyword == .function }
                ? parseDeclaration(place) : parseExpressionOrLabelled(place)
        case .type, .interface, .abstract, .declare, .namespace, .module, .global, .using, .await:
            if let declaration = parseOptionalTypeDeclaration(place) { return declaration.node }
            return parseExpressionOrLabelled(place)
        default:
            return parseExpressionOrLabelled(place)
        }
    }

    private func helpForClause(_ keyword: Keyword) -> String {
        switch keyword {
        case .else: "there is no `if` right before this `else`"
        case .catch, .finally: "there is no `try` right before this `\(keyword.spelling)`"
        default: "`\(keyword.spelling)` belongs inside `switch`"
        }
    }

    // MARK: - Blocks and expressions

    /// "{ … }"
    mutating func parseBlock() -> Block {
        let start = token.start
        let (statements, hasDeclarations) = parseInScope { $0.parseBlockStatements() }
        return Block(range: stretch(from: start), statements: statements, hasDeclarations: hasDeclarations)
    }

    /// "{ … }" in a scope that is there already.
    private mutating func parseBlockStatements() -> [StatementNode] {
        guard at(.openBrace) else {
            reportUnexpected(expected: "`{`")
            return []
        }
        _ = openBracket()
        let statements = parseStatementList()
        closeBracket()
        return statements
    }

    /// "a()", "label: for (…) {}"
    private mutating func parseExpressionOrLabelled(_ place: StatementPlace) -> StatementNode? {
        let first = token
        if first.isIdentifier, peek().kind == .colon { return .labelled(parseLabelledStatement()) }
        let expression = parseExpression()
        if !isRecovering, first.isIdentifier, previousEnd == first.end, !token.isOnNewLine,
            token.kind == .identifier || at(.openBrace)
        {
            reportUnknownWord(first)
        }
        if at(.colon), case .string = expression, !isRecovering {
            reportUnexpected(
                expected: "an operator, `;` or a new line",
                help: "braces right after `=>` hold statements; put parentheses around an object: `=> ({ … })`")
            isStructureBroken = true
        }
        takeSemicolon()
        return .expression(
            ExpressionStatement(range: stretch(from: first.start), expression: expression))
    }

    /// "cosnt a = 1"
    private mutating func reportUnknownWord(_ word: Token) {
        let text = lexer.string(word.range)
        let guess = guessedWord(text)
        reportUnexpected(
            "found \(describe(token)) after `\(text)`, expected an operator, `;` or a new line",
            help: guess.map { "did you mean `\($0)`?" })
    }

    /// The word that a name at the beginning of a statement was probably meant to be.
    func guessedWord(_ text: String) -> String? {
        Self.statementWords.first { isMisspelling(text, of: $0) }
    }

    private static let statementWords = [
        "const", "let", "var", "export", "import", "function", "class", "interface", "type", "return", "throw", "async",
        "await", "enum", "new", "if", "for", "while",
    ]

    /// Two neighbours swapped, or one letter too many, too few or wrong.
    private func isMisspelling(_ text: String, of word: String) -> Bool {
        let (found, wanted) = (Array(text.utf8), Array(word.utf8))
        guard found.count > 2, abs(found.count - wanted.count) <= 1 else { return false }
        var prefix = 0
        while prefix < min(found.count, wanted.count), found[prefix] == wanted[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < min(found.count, wanted.count) - prefix,
            found[found.count - 1 - suffix] == wanted[wanted.count - 1 - suffix]
        { suffix += 1 }
        let (extra, missing) = (found.count - prefix - suffix, wanted.count - prefix - suffix)
        if extra <= 1, missing <= 1 { return true }
        return extra == 2 && missing == 2 && found[prefix] == wanted[prefix + 1] && found[prefix + 1] == wanted[prefix]
    }

    /// "label: statement"
    private mutating func parseLabelledStatement() -> LabelledStatement {
        let start = token.start
        let label = Name(text: lexer.name(of: token), range: token.range)
        advance()
        advance()
        if function.labels.contains(where: { $0.name == label.text }) {
            report("found a second label `\(label.text)` around this place", at: label.range)
        }
        let isLoop = at(.for) || at(.while) || at(.do)
        function.labels.append((label.text, isLoop))
        let body = parseBody()
        function.labels.removeLast()
        return LabelledStatement(range: stretch(from: start), label: label, body: body)
    }

    /// The statement after `if (…)`, a loop's head or a label.
    mutating func parseBody() -> StatementNode {
        parseStatement(.body) ?? .empty(EmptyStatement(range: previousEnd..<previousEnd))
    }

    // MARK: - if, switch, try

    /// "if (a) b else c"
    private mutating func parseIfStatement() -> IfStatement {
        let start = token.start
        advance()
        let test = parseHead()
        let consequent = parseBody()
        let alternate = take(.else) ? parseBody() : nil
        return IfStatement(range: stretch(from: start), test: test, consequent: consequent, alternate: alternate)
    }

    /// "(a)" after `if`, `while` or `switch`
    mutating func parseHead() -> ExpressionNode {
        guard at(.openParenthesis) else {
            reportUnexpected(expected: "`(`", help: "the condition stands in parentheses")
            let expression = Self.canBeginExpression(token) ? parseExpression() : missingExpression()
            isRecovering = false
            return expression
        }
        return parseBracketed { $0.parseExpression() }
    }

    /// "switch (a) { case b: … default: … }"
    private mutating func parseSwitchStatement() -> SwitchStatement {
        let start = token.start
        advance()
        let discriminant = parseHead()
        guard at(.openBrace) else {
            reportUnexpected(expected: "`{`")
            return SwitchStatement(
                range: stretch(from: start), discriminant: discriminant, cases: [], hasDeclarations: false)
        }
        function.breakableDepth += 1
        let (cases, hasDeclarations) = parseInScope { $0.parseCaseBlock() }
        function.breakableDepth -= 1
        return SwitchStatement(
            range: stretch(from: start), discriminant: discriminant, cases: cases, hasDeclarations: hasDeclarations)
    }

    private mutating func parseCaseBlock() -> [SwitchCase] {
        var cases: [SwitchCase] = []
        var hasDefault = false
        _ = openBracket()
        while !isAtEnd, !at(.closeBrace) {
            let start = token.start
            guard at(.case) || at(.default) else {
                reportUnexpected(expected: "`case` or `default`")
                _ = parseStatementList(isInSwitch: true)
                isRecovering = false
                if token.start == start { advance() }
                continue
            }
            if at(.default) {
                if hasDefault { report("found a second `default`", at: token.range) }
                hasDefault = true
            }
            let isCase = at(.case)
            advance()
            let test = isCase ? parseExpression() : nil
            expect(.colon)
            isRecovering = false
            let consequent = parseStatementList(isInSwitch: true)
            cases.append(SwitchCase(range: stretch(from: start), test: test, consequent: consequent))
        }
        closeBracket()
        return cases
    }

    /// "try { … } catch (e: unknown) { … } finally { … }"
    private mutating func parseTryStatement() -> TryStatement {
        let start = token.start
        advance()
        let block = parseBlock()
        var parameter: PatternNode?
        var handler: Block?
        if take(.catch) {
            let handlerStart = token.start
            let (statements, hasDeclarations) = parseInScope { parser -> [StatementNode] in
                if parser.at(.openParenthesis) { parameter = parser.parseBracketed { $0.parseCatchParameter() } }
                return parser.parseBlockStatements()
            }
            handler = Block(
                range: stretch(from: handlerStart), statements: statements,
                hasDeclarations: hasDeclarations)
        }
        let finalizer = take(.finally) ? parseBlock() : nil
        if handler == nil, finalizer == nil { reportUnexpected(expected: "`catch` or `finally` after `try { … }`") }
        return TryStatement(
            range: stretch(from: start), block: block, parameter: parameter, handler: handler, finalizer: finalizer)
    }

    private mutating func parseCatchParameter() -> PatternNode {
        let target = parseBindingTarget()
        if take(.colon) { skipType() }
        declareNames(of: target, as: .parameter)
        return target
    }

    // MARK: - Jumps

    /// "throw a", on one line
    private mutating func parseThrowStatement() -> ThrowStatement {
        let start = token.start
        advance()
        if token.isOnNewLine || at(.semicolon) || at(.closeBrace) || isAtEnd {
            reportUnexpected(
                expected: "an expression on the same line as `throw`", help: "write `throw new Error('…')`")
            isRecovering = false
            return ThrowStatement(range: stretch(from: start), argument: missingExpression())
        }
        let argument = parseExpression()
        takeSemicolon()
        return ThrowStatement(range: stretch(from: start), argument: argument)
    }

    /// "return", "return a", on one line
    private mutating func parseReturnStatement() -> ReturnStatement {
        let start = token.start
        if !function.allowsReturn {
            report("found `return` outside of a function", at: token.range)
        }
        advance()
        var argument: ExpressionNode?
        if !at(.semicolon), !at(.closeBrace), !isAtEnd, !token.isOnNewLine { argument = parseExpression() }
        takeSemicolon()
        return ReturnStatement(range: stretch(from: start), argument: argument)
    }

    /// "break", "break label"
    private mutating func parseBreakStatement() -> BreakStatement {
        let start = token.start
        advance()
        let label = parseJumpLabel()
        if let label {
            if !function.labels.contains(where: { $0.name == label.text }) { reportNoLabel(label) }
        } else if function.breakableDepth == 0, function.loopDepth == 0 {
            report("found `break` outside of a loop and of `switch`", at: start..<start + 5)
        }
        takeSemicolon()
        return BreakStatement(range: stretch(from: start), label: label)
    }

    /// "continue", "continue label"
    private mutating func parseContinueStatement() -> ContinueStatement {
        let start = token.start
        advance()
        let label = parseJumpLabel()
        if let label {
            if !function.labels.contains(where: { $0.name == label.text && $0.isLoop }) { reportNoLabel(label) }
        } else if function.loopDepth == 0 {
            report("found `continue` outside of a loop", at: start..<start + 8)
        }
        takeSemicolon()
        return ContinueStatement(range: stretch(from: start), label: label)
    }

    private mutating func parseJumpLabel() -> Name? {
        guard token.isIdentifier, !token.isOnNewLine else { return nil }
        let name = Name(text: lexer.name(of: token), range: token.range)
        advance()
        return name
    }

    private mutating func reportNoLabel(_ label: Name) {
        report("found no loop around this place with the label `\(label.text)`", at: label.range)
    }

    // MARK: - Ends

    /// ";", or one of the places where it may be left out.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-automatic-semicolon-insertion
    mutating func takeSemicolon() {
        if take(.semicolon) || token.isOnNewLine || at(.closeBrace) || isAtEnd { return }
        if token.kind.isCloser, !isOpenOutside(token.kind), brackets.last?.kind.closer != token.kind {
            takeStrayCloser()
            _ = take(.semicolon)
            return
        }
        reportUnexpected(expected: "an operator, `;` or a new line")
    }

    /// Passes over the rest of a broken statement.
    private mutating func skipToStatementEnd(from start: Int) {
        let faults = lexer.diagnostics.count
        defer { lexer.forgetFaults(after: faults) }
        var nesting = 0
        while !isAtEnd {
            if nesting == 0 {
                if at(.closeBrace), !brackets.isEmpty { break }
                if token.start > start, token.isOnNewLine, isAtStatementStart() { break }
                if token.start > start, lexer.isAtLeftMargin(token), !token.kind.isCloser { break }
            }
            let isEnd = nesting == 0 && at(.semicolon)
            if token.kind.closer != nil { nesting += 1 }
            if token.kind.isCloser { nesting = max(0, nesting - 1) }
            advance()
            if isEnd { break }
        }
        isRecovering = lexer.isStopped
    }

    private func isAtStatementStart() -> Bool {
        switch token.keyword {
        case .const, .let, .var, .function, .class, .export, .import, .if, .for, .while, .do, .switch, .try, .throw,
            .return, .enum, .type, .interface, .async, .declare:
            peek().kind != .colon && peek().kind != .comma
        default:
            false
        }
    }
}
