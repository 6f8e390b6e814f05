/// ArrowFunction, AsyncArrowFunction, and the parenthesized expression that looks like the first half of one.
///
/// Parameters in parentheses are parsed as expressions, types between them dropped, and turned into patterns once the
/// `=>` is seen; so nothing is parsed twice.
///
/// Reference: https://tc39.es/ecma262/#sec-arrow-function-definitions
extension Parser {
    /// What stood between two commas in parentheses.
    private struct CoverItem {
        let range: Range<Int>
        var expression: ExpressionNode
        var defaultValue: ExpressionNode?
        var isRest = false
        /// The `?` or `:` that only a parameter may have.
        var annotation: Range<Int>?
    }

    /// "(a)", "(a, b)", "(a: T, { b }?: U, ...c) => d"
    mutating func parseParenthesized() -> ExpressionNode {
        let start = token.start
        let (items, range) = parseCoverItems()
        if isAtArrow(after: items) { return .function(parseArrowFunction(of: items, isAsync: false, from: start)) }
        return parenthesizedExpression(items, range)
    }

    /// "async () => a", "async a => b", "async function () {}", "async(a)"; nothing when `async` is a plain name.
    mutating func parseOptionalAsync() -> ExpressionNode? {
        let word = token
        let next = peek()
        guard !next.isOnNewLine else { return nil }
        switch next.kind {
        case .identifier where next.keyword == .function:
            return .function(parseFunctionExpression())
        // "async a => b"
        case .identifier where next.isIdentifier && isArrowAfterNext():
            advance()
            let parameter = Identifier(range: token.range, name: lexer.name(of: token))
            advance()
            return .function(parseArrowFunction(of: parameter, isAsync: true, from: word.start))
        // "async <T>(a: T) => b"
        case .lessThan:
            let isGeneric = attempt { parser in
                parser.advance()
                parser.skipTypeParametersOrArguments()
                return parser.at(.openParenthesis)
            }
            return isGeneric ? parseAsyncArrowOrCall(word) : nil
        // "async (a) => b", "async(a)"
        case .openParenthesis:
            advance()
            return parseAsyncArrowOrCall(word)
        default:
            return nil
        }
    }

    /// At the parentheses after the word `async`.
    private mutating func parseAsyncArrowOrCall(_ word: Token) -> ExpressionNode {
        let (items, range) = parseCoverItems()
        if isAtArrow(after: items) {
            return .function(parseArrowFunction(of: items, isAsync: true, from: word.start))
        }
        reportAnnotations(items)
        let arguments = items.map { item in
            item.isRest ? Argument.spread(item.expression) : Argument.expression(item.expression)
        }
        let callee = Identifier(range: word.range, name: "async")
        valueUses["async", default: 0] += 1
        return .call(
            CallExpression(
                range: stretch(from: word.start), callee: .identifier(callee), arguments: arguments,
                argumentsRange: range, isOptional: false))
    }

    private func isArrowAfterNext() -> Bool {
        var ahead = lexer
        ahead.isTrying = true
        _ = ahead.next()
        let arrow = ahead.next()
        return arrow.kind == .arrow && !arrow.isOnNewLine
    }

    /// "a => b", whose parameter has been taken.
    mutating func parseArrowFunction(of parameter: Identifier, isAsync: Bool, from start: Int) -> FunctionNode {
        let parameters = [
            Parameter(
                range: parameter.range, target: .identifier(parameter), defaultValue: nil, isRest: false,
                isProperty: false)
        ]
        return parseArrowBody(parameters, isAsync: isAsync, from: start)
    }

    private mutating func parseArrowFunction(of items: [CoverItem], isAsync: Bool, from start: Int) -> FunctionNode {
        var parameters: [Parameter] = []
        for (index, item) in items.enumerated() {
            guard let element = bindingElement(item) else { continue }
            if item.isRest, index < items.count - 1 {
                report("found a parameter after `...`", at: items[index + 1].range, help: "`...` comes last")
            }
            parameters.append(
                Parameter(
                    range: item.range, target: element.target, defaultValue: element.defaultValue,
                    isRest: item.isRest, isProperty: false))
        }
        return parseArrowBody(parameters, isAsync: isAsync, from: start)
    }

