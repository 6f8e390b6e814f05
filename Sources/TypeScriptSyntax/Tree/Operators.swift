/// An operator before its operand that reads a value; `delete` looks at the place instead.
package final class UnaryExpression: Sendable {
    package enum Operator: String, Sendable, Hashable {
        case minus = "-"
        case plus = "+"
        case not = "!"
        case bitwiseNot = "~"
        case typeof
        case void
        case delete
    }

    package let range: Range<Int>
    package let `operator`: Operator
    package let operand: ExpressionNode

    package init(range: Range<Int>, operator: Operator, operand: ExpressionNode) {
        self.range = range
        self.operator = `operator`
        self.operand = operand
    }
}

/// `++x`, `x--`; the target is an identifier or a member.
package final class UpdateExpression: Sendable {
    package enum Operator: String, Sendable, Hashable {
        case increment = "++"
        case decrement = "--"
    }

    package let range: Range<Int>
    package let `operator`: Operator
    package let isPrefix: Bool
    package let target: ExpressionNode

    package init(range: Range<Int>, operator: Operator, isPrefix: Bool, target: ExpressionNode) {
        self.range = range
        self.operator = `operator`
        self.isPrefix = isPrefix
        self.target = target
    }
}

/// An operator that evaluates both sides, left first.
package final class BinaryExpression: Sendable {
    package enum Operator: String, Sendable, Hashable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case remainder = "%"
        case exponentiate = "**"
        case equal = "=="
        case notEqual = "!="
        case strictEqual = "==="
        case strictNotEqual = "!=="
        case lessThan = "<"
        case lessThanOrEqual = "<="
        case greaterThan = ">"
        case greaterThanOrEqual = ">="
        case bitwiseAnd = "&"
        case bitwiseOr = "|"
        case bitwiseXor = "^"
        case shiftLeft = "<<"
        case shiftRight = ">>"
        case shiftRightUnsigned = ">>>"
        case `in`
        case instanceof
    }

    package let range: Range<Int>
    package let `operator`: Operator
    package let left: ExpressionNode
    package let right: ExpressionNode

    package init(range: Range<Int>, operator: Operator, left: ExpressionNode, right: ExpressionNode) {
        self.range = range
        self.operator = `operator`
        self.left = left
        self.right = right
    }
}

/// An operator that may leave out its right side.
package final class LogicalExpression: Sendable {
    package enum Operator: String, Sendable, Hashable {
        case and = "&&"
        case or = "||"
        case coalesce = "??"
    }

    package let range: Range<Int>
    package let `operator`: Operator
    package let left: ExpressionNode
    package let right: ExpressionNode

    package init(range: Range<Int>, operator: Operator, left: ExpressionNode, right: ExpressionNode) {
        self.range = range
        self.operator = `operator`
        self.left = left
        self.right = right
    }
}

/// `#name in object`; the name's text is without `#`.
package final class PrivateInExpression: Sendable {
    package let range: Range<Int>
    package let name: Name
    package let object: ExpressionNode

    package init(range: Range<Int>, name: Name, object: ExpressionNode) {
        self.range = range
        self.name = name
        self.object = object
    }
}

/// `test ? consequent : alternate`
package final class ConditionalExpression: Sendable {
    package let range: Range<Int>
    package let test: ExpressionNode
    package let consequent: ExpressionNode
    package let alternate: ExpressionNode

    package init(range: Range<Int>, test: ExpressionNode, consequent: ExpressionNode, alternate: ExpressionNode) {
        self.range = range
        self.test = test
        self.consequent = consequent
        self.alternate = alternate
    }
}

/// `target = value`, `target += value`, `target ??= value`
package final class AssignmentExpression: Sendable {
    package enum Operator: Sendable, Hashable {
        /// `=`; the only one whose target may be an object or array pattern.
        case assign
        /// `+=`, `**=`, `>>>=`, …
        case compound(BinaryExpression.Operator)
        /// `&&=`, `||=`, `??=`
        case logical(LogicalExpression.Operator)
    }

    package let range: Range<Int>
    package let `operator`: Operator
    package let target: PatternNode
    package let value: ExpressionNode

    package init(range: Range<Int>, operator: Operator, target: PatternNode, value: ExpressionNode) {
        self.range = range
        self.operator = `operator`
        self.target = target
        self.value = value
    }
}

/// `a, b, c`
package final class SequenceExpression: Sendable {
    package let range: Range<Int>
    /// Two or more.
    package let expressions: [ExpressionNode]

    package init(range: Range<Int>, expressions: [ExpressionNode]) {
        self.range = range
        self.expressions = expressions
    }
}

/// `await operand`, in async functions and at the top level of modules.
package final class AwaitExpression: Sendable {
    package let range: Range<Int>
    package let operand: ExpressionNode

    package init(range: Range<Int>, operand: ExpressionNode) {
        self.range = range
        self.operand = operand
    }
}

/// `yield operand`, `yield* operand`
package final class YieldExpression: Sendable {
    package let range: Range<Int>
    package let isDelegate: Bool
    package let operand: ExpressionNode?

    package init(range: Range<Int>, isDelegate: Bool, operand: ExpressionNode?) {
        self.range = range
        self.isDelegate = isDelegate
        self.operand = operand
    }
}
