import TypeScriptSyntax

/// An expression as the engines write it in messages such as `allow.guest is not a function`.
func textInErrors(_ node: ExpressionNode) -> String {
    switch node {
    case .identifier(let node): node.name
    case .this: "this"
    case .null: "null"
    case .boolean(let node): node.value ? "true" : "false"
    case .number(let node): numberToText(node.value)
    case .string(let node): "\"\(node.value.text)\""
    case .member(let node): "\(textInErrors(node.object))\(node.isOptional ? "?." : ".")\(node.property.text)"
    case .index(let node): textInErrors(node)
    case .privateMember(let node): "\(textInErrors(node.object)).#\(node.name.text)"
    case .superMember(let node): "(intermediate value).\(node.property.text)"
    case .call(let node): "\(textInErrors(node.callee))\(node.isOptional ? "?." : "")(...)"
    case .array(let node): "[\(node.elements.map(textInErrors).joined(separator: ","))]"
    case .object(let node): node.members.isEmpty ? "{}" : "{(intermediate value)}"
    case .unary(let node):
        "(\(node.operator.rawValue)\(node.operator.isWord ? " " : "")\(textInErrors(node.operand)))"
    case .binary(let node):
        "(\(textInErrors(node.left)) \(node.operator.rawValue) \(textInErrors(node.right)))"
    case .logical(let node):
        "(\(textInErrors(node.left)) \(node.operator.rawValue) \(textInErrors(node.right)))"
    case .sequence(let node): "(\(node.expressions.map(textInErrors).joined(separator: " , ")))"
    case .conditional: "(intermediate value)(intermediate value)(intermediate value)"
    case .template(let node) where node.substitutions.isEmpty: "\"\(node.elements[0].cooked?.text ?? "")\""
    default: "(intermediate value)"
    }
}

private func textInErrors(_ node: IndexExpression) -> String {
    let object = textInErrors(node.object)
    let optional = node.isOptional ? "?." : ""
    if case .string(let key) = node.index { return "\(object)\(node.isOptional ? "?." : ".")\(key.value.text)" }
    return "\(object)\(optional)[\(textInErrors(node.index))]"
}

private func textInErrors(_ element: ArrayElement) -> String {
    switch element {
    case .expression(let node): textInErrors(node)
    case .spread(let node): "...\(textInErrors(node))"
    case .hole: ""
    }
}

extension UnaryExpression.Operator {
    fileprivate var isWord: Bool {
        switch self {
        case .typeof, .void, .delete: true
        case .minus, .plus, .not, .bitwiseNot: false
        }
    }
}
