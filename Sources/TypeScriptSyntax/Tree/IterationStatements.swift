/// `while (test) body`
package final class WhileStatement: Sendable {
    package let range: Range<Int>
    package let test: ExpressionNode
    package let body: StatementNode

    package init(range: Range<Int>, test: ExpressionNode, body: StatementNode) {
        self.range = range
        self.test = test
        self.body = body
    }
}

/// `do body while (test)`
package final class DoWhileStatement: Sendable {
    package let range: Range<Int>
    package let body: StatementNode
    package let test: ExpressionNode

    package init(range: Range<Int>, body: StatementNode, test: ExpressionNode) {
        self.range = range
        self.body = body
        self.test = test
    }
}

/// `for (initializer; test; update) body`
package final class ForStatement: Sendable {
    package enum Initializer: Sendable {
        case declaration(VariableDeclaration)
        case expression(ExpressionNode)
    }

    package let range: Range<Int>
    package let initializer: Initializer?
    package let test: ExpressionNode?
    package let update: ExpressionNode?
    package let body: StatementNode

    package init(
        range: Range<Int>, initializer: Initializer?, test: ExpressionNode?, update: ExpressionNode?,
        body: StatementNode
    ) {
        self.range = range
        self.initializer = initializer
        self.test = test
        self.update = update
        self.body = body
    }
}

/// What each round of `for … in` or `for … of` sets.
package enum ForBinding: Sendable {
    /// `for (const [key, value] of …)`
    case declaration(VariableDeclaration.Kind, PatternNode)
    /// `for (x.y of …)`
    case assignment(PatternNode)
}

/// `for (binding in object) body`
package final class ForInStatement: Sendable {
    package let range: Range<Int>
    package let binding: ForBinding
    package let object: ExpressionNode
    package let body: StatementNode

    package init(range: Range<Int>, binding: ForBinding, object: ExpressionNode, body: StatementNode) {
        self.range = range
        self.binding = binding
        self.object = object
        self.body = body
    }
}

/// `for (binding of iterable) body`, also `for await`
package final class ForOfStatement: Sendable {
    package let range: Range<Int>
    package let isAwait: Bool
    package let binding: ForBinding
    package let iterable: ExpressionNode
    package let body: StatementNode

    package init(
        range: Range<Int>, isAwait: Bool, binding: ForBinding, iterable: ExpressionNode, body: StatementNode
    ) {
        self.range = range
        self.isAwait = isAwait
        self.binding = binding
        self.iterable = iterable
        self.body = body
    }
}
