/// An expression. Casts (`as T`, `<T>x`, `satisfies T`, `x!`), type arguments and parentheses have left no trace.
package enum ExpressionNode: Sendable {
    // Primary
    case identifier(Identifier)
    case this(ThisExpression)
    case null(NullLiteral)
    case boolean(BooleanLiteral)
    case number(NumericLiteral)
    case bigInt(BigIntLiteral)
    case string(StringLiteral)
    case template(TemplateLiteral)
    case regularExpression(RegularExpressionLiteral)
    case array(ArrayLiteral)
    case object(ObjectLiteral)
    /// A function expression or an arrow function.
    case function(FunctionNode)
    case `class`(ClassNode)

    // Left-hand side
    case member(MemberExpression)
    case index(IndexExpression)
    case privateMember(PrivateMemberExpression)
    case superMember(SuperMember)
    case superIndex(SuperIndex)
    case superCall(SuperCall)
    case call(CallExpression)
    case new(NewExpression)
    case optionalChain(OptionalChain)
    case taggedTemplate(TaggedTemplate)
    case importCall(ImportCall)
    case importMeta(ImportMeta)
    case newTarget(NewTarget)

    // Operators
    case unary(UnaryExpression)
    case update(UpdateExpression)
    case binary(BinaryExpression)
    case logical(LogicalExpression)
    case privateIn(PrivateInExpression)
    case conditional(ConditionalExpression)
    case assignment(AssignmentExpression)
    case sequence(SequenceExpression)
    case await(AwaitExpression)
    case yield(YieldExpression)
}

/// A name in an expression or a binding: `undefined` and `arguments` too.
package final class Identifier: Sendable {
    package let range: Range<Int>
    package let name: String

    package init(range: Range<Int>, name: String) {
        self.range = range
        self.name = name
    }
}

/// `this`
package final class ThisExpression: Sendable {
    package let range: Range<Int>

    package init(range: Range<Int>) { self.range = range }
}
