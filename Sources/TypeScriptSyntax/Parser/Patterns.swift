/// BindingPattern, in declarations and parameters.
///
/// Reference: https://tc39.es/ecma262/#sec-destructuring-binding-patterns
extension Parser {
    /// "a", "{ a, b: c }", "[a, b]"
    mutating func parseBindingTarget() -> PatternNode {
        let outer = enter()
        defer { leave(outer) }
        switch token.kind {
        case .openBrace: return .object(parseObjectPattern())
        case .openBracket: return .array(parseArrayPattern())
        default: return .identifier(parseBindingIdentifier())
        }
    }

    /// A name that is declared.
    mutating func parseBindingIdentifier(expected: String = "a name") -> Identifier {
        guard token.isIdentifier else {
            let isReserved = token.kind == .identifier
            reportUnexpected(
                expected: expected,
                help: isReserved ? "`\(token.keyword.spelling)` is a reserved word; choose another name" : nil)
            if isReserved, !token.isOnNewLine { advance() }
            return Identifier(range: previousEnd..<previousEnd, name: "")
        }
        noteIllFormedName()
        let identifier = Identifier(range: token.range, name: lexer.name(of: token))
        advance()
        return identifier
    }

    /// "{ a, b: c = 1, [d]: e, ...rest }"
    private mutating func parseObjectPattern() -> ObjectPattern {
        var properties: [PatternProperty] = []
        var rest: PatternNode?
        let range = parseBracketedList({ $0.kind == .ellipsis || Self.canBeginPropertyKey($0) }) { parser in
            if let rest { parser.reportRestBefore(rest) }
            if parser.take(.ellipsis) {
                rest = .identifier(parser.parseBindingIdentifier())
            } else if let property = parser.parsePatternProperty() {
                properties.append(property)
            }
        }
        return ObjectPattern(range: range, properties: properties, rest: rest)
    }

    /// "a", "a = 1", "b: c = 1"
    private mutating func parsePatternProperty() -> PatternProperty? {
        let keyToken = token
        guard let key = parsePropertyKey() else { return nil }
        if take(.colon) {
            let element = parseBindingElement()
            return PatternProperty(range: stretch(from: keyToken.start), key: key, element: element)
        }
        guard case .identifier(let identifier) = key, keyToken.isIdentifier else {
            reportUnexpected(expected: "`:` after the property name")
            return nil
        }
        let defaultValue = take(.assign) ? parseAssignmentExpression() : nil
        let element = PatternElement(
            range: stretch(from: keyToken.start), target: .identifier(identifier), defaultValue: defaultValue)
        return PatternProperty(range: element.range, key: key, element: element)
    }

    /// "[a, , b = 1, ...rest]"
    private mutating func parseArrayPattern() -> ArrayPattern {
        var elements: [PatternElement?] = []
        var rest: PatternNode?
        let range = parseBracketedList(Self.canBeginBinding) { parser in
            if let rest { parser.reportRestBefore(rest) }
            if parser.at(.comma) {
                elements.append(nil)
            } else if parser.take(.ellipsis) {
                rest = parser.parseBindingTarget()
            } else {
                elements.append(parser.parseBindingElement())
            }
        }
        return ArrayPattern(range: range, elements: elements, rest: rest)
    }

    /// "a = 1", "{ a } = b"
    private mutating func parseBindingElement() -> PatternElement {
        let start = token.start
        let target = parseBindingTarget()
        let defaultValue = take(.assign) ? parseAssignmentExpression() : nil
        return PatternElement(range: stretch(from: start), target: target, defaultValue: defaultValue)
    }

    static func canBeginBinding(_ token: Token) -> Bool {
        token.isIdentifier || token.kind == .openBrace || token.kind == .openBracket || token.kind == .ellipsis
    }

    private mutating func reportRestBefore(_ rest: PatternNode) {
        report("found `...` before other elements of a pattern", at: rest.range, help: "`...` comes last")
    }
}
