/// A statement, a declaration or a module item.
///
/// What only types need is dropped: interfaces, type aliases, overload signatures, `declare …`, `import type …`,
/// `export type …`, namespaces that hold nothing but types.
package enum StatementNode: Sendable {
    case block(Block)
    case empty(EmptyStatement)
    case expression(ExpressionStatement)
    case variable(VariableDeclaration)
    /// Hoisted to the top of its block. `name` is present, except below `exportDefault`.
    case function(FunctionNode)
    case `class`(ClassNode)
    case `enum`(EnumDeclaration)
    case `if`(IfStatement)
    case `for`(ForStatement)
    case forIn(ForInStatement)
    case forOf(ForOfStatement)
    case `while`(WhileStatement)
    case doWhile(DoWhileStatement)
    case `switch`(SwitchStatement)
    case `try`(TryStatement)
    case `throw`(ThrowStatement)
    case `return`(ReturnStatement)
    case `break`(BreakStatement)
    case `continue`(ContinueStatement)
    case labelled(LabelledStatement)
    case debugger(DebuggerStatement)

    // Module items, at the top level only.
    case `import`(ImportDeclaration)
    case exportDeclaration(ExportDeclaration)
    case exportDefault(ExportDefault)
    case exportNamed(ExportNamed)
    case exportAll(ExportAll)
}

/// `{ … }`
package final class Block: Sendable {
    package let range: Range<Int>
    package let statements: [StatementNode]
    /// Whether a `let`, `const`, class, function or enum stands directly inside, so that a scope is needed.
    package let hasDeclarations: Bool

    package init(range: Range<Int>, statements: [StatementNode], hasDeclarations: Bool) {
        self.range = range
        self.statements = statements
        self.hasDeclarations = hasDeclarations
    }
}

/// `;`
package final class EmptyStatement: Sendable {
    package let range: Range<Int>

    package init(range: Range<Int>) { self.range = range }
}

/// An expression for its effect; also a directive such as `"use strict"`.
package final class ExpressionStatement: Sendable {
    package let range: Range<Int>
    package let expression: ExpressionNode

    package init(range: Range<Int>, expression: ExpressionNode) {
        self.range = range
        self.expression = expression
    }
}

/// `if (test) consequent else alternate`
package final class IfStatement: Sendable {
    package let range: Range<Int>
    package let test: ExpressionNode
    package let consequent: StatementNode
    package let alternate: StatementNode?

    package init(range: Range<Int>, test: ExpressionNode, consequent: StatementNode, alternate: StatementNode?) {
        self.range = range
        self.test = test
        self.consequent = consequent
        self.alternate = alternate
    }
}

/// `switch (discriminant) { … }`; all its cases share one block scope.
package final class SwitchStatement: Sendable {
    package let range: Range<Int>
    package let discriminant: ExpressionNode
    package let cases: [SwitchCase]
    package let hasDeclarations: Bool

    package init(range: Range<Int>, discriminant: ExpressionNode, cases: [SwitchCase], hasDeclarations: Bool) {
        self.range = range
        self.discriminant = discriminant
        self.cases = cases
        self.hasDeclarations = hasDeclarations
    }
}

/// `case test:` or, without a test, `default:`
package struct SwitchCase: Sendable {
    package let range: Range<Int>
    package let test: ExpressionNode?
    package let consequent: [StatementNode]
}

/// `try block catch (parameter) handler finally finalizer`; a handler or a finalizer is present, or both.
package final class TryStatement: Sendable {
    package let range: Range<Int>
    package let block: Block
    /// Absent in `catch { … }` and without a handler.
    package let parameter: PatternNode?
    package let handler: Block?
    package let finalizer: Block?

    package init(range: Range<Int>, block: Block, parameter: PatternNode?, handler: Block?, finalizer: Block?) {
        self.range = range
        self.block = block
        self.parameter = parameter
        self.handler = handler
        self.finalizer = finalizer
    }
}

/// `throw argument`
package final class ThrowStatement: Sendable {
    package let range: Range<Int>
    package let argument: ExpressionNode

    package init(range: Range<Int>, argument: ExpressionNode) {
        self.range = range
        self.argument = argument
    }
}

/// `return argument`, inside functions only.
package final class ReturnStatement: Sendable {
    package let range: Range<Int>
    package let argument: ExpressionNode?

    package init(range: Range<Int>, argument: ExpressionNode?) {
        self.range = range
        self.argument = argument
    }
}

/// `break label`; the parser has checked that the label, or a loop or `switch`, is around it.
package final class BreakStatement: Sendable {
    package let range: Range<Int>
    package let label: Name?

    package init(range: Range<Int>, label: Name?) {
        self.range = range
        self.label = label
    }
}

/// `continue label`; the parser has checked that the loop is around it.
package final class ContinueStatement: Sendable {
    package let range: Range<Int>
    package let label: Name?

    package init(range: Range<Int>, label: Name?) {
        self.range = range
        self.label = label
    }
}

/// `label: body`
package final class LabelledStatement: Sendable {
    package let range: Range<Int>
    package let label: Name
    package let body: StatementNode

    package init(range: Range<Int>, label: Name, body: StatementNode) {
        self.range = range
        self.label = label
        self.body = body
    }
}

/// `debugger`
package final class DebuggerStatement: Sendable {
    package let range: Range<Int>

    package init(range: Range<Int>) { self.range = range }
}
