/// LeftHandSideExpression: members, calls, `new`, optional chains.
///
/// Reference: https://tc39.es/ecma262/#sec-left-hand-side-expressions
extension Parser {
    /// "a.b", "a[b]", "a(b)", "a?.b", "a`b`", "new A(b)", "a!"
    mutating func parseLeftHandSideExpression() -> ExpressionNode {
        let start = token.start
        let primary = parsePrimaryExpression()
        return isBareArrow(primary) ? primary : parseSuffixes(of: primary, from: start, allowsCalls: true)
    }

    /// The members and calls after `object`, which began at `start`.
    private mutating func parseSuffixes(
        of object: ExpressionNode, from start: Int, allowsCalls: Bool
    ) -> ExpressionNode {
        var object = object
        var isChain = false
        while true {
            switch token.kind {
            // "a.b"
            case .dot:
                advance()
                object = parseMember(of: object, from: start, isOptional: false)
            // "a?.b", "a?.[b]", "a?.(b)"
            case .questionDot:
                guard allowsCalls else { return object }
                isChain = true
                object = parseOptionalSuffix(of: object, from: start)
            // "a[b]"
            case .openBracket:
                object = parseIndex(of: object, from: start, isOptional: false)
            // "a(b)"
            case .openParenthesis:
                guard allowsCalls else { return object }
                object = parseCall(of: object, from: start, isOptional: false)
            // "a`b`"
            case .template, .templateHead:
                if isChain {
                    report("found a template after `?.`", at: token.range, help: "call the tag without `?.`")
                }
                let template = parseTemplateLiteral(isTagged: true)
                object = .taggedTemplate(
                    TaggedTemplate(range: stretch(from: start), tag: object, template: template))
            // "a!"
            case .exclamation where !token.isOnNewLine:
                advance()
            // "a<T>(b)", "a<T>`b`", "new A<T>(b)"
            case .lessThan, .shiftLeft:
                guard attemptTypeArguments() else { return finishChain(object, from: start, isChain: isChain) }
            default:
                return finishChain(object, from: start, isChain: isChain)
            }
            link()
        }
    }

    private func finishChain(_ expression: ExpressionNode, from start: Int, isChain: Bool) -> ExpressionNode {
        isChain ? .optionalChain(OptionalChain(range: stretch(from: start), expression: expression)) : expression
    }

    /// The name after a `.` that has been taken.
    private mutating func parseMember(of object: ExpressionNode, from start: Int, isOptional: Bool) -> ExpressionNode {
        let name = Name(text: lexer.name(of: token), range: token.range)
        // "a.#b"
        if take(.privateName) {
            return .privateMember(
                PrivateMemberExpression(range: stretch(from: start), object: object, name: name, isOptional: isOptional)
            )
        }
        guard at(.identifier), !isStatementAfterDot() else {
            reportUnexpected(expected: "a property name after `.`")
            let missing = Name(text: "", range: previousEnd..<previousEnd)
            return .member(
                MemberExpression(range: stretch(from: start), object: object, property: missing, isOptional: isOptional)
            )
        }
        advance()
        return .member(
            MemberExpression(range: stretch(from: start), object: object, property: name, isOptional: isOptional))
    }

    /// "a." at the end of a line and then "const b": the name was forgotten.
    private func isStatementAfterDot() -> Bool {
        guard token.isOnNewLine, token.keyword.isReserved else { return false }
        return peekOnSameLine { $0.kind == .identifier || $0.kind == .openBrace }
    }

    /// "?.b", "?.[b]", "?.(b)", "?.<T>(b)"
    private mutating func parseOptionalSuffix(of object: ExpressionNode, from start: Int) -> ExpressionNode {
        advance()
        switch token.kind {
        case .openBracket:
            return parseIndex(of: object, from: start, isOptional: true)
        case .openParenthesis:
            return parseCall(of: object, from: start, isOptional: true)
        case .lessThan, .shiftLeft:
            if attemptTypeArguments(), at(.openParenthesis) {
                return parseCall(of: object, from: start, isOptional: true)
            }
            reportUnexpected(expected: "a property name after `?.`")
            return object
        case .template, .templateHead:
            report("found a template after `?.`", at: token.range, help: "call the tag without `?.`")
            return object
        default:
            return parseMember(of: object, from: start, isOptional: true)
        }
    }

