/// FunctionDeclaration, FunctionExpression, MethodDefinition, FormalParameters.
///
/// Reference: https://tc39.es/ecma262/#sec-ecmascript-language-functions-and-classes
extension Parser {
    /// "function f() {}", "async function* f<T>(a: T): U {}"; nothing for the overload "function f(): T;".
    mutating func parseFunctionDeclaration(requiresName: Bool = true) -> FunctionNode? {
        let start = token.start
        let isAsync = take(.async)
        advance()
        let isGenerator = take(.star)
        let name = token.isIdentifier || requiresName ? parseBindingIdentifier(expected: "the function's name") : nil
        let function = parseFunctionRest(
            .ordinary, isAsync: isAsync, isGenerator: isGenerator, name: name, from: start)
        if let name, function != nil { declare(name, as: .function) }
        return function
    }

    /// "function () {}", "async function f() {}"
    mutating func parseFunctionExpression() -> FunctionNode {
        let start = token.start
        let isAsync = take(.async)
        advance()
        let isGenerator = take(.star)
        let name = token.isIdentifier ? parseBindingIdentifier() : nil
        if let function = parseFunctionRest(
            .ordinary, isAsync: isAsync, isGenerator: isGenerator, name: name, from: start)
        {
            return function
        }
        reportUnexpected(expected: "`{`")
        return missingFunction(.ordinary, from: start)
    }

    /// "(a) {}" after the name of a method.
    mutating func parseMethod(_ modifiers: MethodModifiers, from start: Int) -> FunctionNode {
        let function = parseFunctionRest(
            modifiers.kind, isAsync: modifiers.isAsync, isGenerator: modifiers.isGenerator, name: nil, from: start)
        if let function {
            checkAccessor(function)
            return function
        }
        reportUnexpected(expected: "`{`", help: "a method has a body")
        return missingFunction(modifiers.kind, from: start)
    }

    private mutating func checkAccessor(_ function: FunctionNode) {
        let wanted: Int? = function.kind == .getter ? 0 : function.kind == .setter ? 1 : nil
        guard let wanted, function.parameters.count != wanted else { return }
        report(
            "found \(function.parameters.count) parameters, expected \(wanted == 0 ? "none of a getter" : "one of a setter")",
            at: function.range.lowerBound..<function.bodyRange.lowerBound)
    }

    /// "<T>(a: T): U { … }"; nothing where the body is missing, and a `;` or a line end stands in its place.
    mutating func parseFunctionRest(
        _ kind: FunctionNode.Kind, isAsync: Bool, isGenerator: Bool, name: Identifier?, from start: Int
    ) -> FunctionNode? {
        if at(.lessThan) { skipTypeParameters() }
        let outer = function
        function = outer.inner(kind: kind, isAsync: isAsync, isGenerator: isGenerator)
        defer { function = outer }
        let isConstructor = kind == .constructor || kind == .derivedConstructor
        let (node, _) = parseInScope(isFunction: true) { parser -> FunctionNode? in
            let parameters = parser.parseFormalParameters(isConstructor: isConstructor)
            if parser.take(.colon) { parser.skipReturnType() }
            guard parser.at(.openBrace) else {
                parser.takeOverloadEnd()
                return nil
            }
            parser.declareParameters(parameters)
            let bodyStart = parser.token.start
            let statements = parser.parseFunctionStatements()
            return FunctionNode(
                range: parser.stretch(from: start), kind: kind, isAsync: isAsync, isGenerator: isGenerator, name: name,
                parameters: parameters, body: .statements(statements), bodyRange: parser.stretch(from: bodyStart),
                varDeclaredNames: parser.function.varNames, mentionsArguments: parser.function.mentionsArguments)
        }
        return node
    }

    /// "{ … }" of a function, in the scope of its parameters.
    mutating func parseFunctionStatements() -> [StatementNode] {
        let outer = enter()
        defer { leave(outer) }
        _ = openBracket()
        let statements = parseStatementList()
        closeBracket()
        return statements
    }

    private mutating func takeOverloadEnd() {
        if take(.semicolon) || token.isOnNewLine || at(.closeBrace) || isAtEnd { return }
        reportUnexpected(
            expected: "`{`", help: at(.arrow) ? "only functions without the word `function` have `=>`" : nil)
    }

    // MARK: - Parameters

    /// "(this: T, a: U, { b }?: V, ...c)"
    private mutating func parseFormalParameters(isConstructor: Bool) -> [Parameter] {
        guard at(.openParenthesis) else {
            reportUnexpected(expected: "`(`")
            return []
        }
        var parameters: [Parameter] = []
        _ = parseBracketedList({ Self.canBeginBinding($0) || $0.kind == .at || $0.keyword == .this }) { parser in
            if let last = parameters.last, last.isRest {
                parser.report("found a parameter after `...`", at: parser.token.range, help: "`...` comes last")
            }
            if let parameter = parser.parseFormalParameter(isConstructor: isConstructor) {
                parameters.append(parameter)
            }
        }
        return parameters
    }

    /// "a", "a?: T", "a: T = b", "private readonly a: T", "...a"; nothing for "this: T".
    private mutating func parseFormalParameter(isConstructor: Bool) -> Parameter? {
        let start = token.start
        if at(.at) { skipDecorators() }
        let isProperty = takeParameterModifiers(isConstructor: isConstructor)
        // "this: T"
        if take(.this) {
            if take(.colon) { skipType() }
            return nil
        }
        let isRest = take(.ellipsis)
        let target = parseBindingTarget()
        _ = take(.question)
        if take(.colon) { skipType() }
        let defaultValue = take(.assign) ? parseAssignmentExpression() : nil
        if isProperty, case .identifier = target {
        } else if isProperty {
            report(
                "found a pattern as a parameter property", at: target.range, help: "only a name can become a property")
        }
        return Parameter(
            range: stretch(from: start), target: target, defaultValue: defaultValue, isRest: isRest,
            isProperty: isProperty)
    }

    /// "public", "private", "protected", "readonly", "override" before a parameter's name
    private mutating func takeParameterModifiers(isConstructor: Bool) -> Bool {
        var isProperty = false
        while token.kind == .identifier {
            switch token.keyword {
            case .public, .private, .protected, .readonly, .override: break
            default: return isProperty
            }
            guard isModifier({ Self.canBeginBinding($0) }) else { return isProperty }
            if !isConstructor {
                report(
                    "found `\(token.keyword.spelling)` before a parameter", at: token.range,
                    help: "only parameters of a constructor become properties")
            }
            isProperty = isConstructor
            advance()
        }
        return isProperty
    }

    mutating func declareParameters(_ parameters: [Parameter]) {
        for parameter in parameters { declareNames(of: parameter.target, as: .parameter) }
    }

    private func missingFunction(_ kind: FunctionNode.Kind, from start: Int) -> FunctionNode {
        FunctionNode(
            range: stretch(from: start), kind: kind, isAsync: false, isGenerator: false, name: nil, parameters: [],
            body: .statements([]), bodyRange: previousEnd..<previousEnd, varDeclaredNames: [],
            mentionsArguments: false)
    }
}
