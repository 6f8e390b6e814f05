/// `object.property`
package final class MemberExpression: Sendable {
    package let range: Range<Int>
    package let object: ExpressionNode
    package let property: Name
    /// `object?.property`: on `null` and `undefined` the whole `OptionalChain` around it is `undefined`.
    package let isOptional: Bool

    package init(range: Range<Int>, object: ExpressionNode, property: Name, isOptional: Bool) {
        self.range = range
        self.object = object
        self.property = property
        self.isOptional = isOptional
    }
}

/// `object[index]`
package final class IndexExpression: Sendable {
    package let range: Range<Int>
    package let object: ExpressionNode
    package let index: ExpressionNode
    /// `object?.[index]`
    package let isOptional: Bool

    package init(range: Range<Int>, object: ExpressionNode, index: ExpressionNode, isOptional: Bool) {
        self.range = range
        self.object = object
        self.index = index
        self.isOptional = isOptional
    }
}

/// `object.#name`; the name's text is without `#`.
package final class PrivateMemberExpression: Sendable {
    package let range: Range<Int>
    package let object: ExpressionNode
    package let name: Name
    package let isOptional: Bool

    package init(range: Range<Int>, object: ExpressionNode, name: Name, isOptional: Bool) {
        self.range = range
        self.object = object
        self.name = name
        self.isOptional = isOptional
    }
}

/// `super.property`
package final class SuperMember: Sendable {
    package let range: Range<Int>
    package let property: Name

    package init(range: Range<Int>, property: Name) {
        self.range = range
        self.property = property
    }
}

/// `super[index]`
package final class SuperIndex: Sendable {
    package let range: Range<Int>
    package let index: ExpressionNode

    package init(range: Range<Int>, index: ExpressionNode) {
        self.range = range
        self.index = index
    }
}

/// `super(a, ...b)`, in constructors of derived classes only.
package final class SuperCall: Sendable {
    package let range: Range<Int>
    package let arguments: [Argument]

    package init(range: Range<Int>, arguments: [Argument]) {
        self.range = range
        self.arguments = arguments
    }
}

/// `callee(a, ...b)`
package final class CallExpression: Sendable {
    package let range: Range<Int>
    package let callee: ExpressionNode
    package let arguments: [Argument]
    /// From `(` to `)`, both included.
    package let argumentsRange: Range<Int>
    /// `callee?.(a)`
    package let isOptional: Bool

    package init(
        range: Range<Int>, callee: ExpressionNode, arguments: [Argument], argumentsRange: Range<Int>, isOptional: Bool
    ) {
        self.range = range
        self.callee = callee
        self.arguments = arguments
        self.argumentsRange = argumentsRange
        self.isOptional = isOptional
    }
}

/// `new callee(a)`, `new callee`
package final class NewExpression: Sendable {
    package let range: Range<Int>
    package let callee: ExpressionNode
    package let arguments: [Argument]

    package init(range: Range<Int>, callee: ExpressionNode, arguments: [Argument]) {
        self.range = range
        self.callee = callee
        self.arguments = arguments
    }
}

package enum Argument: Sendable {
    case expression(ExpressionNode)
    /// `...b`; the expression is `b`.
    case spread(ExpressionNode)
}

/// Bounds the short circuit of the `?.` inside it: all of `a?.b.c(d)`, but only `a?.b` in `(a?.b).c`.
///
/// As a callee it keeps `this`: `a?.b()` is one chain, `(a?.b)()` is a call whose callee is a chain.
package final class OptionalChain: Sendable {
    package let range: Range<Int>
    /// A member, index, private member, call or tagged template that leads down to one with `isOptional`.
    package let expression: ExpressionNode

    package init(range: Range<Int>, expression: ExpressionNode) {
        self.range = range
        self.expression = expression
    }
}

/// ``tag`text` ``
package final class TaggedTemplate: Sendable {
    package let range: Range<Int>
    package let tag: ExpressionNode
    package let template: TemplateLiteral

    package init(range: Range<Int>, tag: ExpressionNode, template: TemplateLiteral) {
        self.range = range
        self.tag = tag
        self.template = template
    }
}

/// `import(specifier)`; a second argument is read and dropped.
package final class ImportCall: Sendable {
    package let range: Range<Int>
    package let specifier: ExpressionNode

    package init(range: Range<Int>, specifier: ExpressionNode) {
        self.range = range
        self.specifier = specifier
    }
}

/// `import.meta`
package final class ImportMeta: Sendable {
    package let range: Range<Int>

    package init(range: Range<Int>) { self.range = range }
}

/// `new.target`
package final class NewTarget: Sendable {
    package let range: Range<Int>

    package init(range: Range<Int>) { self.range = range }
}
