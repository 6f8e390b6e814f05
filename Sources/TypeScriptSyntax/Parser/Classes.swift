/// ClassDeclaration, ClassExpression and their members.
///
/// Reference: https://tc39.es/ecma262/#sec-class-definitions
extension Parser {
    /// "class A<T> extends B<T> implements C { … }"
    mutating func parseClass(isExpression: Bool, requiresName: Bool = false) -> ClassNode {
        let outer = enter()
        defer { leave(outer) }
        let start = token.start
        advance()
        let isNamed = token.isIdentifier && !(at(.implements) && peek().kind != .openBrace)
        let name = isNamed || requiresName ? parseBindingIdentifier(expected: "the class's name") : nil
        if let name, !isExpression { declare(name, as: .lexical) }
        if at(.lessThan) { skipTypeParameters() }
        let superclass = parseHeritage()
        guard at(.openBrace) else {
            reportUnexpected(expected: "`{`")
            return ClassNode(
                range: stretch(from: start), name: name, superclass: superclass, constructor: nil, members: [])
        }
        let (constructor, members) = parseClassBody(isDerived: superclass != nil)
        return ClassNode(
            range: stretch(from: start), name: name, superclass: superclass, constructor: constructor,
            members: members)
    }

    /// "extends B<T> implements C, D"
    private mutating func parseHeritage() -> ExpressionNode? {
        var superclass: ExpressionNode?
        if take(.extends) {
            let base = parseLeftHandSideExpression()
            if isBareArrow(base) { report("found an arrow function after `extends`", at: base.range) }
            superclass = base
            // Type arguments right before the `{` of the body are none that an expression would take.
            if at(.lessThan) { skipTypeArguments() }
        }
        if take(.implements) {
            repeat { skipType() } while take(.comma)
        }
        return superclass
    }

    private mutating func parseClassBody(isDerived: Bool) -> (FunctionNode?, [ClassMember]) {
        var constructor: FunctionNode?
        var members: [ClassMember] = []
        _ = openBracket()
        while !isAtEnd, !at(.closeBrace) {
            if take(.semicolon) { continue }
            let before = token.start
            switch parseClassElement(isDerived: isDerived) {
            case .constructor(let function)?:
                if constructor != nil { report("found a second constructor", at: before..<before + 11) }
                constructor = function
            case .member(let member)?:
                members.append(member)
            case nil:
                break
            }
            if isRecovering { skipToMemberEnd(from: before) }
        }
        closeBracket()
        return (constructor, members)
    }

    private enum ClassElement {
        case constructor(FunctionNode)
        case member(ClassMember)
    }

    private struct ClassModifiers {
        var isStatic = false
        var isAbstract = false
        var isDeclare = false
    }

    /// A member; nothing for those that only types have.
    private mutating func parseClassElement(isDerived: Bool) -> ClassElement? {
        let start = token.start
        if at(.at) { skipDecorators() }
        // "static { … }"
        if at(.static), peek().kind == .openBrace {
            advance()
            return .member(.staticBlock(parseStaticBlock(from: start)))
        }
        let modifiers = parseClassModifiers()
        if isAtIndexSignature() {
            skipIndexSignature()
            return nil
        }
        let methodModifiers = parseMethodModifiers()
        let keyToken = token
        guard let key = parsePropertyKey() else { return nil }
        // "a?: T", "a!: T"
        if at(.question) || at(.exclamation), !token.isOnNewLine { advance() }

        guard methodModifiers.isMethod || at(.openParenthesis) || at(.lessThan) else {
            return parseField(key, modifiers, from: start)
        }
        // "constructor() {}"
        if !modifiers.isStatic, !methodModifiers.isMethod, isConstructor(key) {
            let kind: FunctionNode.Kind = isDerived ? .derivedConstructor : .constructor
            return parseFunctionRest(kind, isAsync: false, isGenerator: false, name: nil, from: start)
                .map { .constructor($0) }
        }
        // "a() {}", "get a() {}", "static async *a() {}", and the bodiless "abstract a(): T", "a(): T"
        let function = parseFunctionRest(
            methodModifiers.kind, isAsync: methodModifiers.isAsync, isGenerator: methodModifiers.isGenerator,
            name: nil, from: keyToken.start)
        guard let function, !modifiers.isAbstract else { return nil }
        return .member(
            .method(
                MethodDefinition(
                    range: stretch(from: start), key: key, isStatic: modifiers.isStatic, function: function)))
    }

