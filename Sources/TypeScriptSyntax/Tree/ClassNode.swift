/// A class declaration or expression. `implements`, abstract members, overloads, index signatures and `declare` fields
/// are gone.
package final class ClassNode: Sendable {
    package let range: Range<Int>
    package let name: Identifier?
    package let superclass: ExpressionNode?
    /// Absent when not written.
    package let constructor: FunctionNode?
    /// In the order of the source, without the constructor.
    package let members: [ClassMember]

    package init(
        range: Range<Int>, name: Identifier?, superclass: ExpressionNode?, constructor: FunctionNode?,
        members: [ClassMember]
    ) {
        self.range = range
        self.name = name
        self.superclass = superclass
        self.constructor = constructor
        self.members = members
    }
}

package enum ClassMember: Sendable {
    case method(MethodDefinition)
    case field(FieldDefinition)
    case staticBlock(StaticBlock)
}

/// `key = value`. A field without a value is defined as `undefined`, as by a current compile target.
package final class FieldDefinition: Sendable {
    package let range: Range<Int>
    package let key: PropertyKey
    package let isStatic: Bool
    /// Evaluated like the body of a method: `this` is the instance, or the class.
    package let value: ExpressionNode?

    package init(range: Range<Int>, key: PropertyKey, isStatic: Bool, value: ExpressionNode?) {
        self.range = range
        self.key = key
        self.isStatic = isStatic
        self.value = value
    }
}

/// `static { … }`
package final class StaticBlock: Sendable {
    package let range: Range<Int>
    package let statements: [StatementNode]
    package let varDeclaredNames: [String]

    package init(range: Range<Int>, statements: [StatementNode], varDeclaredNames: [String]) {
        self.range = range
        self.statements = statements
        self.varDeclaredNames = varDeclaredNames
    }
}
