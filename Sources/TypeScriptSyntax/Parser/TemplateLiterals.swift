/// TemplateLiteral.
///
/// Reference: https://tc39.es/ecma262/#sec-template-literals
extension Parser {
    /// "`a ${b} c`"
    mutating func parseTemplateLiteral(isTagged: Bool) -> TemplateLiteral {
        let start = token.start
        var elements: [TemplateElement] = []
        var substitutions: [ExpressionNode] = []
        elements.append(templateElement(isTagged: isTagged))
        while at(.templateHead) || at(.templateMiddle) {
            let head = token
            substitutions.append(parseSubstitution { $0.parseExpression() })
            guard at(.templateMiddle) || at(.templateTail) else {
                reportUnclosedSubstitution(head)
                elements.append(TemplateElement(range: previousEnd..<previousEnd, cooked: nil, raw: ""))
                return TemplateLiteral(range: stretch(from: start), elements: elements, substitutions: substitutions)
            }
            elements.append(templateElement(isTagged: isTagged))
        }
        if token.flags.contains(.isUnterminated) { isRecovering = true }
        advance()
        return TemplateLiteral(range: stretch(from: start), elements: elements, substitutions: substitutions)
    }

    /// What is between `${`, which `token` ends with, and `}`; `token` is then the template's next part.
    mutating func parseSubstitution<Node>(_ contents: (inout Parser) -> Node) -> Node {
        pushBracket(.openBrace, at: token.end - 1)
        advance()
        let node = contents(&self)
        if isRecovering { skipToCloser() }
        _ = popBracket()
        if at(.closeBrace) { token = lexer.rescanTemplateContinuation(token) }
        return node
    }

    private mutating func templateElement(isTagged: Bool) -> TemplateElement {
        let (element, fault) = lexer.templateElement(of: token)
        if let fault, !isTagged {
            report(
                "found `\(lexer.string(fault))`, which is no escape", at: fault, help: "write `\\\\` for a backslash")
        }
        return element
    }

    private mutating func reportUnclosedSubstitution(_ head: Token) {
        reportUnexpected(
            expected: "`}`", help: "the `${` in \(describePlace(head.end - 2)) is not closed")
    }
}
