/// The value of a string in source text, escapes resolved. ECMAScript strings are UTF-16, so `text` alone cannot hold
/// a lone surrogate.
package struct StringValue: Sendable, Hashable {
    /// The value; with U+FFFD in place of lone surrogates.
    package let text: String
    /// All the code units, present only when a lone surrogate is among them.
    package let illFormedUnits: [UInt16]?

    package init(_ text: String, illFormedUnits: [UInt16]? = nil) {
        self.text = text
        self.illFormedUnits = illFormedUnits
    }
}

/// `null`
package final class NullLiteral: Sendable {
    package let range: Range<Int>

    package init(range: Range<Int>) { self.range = range }
}

/// `true`, `false`
package final class BooleanLiteral: Sendable {
    package let range: Range<Int>
    package let value: Bool

    package init(range: Range<Int>, value: Bool) {
        self.range = range
        self.value = value
    }
}

/// `60`, `1_000`, `0xff`, `.5e3`
package final class NumericLiteral: Sendable {
    package let range: Range<Int>
    package let value: Double

    package init(range: Range<Int>, value: Double) {
        self.range = range
        self.value = value
    }
}

/// `10n`
package final class BigIntLiteral: Sendable {
    package let range: Range<Int>
    /// As written, without separators and the final `n`: `10`, `0xff`.
    package let digits: String

    package init(range: Range<Int>, digits: String) {
        self.range = range
        self.digits = digits
    }
}

/// `'x'`, `"x"`
package final class StringLiteral: Sendable {
    /// With the quotes.
    package let range: Range<Int>
    package let value: StringValue

    package init(range: Range<Int>, value: StringValue) {
        self.range = range
        self.value = value
    }
}

/// `/pattern/flags`; neither part has been looked into.
package final class RegularExpressionLiteral: Sendable {
    package let range: Range<Int>
    package let pattern: String
    package let flags: String

    package init(range: Range<Int>, pattern: String, flags: String) {
        self.range = range
        self.pattern = pattern
        self.flags = flags
    }
}

/// `` `a ${b} c` ``; there is one element more than there are substitutions.
package final class TemplateLiteral: Sendable {
    package let range: Range<Int>
    package let elements: [TemplateElement]
    package let substitutions: [ExpressionNode]

    package init(range: Range<Int>, elements: [TemplateElement], substitutions: [ExpressionNode]) {
        self.range = range
        self.elements = elements
        self.substitutions = substitutions
    }
}

/// A stretch of text in a template.
package struct TemplateElement: Sendable {
    package let range: Range<Int>
    /// Absent only in a tagged template with an escape that means nothing.
    package let cooked: StringValue?
    /// As written, with line ends as `\n`.
    package let raw: String
}

/// `[a, , ...b]`
package final class ArrayLiteral: Sendable {
    package let range: Range<Int>
    package let elements: [ArrayElement]

    package init(range: Range<Int>, elements: [ArrayElement]) {
        self.range = range
        self.elements = elements
    }
}

package enum ArrayElement: Sendable {
    case expression(ExpressionNode)
    /// `...b`; the expression is `b`.
    case spread(ExpressionNode)
    /// Nothing between two commas.
    case hole
}

/// `{ a: 1, b, [c]: 2, d() {}, get e() {}, ...f }`
package final class ObjectLiteral: Sendable {
    package let range: Range<Int>
    package let members: [ObjectMember]

    package init(range: Range<Int>, members: [ObjectMember]) {
        self.range = range
        self.members = members
    }
}

package enum ObjectMember: Sendable {
    /// `a: 1`, and `b` alone, whose value is the identifier `b`.
    case property(PropertyDefinition)
    /// `d() {}`, `get e() {}`, `set e(x) {}`, `async *f() {}`
    case method(MethodDefinition)
    /// `...f`; the expression is `f`.
    case spread(ExpressionNode)
}

/// `key: value`
package final class PropertyDefinition: Sendable {
    package let range: Range<Int>
    package let key: PropertyKey
    package let value: ExpressionNode
    package let isShorthand: Bool

    package init(range: Range<Int>, key: PropertyKey, value: ExpressionNode, isShorthand: Bool) {
        self.range = range
        self.key = key
        self.value = value
        self.isShorthand = isShorthand
    }
}

/// The name of a property in an object literal, a class or an object pattern.
package enum PropertyKey: Sendable {
    /// `a`, also a reserved word.
    case identifier(Identifier)
    /// `'a'`
    case string(StringLiteral)
    /// `1`; the key is the number's text.
    case number(NumericLiteral)
    /// `[expression]`
    case computed(ExpressionNode)
    /// `#a`, in classes only; the text is without `#`.
    case `private`(Identifier)
}
