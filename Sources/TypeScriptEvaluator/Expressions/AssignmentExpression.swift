import SourceText
import TypeScriptSyntax

extension Compiler {
    /// AssignmentExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-assignment-operators
    func assignment(_ node: AssignmentExpression) -> Evaluation {
        switch node.operator {
        case .assign: simpleAssignment(node)
        case .compound(let binary): compoundAssignment(node, binary)
        case .logical(let logical): logicalAssignment(node, logical)
        }
    }

    /// `target = value`
    private func simpleAssignment(_ node: AssignmentExpression) -> Evaluation {
        switch node.target {
        case .identifier(let name):
            let value = namedEvaluation(node.value, name: UTF16String(name.name))
            let assign = assignment(toName: name)
            return { frame in
                let value = try value(frame)
                try assign(frame, value)
                return value
            }
        case .expression(.member(let member)):
            let object = expression(member.object)
            let name = PropertyName(member.property.text)
            let site = range(member.range)
            let value = expression(node.value)
            return { frame in
                let base = try object(frame)
                let value = try value(frame)
                try frame.realm.setMember(name, of: base, to: value, at: site)
                return value
            }
        case .expression(.index(let member)):
            let object = expression(member.object)
            let index = expression(member.index)
            let site = range(member.range)
            let value = expression(node.value)
            return { frame in
                let base = try object(frame)
                let key = try index(frame)
                let value = try value(frame)
                try frame.realm.setMember(frame.realm.key(key, of: base, at: site), of: base, to: value, at: site)
                return value
            }
        case .expression(let target):
            let reference = reference(to: target)
            let value = expression(node.value)
            return { frame in
                let place = try reference(frame)
                let value = try value(frame)
                try place.set(frame, value)
                return value
            }
        case .object, .array:
            let value = expression(node.value)
            let bind = pattern(node.target, .assign, from: .expression(node.value))
            return { frame in
                let value = try value(frame)
                try bind(frame, value)
                return value
            }
        }
    }

    /// `target += value`
    private func compoundAssignment(_ node: AssignmentExpression, _ binary: BinaryExpression.Operator) -> Evaluation {
        let reference = reference(to: node.target.asExpression)
        let value = expression(node.value)
        let operation = operation(binary, at: range(node.range))
        return { frame in
            let place = try reference(frame)
            let old = try place.get(frame)
            let new = try operation(frame.realm, old, value(frame))
            try place.set(frame, new)
            return new
        }
    }

    /// `target ??= value`
    private func logicalAssignment(
        _ node: AssignmentExpression, _ logical: LogicalExpression.Operator
    ) -> Evaluation {
        let reference = reference(to: node.target.asExpression)
        let value: Evaluation
        if case .identifier(let name) = node.target {
            value = namedEvaluation(node.value, name: UTF16String(name.name))
        } else {
            value = expression(node.value)
        }
        return { frame in
            let place = try reference(frame)
            let old = try place.get(frame)
            let isDone =
                switch logical {
                case .and: !old.isTruthy
                case .or: old.isTruthy
                case .coalesce: !old.isNullish
                }
            if isDone { return old }
            let new = try value(frame)
            try place.set(frame, new)
            return new
        }
    }
}

extension PatternNode {
    /// The target of an operator that also reads it, which the parser has checked to be no pattern.
    fileprivate var asExpression: ExpressionNode {
        switch self {
        case .identifier(let node): .identifier(node)
        case .expression(let node): node
        case .object(let node): .null(NullLiteral(range: node.range))
        case .array(let node): .null(NullLiteral(range: node.range))
        }
    }
}
