/// ObjectLiteral, and the property names that it shares with classes and patterns.
///
/// Reference: https://tc39.es/ecma262/#sec-object-initializer
extension Parser {
    /// "{ a: 1, b, [c]: 2, d() {}, get e() {}, ...f }"
    mutating func parseObjectLiteral() -> ExpressionNode {
        var members: [ObjectMember] = []
        let range = parseBracketedList({ $0.kind == .ellipsis || Self.canBeginPropertyKey($0) }) { parser in
            if let member = parser.parseObjectMember() { members.append(member) }
        }
        return .object(ObjectLiteral(range: range, members: members))
    }

    private mutating func parseObjectMember() -> ObjectMember? {
        let start = token.start
        // "...f"
        if take(.ellipsis) { return .spread(parseAssignmentExpression()) }

        let modifiers = parseMethodModifiers()
        let keyToken = token
        guard let key = parsePropertyKey() else { return nil }

        // "d() {}", "get e() {}", "async *f<T>() {}"
        if modifiers.isMethod || at(.openParenthesis) || at(.lessThan) {
            let function = parseMethod(modifiers, from: start)
            return .method(
                MethodDefinition(range: stretch(from: start), key: key, isStatic: false, function: function))
        }
        // "a: 1"
        if take(.colon) {
            let value = parseAssignmentExpression()
            return .property(
                PropertyDefinition(range: stretch(from: start), key: key, value: value, isShorthand: false))
        }
        return .property(parseShorthand(key, of: keyToken))
    }

    /// "b", and "b = 1", which only a pattern may hold.
    private mutating func parseShorthand(_ key: PropertyKey, of keyToken: Token) -> PropertyDefinition {
        let range = keyToken.range
        guard case .identifier(let name) = key, keyToken.isIdentifier else {
            reportUnexpected(expected: "`:` after the property name", help: helpForMissingColon(keyToken))
            return PropertyDefinition(range: range, key: key, value: missingExpression(), isShorthand: false)
        }
        let identifier = Identifier(range: range, name: name.name)
        valueUses[name.name, default: 0] += 1
        if name.name == "arguments" { function.mentionsArguments = true }
        guard at(.assign) else {
            return PropertyDefinition(range: range, key: key, value: .identifier(identifier), isShorthand: true)
        }
        coverInitializers[range.lowerBound] = token.range
        advance()
        let initializer = parseAssignmentExpression()
        let value = AssignmentExpression(
            range: stretch(from: range.lowerBound), operator: .assign, target: .identifier(identifier),
            value: initializer)
        return PropertyDefinition(
            range: value.range, key: key, value: .assignment(value), isShorthand: true)
    }

    private func helpForMissingColon(_ key: Token) -> String? {
        if at(.plus) { return "put brackets around a computed name: `[a + b]: …`" }
        if key.kind == .identifier, key.keyword.isReserved, !at(.assign) {
            return "`\(key.keyword.spelling)` is a reserved word and cannot stand for a variable"
        }
        return at(.comma) || token.kind.isCloser
            ? "a property is a name, `:` and a value" : "a property's value follows `:`"
    }

    // MARK: - Modifiers

    struct MethodModifiers {
        var kind = FunctionNode.Kind.method
        var isAsync = false
        var isGenerator = false

        /// Something before the name says that a method follows.
        var isMethod: Bool { kind != .method || isAsync || isGenerator }
    }

    /// "async", "*", "get", "set" before a name
    mutating func parseMethodModifiers() -> MethodModifiers {
        var modifiers = MethodModifiers()
        if at(.async), isModifier({ !$0.isOnNewLine && ($0.kind == .star || Self.canBeginPropertyKey($0)) }) {
            modifiers.isAsync = true
            advance()
        }
        if take(.star) { modifiers.isGenerator = true }
        if !modifiers.isMethod, at(.get) || at(.set), isModifier(Self.canBeginPropertyKey) {
            modifiers.kind = at(.get) ? .getter : .setter
            advance()
        }
        return modifiers
    }

    /// Whether the word `token` is a modifier and not itself the name, judged by the token after it.
    func isModifier(_ condition: (Token) -> Bool) -> Bool {
        condition(peek())
    }

    // MARK: - Property names

    static func canBeginPropertyKey(_ token: Token) -> Bool {
        switch token.kind {
        case .identifier, .string, .number, .bigInt, .openBracket, .privateName: true
        default: false
        }
    }

    /// "a", "'a'", "1", "[a]", "#a"
    mutating func parsePropertyKey() -> PropertyKey? {
        let range = token.range
        switch token.kind {
        case .identifier:
            let name = lexer.name(of: token)
            advance()
            return .identifier(Identifier(range: range, name: name))
        case .privateName:
            let name = lexer.name(of: token)
            advance()
            return .private(Identifier(range: range, name: name))
        case .string:
            return .string(parseStringLiteral())
        case .number:
            let value = lexer.numericValue(of: token)
            advance()
            return .number(NumericLiteral(range: range, value: value))
        case .bigInt:
            let digits = lexer.bigIntDigits(of: token)
            advance()
            return .string(StringLiteral(range: range, value: StringValue(digits)))
        case .openBracket:
            return .computed(parseBracketed { $0.parseAssignmentExpression() })
        case .template, .templateHead:
            reportUnexpected(
                expected: "a property name", help: "put brackets around a computed name")
            return nil
        default:
            reportUnexpected(expected: "a property name")
            return nil
        }
    }
}
