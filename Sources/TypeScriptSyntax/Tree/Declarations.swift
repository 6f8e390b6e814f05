/// `const a = 1, { b } = c`
package final class VariableDeclaration: Sendable {
    package enum Kind: String, Sendable, Hashable {
        case `var`
        case `let`
        case const
    }

    package let range: Range<Int>
    package let kind: Kind
    /// Never empty.
    package let declarators: [VariableDeclarator]

    package init(range: Range<Int>, kind: Kind, declarators: [VariableDeclarator]) {
        self.range = range
        self.kind = kind
        self.declarators = declarators
    }
}

/// `target = initializer`; without an initializer only `let` and `var` of a plain name.
package struct VariableDeclarator: Sendable {
    package let range: Range<Int>
    package let target: PatternNode
    package let initializer: ExpressionNode?
}

/// `enum Name { … }`, also `const enum`. Two of one name in a scope add to one object.
package final class EnumDeclaration: Sendable {
    package let range: Range<Int>
    package let name: Identifier
    package let isConst: Bool
    package let members: [EnumMember]

    package init(range: Range<Int>, name: Identifier, isConst: Bool, members: [EnumMember]) {
        self.range = range
        self.name = name
        self.isConst = isConst
        self.members = members
    }
}

/// `Name = initializer`. Earlier members of the enum are in scope in the initializer by their bare names.
package struct EnumMember: Sendable {
    package let range: Range<Int>
    package let name: StringValue
    /// Absent: one more than the member before, or 0.
    package let initializer: ExpressionNode?
}
