/// What a value is bound or assigned to.
package enum PatternNode: Sendable {
    case identifier(Identifier)
    /// A member, index, private member or super member; in assignments only.
    case expression(ExpressionNode)
    case object(ObjectPattern)
    case array(ArrayPattern)
}

/// `{ a, b: c = 1, [d]: e, ...rest }`
package final class ObjectPattern: Sendable {
    package let range: Range<Int>
    package let properties: [PatternProperty]
    /// An identifier, or in assignments a member.
    package let rest: PatternNode?

    package init(range: Range<Int>, properties: [PatternProperty], rest: PatternNode?) {
        self.range = range
        self.properties = properties
        self.rest = rest
    }
}

/// `key: element`; for `{ a }` both are `a`.
package struct PatternProperty: Sendable {
    package let range: Range<Int>
    package let key: PropertyKey
    package let element: PatternElement
}

/// `target = default`
package struct PatternElement: Sendable {
    package let range: Range<Int>
    package let target: PatternNode
    package let defaultValue: ExpressionNode?
}

/// `[a, , b = 1, ...rest]`
package final class ArrayPattern: Sendable {
    package let range: Range<Int>
    /// `nil` is nothing between two commas.
    package let elements: [PatternElement?]
    package let rest: PatternNode?

    package init(range: Range<Int>, elements: [PatternElement?], rest: PatternNode?) {
        self.range = range
        self.elements = elements
        self.rest = rest
    }
}