    /// "=> a", "=> { … }"
    private mutating func parseArrowBody(_ parameters: [Parameter], isAsync: Bool, from start: Int) -> FunctionNode {
        advance()
        let outer = function
        function = outer.inner(kind: .arrow, isAsync: isAsync, isGenerator: false)
        let bodyStart = token.start
        let (body, _) = parseInScope(isFunction: true) { parser -> FunctionNode.Body in
            parser.declareParameters(parameters)
            if parser.at(.openBrace) { return .statements(parser.parseFunctionStatements()) }
            return .expression(parser.parseAssignmentExpression())
        }
        let inner = function
        function = outer
        if inner.mentionsArguments { function.mentionsArguments = true }
        return FunctionNode(
            range: stretch(from: start), kind: .arrow, isAsync: isAsync, isGenerator: false, name: nil,
            parameters: parameters, body: body, bodyRange: stretch(from: bodyStart),
            varDeclaredNames: inner.varNames, mentionsArguments: inner.mentionsArguments)
    }

    // MARK: - Parentheses

    private mutating func parseCoverItems() -> ([CoverItem], Range<Int>) {
        var items: [CoverItem] = []
        let range = parseBracketedList(Self.canBeginElement) { parser in items.append(parser.parseCoverItem()) }
        return (items, range)
    }

    /// "a", "a = b", "{ a }: T = b", "a?: T", "...a: T"
    private mutating func parseCoverItem() -> CoverItem {
        let start = token.start
        let isRest = take(.ellipsis)
        var item = CoverItem(range: start..<start, expression: parseAssignmentExpression(), isRest: isRest)
        if at(.question) || at(.colon) {
            item.annotation = token.range
            _ = take(.question)
            if take(.colon) { skipType() }
            if take(.assign) { item.defaultValue = parseAssignmentExpression() }
        }
        return CoverItem(
            range: stretch(from: start), expression: item.expression, defaultValue: item.defaultValue,
            isRest: isRest, annotation: item.annotation)
    }

    /// At "=>", or before a return type that leads to it, which is then dropped.
    private mutating func isAtArrow(after items: [CoverItem]) -> Bool {
        if at(.arrow) { return !token.isOnNewLine }
        guard at(.colon), !isRecovering else { return false }
        if isInConsequent, !items.isEmpty, !items.contains(where: { $0.annotation != nil }) { return false }
        return attempt { parser in
            parser.advance()
            parser.skipReturnType()
            return parser.at(.arrow) && !parser.token.isOnNewLine
        }
    }

    private mutating func parenthesizedExpression(_ items: [CoverItem], _ range: Range<Int>) -> ExpressionNode {
        reportAnnotations(items)
        if let rest = items.first(where: \.isRest) {
            report("found `...` in parentheses", at: rest.range, help: "it belongs in `[ ]`, in `{ }` or in a call")
        }
        guard let first = items.first else {
            reportUnexpected(
                expected: "`=>` after `()`", help: "write `() => value` for a function without parameters")
            return missingExpression()
        }
        let expression =
            items.count == 1
            ? first.expression
            : .sequence(
                SequenceExpression(
                    range: first.range.lowerBound..<(items.last ?? first).range.upperBound,
                    expressions: items.map(\.expression)))
        lastParenthesized = expression.range
        return expression
    }

    /// Types and `?` that only parameters have, where no `=>` has come.
    private mutating func reportAnnotations(_ items: [CoverItem]) {
        guard let annotation = items.lazy.compactMap(\.annotation).first else { return }
        report(
            "found a parameter's type, and after the `)` \(describe(token)), expected `=>`", at: annotation,
            help: "an arrow function has `=>` between its parameters and its body")
    }

    private mutating func bindingElement(_ item: CoverItem) -> PatternElement? {
        guard let element = patternElement(item.expression, as: .binding) else { return nil }
        return PatternElement(
            range: item.range, target: element.target, defaultValue: item.defaultValue ?? element.defaultValue)
    }
}