    private mutating func parseIndex(of object: ExpressionNode, from start: Int, isOptional: Bool) -> ExpressionNode {
        let index = parseBracketed { $0.parseExpression() }
        return .index(
            IndexExpression(range: stretch(from: start), object: object, index: index, isOptional: isOptional))
    }

    private mutating func parseCall(of callee: ExpressionNode, from start: Int, isOptional: Bool) -> ExpressionNode {
        let (arguments, range) = parseArguments()
        return .call(
            CallExpression(
                range: stretch(from: start), callee: callee, arguments: arguments, argumentsRange: range,
                isOptional: isOptional))
    }

    /// "(a, ...b)"
    mutating func parseArguments() -> ([Argument], Range<Int>) {
        var arguments: [Argument] = []
        let range = parseBracketedList(Self.canBeginElement) { parser in
            if parser.take(.ellipsis) {
                arguments.append(.spread(parser.parseAssignmentExpression()))
            } else {
                arguments.append(.expression(parser.parseAssignmentExpression()))
            }
        }
        return (arguments, range)
    }

    // MARK: - new, super, import

    /// "new A(b)", "new A", "new a.B", "new.target"
    mutating func parseNewExpression() -> ExpressionNode {
        let outer = enter()
        defer { leave(outer) }
        let start = token.start
        advance()
        // "new.target"
        if take(.dot) {
            if lexer.name(of: token) != "target" {
                reportUnexpected(expected: "`target`")
            } else {
                advance()
            }
            if !function.allowsNewTarget {
                report("found `new.target` outside of a function", at: stretch(from: start))
            }
            return .newTarget(NewTarget(range: stretch(from: start)))
        }
        let calleeStart = token.start
        // "new async()" calls nothing before it creates.
        let primary = at(.async) ? .identifier(parseIdentifierReference()) : parsePrimaryExpression()
        if case .importCall = primary {
            report("found `import(…)` after `new`", at: primary.range, help: "put parentheses around it")
        }
        let callee = parseSuffixes(of: primary, from: calleeStart, allowsCalls: false)
        let arguments = at(.openParenthesis) ? parseArguments().0 : []
        return .new(NewExpression(range: stretch(from: start), callee: callee, arguments: arguments))
    }

    /// "super(a)", "super.a", "super[a]"
    mutating func parseSuper() -> ExpressionNode {
        let start = token.start
        advance()
        switch token.kind {
        case .openParenthesis:
            if !function.allowsSuperCall {
                report(
                    "found `super(…)` outside of the constructor of a derived class", at: stretch(from: start),
                    help: "a class has `super` only with `extends`")
            }
            let (arguments, _) = parseArguments()
            return .superCall(SuperCall(range: stretch(from: start), arguments: arguments))
        case .dot where peek().kind == .identifier:
            checkSuperProperty(stretch(from: start))
            advance()
            let name = Name(text: lexer.name(of: token), range: token.range)
            advance()
            return .superMember(SuperMember(range: stretch(from: start), property: name))
        case .openBracket:
            checkSuperProperty(stretch(from: start))
            let index = parseBracketed { $0.parseExpression() }
            return .superIndex(SuperIndex(range: stretch(from: start), index: index))
        default:
            reportUnexpected(expected: "`(`, `.` or `[` after `super`")
            return missingExpression()
        }
    }

    private mutating func checkSuperProperty(_ range: Range<Int>) {
        if !function.allowsSuperProperty { report("found `super` outside of a method", at: range) }
    }

    /// "import(a)", "import.meta"
    mutating func parseImportExpression() -> ExpressionNode {
        let start = token.start
        advance()
        if take(.dot) {
            if lexer.name(of: token) == "meta" {
                advance()
                isModule = true
            } else {
                reportUnexpected(expected: "`meta`")
            }
            return .importMeta(ImportMeta(range: stretch(from: start)))
        }
        guard at(.openParenthesis) else {
            reportUnexpected(
                expected: "`(` or `.` after `import`", help: "import statements belong to the top level of a file")
            return missingExpression()
        }
        let (arguments, _) = parseArguments()
        guard case .expression(let specifier) = arguments.first else {
            report("found `import()` without a module", at: stretch(from: start))
            return missingExpression()
        }
        return .importCall(ImportCall(range: stretch(from: start), specifier: specifier))
    }
}