    /// "a: T = b"
    private mutating func parseField(
        _ key: PropertyKey, _ modifiers: ClassModifiers, from start: Int
    ) -> ClassElement? {
        if take(.colon) { skipType() }
        var value: ExpressionNode?
        if take(.assign) {
            let outer = function
            function = outer.inner(kind: .method, isAsync: false, isGenerator: false)
            value = parseAssignmentExpression()
            function = outer
        }
        takeFieldEnd()
        if modifiers.isAbstract || modifiers.isDeclare { return nil }
        return .member(
            .field(
                FieldDefinition(
                    range: stretch(from: start), key: key, isStatic: modifiers.isStatic, value: value)))
    }

    private mutating func takeFieldEnd() {
        if take(.semicolon) || token.isOnNewLine || at(.closeBrace) || isAtEnd { return }
        reportUnexpected(
            expected: "`;` or a new line", help: at(.comma) ? "members of a class are separated by `;`" : nil)
    }

    private mutating func parseStaticBlock(from start: Int) -> StaticBlock {
        let outer = function
        function = outer.inner(kind: .method, isAsync: false, isGenerator: false)
        function.allowsReturn = false
        let (statements, _) = parseInScope(isFunction: true) { $0.parseFunctionStatements() }
        let names = function.varNames
        function = outer
        return StaticBlock(range: stretch(from: start), statements: statements, varDeclaredNames: names)
    }

    /// "public", "static", "abstract", "readonly", "declare", "override", "accessor"
    private mutating func parseClassModifiers() -> ClassModifiers {
        var modifiers = ClassModifiers()
        while true {
            switch token.keyword {
            case .public, .private, .protected, .readonly, .override, .static, .abstract, .declare, .accessor: break
            default: return modifiers
            }
            guard
                isModifier({ next in
                    next.kind == .star || (Self.canBeginPropertyKey(next) && (!next.isOnNewLine || self.at(.static)))
                })
            else { return modifiers }
            switch token.keyword {
            case .static: modifiers.isStatic = true
            case .abstract: modifiers.isAbstract = true
            case .declare: modifiers.isDeclare = true
            case .accessor:
                reportUnsupported("`accessor` fields are", at: token.range, help: "write a getter and a setter")
            default: break
            }
            advance()
        }
    }

    private func isConstructor(_ key: PropertyKey) -> Bool {
        switch key {
        case .identifier(let name): name.name == "constructor"
        case .string(let literal): literal.value.text == "constructor"
        default: false
        }
    }

    /// "[key: T]: U", whose first three tokens no computed name has.
    private func isAtIndexSignature() -> Bool {
        guard at(.openBracket) else { return false }
        var ahead = lexer
        ahead.isTrying = true
        return ahead.next().isIdentifier && ahead.next().kind == .colon
    }

    private mutating func skipToMemberEnd(from start: Int) {
        let faults = lexer.diagnostics.count
        defer { lexer.forgetFaults(after: faults) }
        var nesting = 0
        while !isAtEnd {
            if nesting == 0, at(.closeBrace) || (token.isOnNewLine && token.start > start) { break }
            if token.kind.closer != nil { nesting += 1 }
            if token.kind.isCloser { nesting = max(0, nesting - 1) }
            let isEnd = nesting == 0 && at(.semicolon)
            advance()
            if isEnd { break }
        }
        isRecovering = isAtEnd
    }

    // MARK: - Decorators

    /// "@decorator(a)", which is refused by name.
    mutating func skipDecorators() {
        reportUnsupported("decorators are", at: token.range, help: "call the function on the class instead")
        while at(.at) {
            let outer = enter()
            advance()
            _ = parseLeftHandSideExpression()
            leave(outer)
        }
    }
}
