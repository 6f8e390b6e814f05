import SourceText
import TypeScriptSyntax

extension Compiler {
    /// ShortCircuitExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-binary-logical-operators
    func logical(_ node: LogicalExpression) -> Evaluation {
        let left = expression(node.left)
        let right = expression(node.right)
        switch node.operator {
        case .and:
            return { frame in
                let value = try left(frame)
                return value.isTruthy ? try right(frame) : value
            }
        case .or:
            return { frame in
                let value = try left(frame)
                return value.isTruthy ? value : try right(frame)
            }
        case .coalesce:
            return { frame in
                let value = try left(frame)
                return value.isNullish ? try right(frame) : value
            }
        }
    }

    /// ConditionalExpression : ShortCircuitExpression `?` AssignmentExpression `:` AssignmentExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-conditional-operator
    func conditional(_ node: ConditionalExpression) -> Evaluation {
        let test = expression(node.test)
        let consequent = expression(node.consequent)
        let alternate = expression(node.alternate)
        return { frame in try test(frame).isTruthy ? consequent(frame) : alternate(frame) }
    }

    /// Expression : Expression `,` AssignmentExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-comma-operator
    func sequence(_ node: SequenceExpression) -> Evaluation {
        let expressions = node.expressions.map(expression)
        return { frame in
            var last = Value.undefined
            for expression in expressions { last = try expression(frame) }
            return last
        }
    }
}
