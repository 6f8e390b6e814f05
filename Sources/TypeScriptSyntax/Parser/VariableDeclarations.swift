/// LexicalDeclaration, VariableStatement, and the dispatch to all other declarations.
///
/// Reference: https://tc39.es/ecma262/#sec-declarations-and-the-variable-statement
extension Parser {
    /// What begins with `const`, `let`, `class`, `function`, `async function`, `enum`, `import`, `export`.
    mutating func parseDeclaration(_ place: StatementPlace) -> StatementNode? {
        let start = token.start
        switch token.keyword {
        case .const where peek().keyword == .enum:
            advance()
            return .enum(parseEnumDeclaration(isConst: true, from: start))
        case .let where !isLetDeclaration():
            reportUnexpected(expected: "a statement", help: "`let` is followed by the name of a variable")
            advance()
            return nil
        case .const, .let:
            checkPlace(place, of: token.keyword)
            return .variable(parseVariableStatement())
        case .class:
            checkPlace(place, of: .class)
            return .class(parseClass(isExpression: false, requiresName: true))
        case .enum:
            return .enum(parseEnumDeclaration(isConst: false, from: start))
        case .import:
            let next = peek().kind
            if next == .openParenthesis || next == .dot { return parseExpressionStatement() }
            checkTopLevel("`import`")
            return parseImportDeclaration()
        case .export:
            checkTopLevel("`export`")
            return parseExportDeclaration()
        default:
            checkPlace(place, of: .function)
            return parseFunctionDeclaration().map { .function($0) }
        }
    }

    private mutating func parseExpressionStatement() -> StatementNode {
        let start = token.start
        let expression = parseExpression()
        takeSemicolon()
        return .expression(ExpressionStatement(range: stretch(from: start), expression: expression))
    }

    private mutating func checkPlace(_ place: StatementPlace, of keyword: Keyword) {
        guard place == .body else { return }
        report(
            "found `\(keyword.spelling)` where a single statement belongs", at: token.range,
            help: "put braces around the declaration")
    }

    private mutating func checkTopLevel(_ name: String) {
        guard namespaceDepth == 0, !brackets.isEmpty || !function.isTopLevel else { return }
        report(
            "found \(name) inside braces", at: token.range,
            help: brackets.last.map {
                "it belongs to the top level of the file; is the bracket in \(describePlace($0.start)) closed?"
            })
    }

    // MARK: - Variables

    /// "const a = 1, { b }: T = c;"
    mutating func parseVariableStatement() -> VariableDeclaration {
        let start = token.start
        let kind: VariableDeclaration.Kind = at(.var) ? .var : at(.let) ? .let : .const
        advance()
        let first = parseVariableDeclarator(kind, requiresInitializer: true)
        let declarators = parseVariableDeclarators(kind, after: first)
        takeSemicolon()
        return VariableDeclaration(range: stretch(from: start), kind: kind, declarators: declarators)
    }

    /// ", b = c, d"
    mutating func parseVariableDeclarators(
        _ kind: VariableDeclaration.Kind, after first: VariableDeclarator
    ) -> [VariableDeclarator] {
        var declarators = [first]
        while !isRecovering, take(.comma) {
            declarators.append(parseVariableDeclarator(kind, requiresInitializer: true))
        }
        return declarators
    }

    /// "a: T = b", "a!: T", "{ a } = b"
    mutating func parseVariableDeclarator(
        _ kind: VariableDeclaration.Kind, requiresInitializer: Bool
    ) -> VariableDeclarator {
        let start = token.start
        let target = parseBindingTarget()
        declareNames(of: target, as: kind == .var ? .var : .lexical)
        if at(.exclamation), !token.isOnNewLine { advance() }
        let annotation = token
        let isAnnotated = take(.colon)
        if isAnnotated { skipType() }
        let initializer = take(.assign) ? parseAssignmentExpression() : nil
        if initializer == nil, requiresInitializer, !isRecovering {
            checkInitializer(kind, target, annotation: isAnnotated ? annotation : nil)
        }
        return VariableDeclarator(range: stretch(from: start), target: target, initializer: initializer)
    }

    mutating func checkInitializer(
        _ kind: VariableDeclaration.Kind, _ target: PatternNode, annotation: Token?
    ) {
        if isAmbient { return }
        if case .identifier = target, kind != .const { return }
        var help = "a `\(kind.rawValue)` gets its value where it is declared"
        if let annotation {
            help = "what follows `:` in \(describePlace(annotation.start)) is a type; a value follows `=`"
        } else if at(.equal) || at(.strictEqual) {
            help = "`=` gives a value, `===` compares"
        }
        reportUnexpected(expected: "`=`", help: help)
        if token.isOnNewLine || at(.semicolon) || isAtEnd { isRecovering = false }
    }

    /// Whether the word `let` begins a declaration.
    func isLetDeclaration() -> Bool {
        let next = peek()
        return next.isIdentifier || next.kind == .openBrace || next.kind == .openBracket
            || (next.kind == .identifier && !next.isOnNewLine && next.keyword != .in && next.keyword != .instanceof)
    }

    // MARK: - Enums

    /// "enum A { b, c = 1, 'd' = 'e' }"
    private mutating func parseEnumDeclaration(isConst: Bool, from start: Int) -> EnumDeclaration {
        advance()
        let name = parseBindingIdentifier(expected: "the enum's name")
        declare(name, as: .enum)
        var members: [EnumMember] = []
        guard at(.openBrace) else {
            reportUnexpected(expected: "`{`")
            return EnumDeclaration(range: stretch(from: start), name: name, isConst: isConst, members: [])
        }
        _ = parseBracketedList({ $0.kind == .identifier || $0.kind == .string }) { parser in
            if let member = parser.parseEnumMember() { members.append(member) }
        }
        return EnumDeclaration(range: stretch(from: start), name: name, isConst: isConst, members: members)
    }

    private mutating func parseEnumMember() -> EnumMember? {
        let start = token.start
        let name: StringValue
        switch parsePropertyKey() {
        case .identifier(let identifier): name = StringValue(identifier.name)
        case .string(let literal), .computed(.string(let literal)): name = literal.value
        case nil: return nil
        default:
            report("found a member of an enum without a plain name", at: stretch(from: start))
            return nil
        }
        if at(.colon) {
            reportUnexpected(expected: "`=`, `,` or `}`", help: "in an enum the value follows `=`")
            return nil
        }
        let initializer = take(.assign) ? parseAssignmentExpression() : nil
        return EnumMember(range: stretch(from: start), name: name, initializer: initializer)
    }
}
