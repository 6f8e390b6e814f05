/// A function of any kind: declaration, expression, arrow, method, accessor, constructor.
package final class FunctionNode: Sendable {
    package enum Kind: Sendable, Hashable {
        /// `function () {}`; the only kind that may be called with `new`, unless it is async or a generator.
        case ordinary
        /// Has no `this`, `arguments`, `super` and `new.target` of its own.
        case arrow
        case method
        case getter
        case setter
        case constructor
        /// The constructor of a class with `extends`.
        case derivedConstructor
    }

    package enum Body: Sendable {
        /// `=> expression`
        case expression(ExpressionNode)
        case statements([StatementNode])
    }

    package let range: Range<Int>
    package let kind: Kind
    package let isAsync: Bool
    package let isGenerator: Bool
    /// The name written after `function`; methods and arrows have none here.
    package let name: Identifier?
    package let parameters: [Parameter]
    package let body: Body
    /// With the braces.
    package let bodyRange: Range<Int>
    /// The names that `var` declares in the body outside inner functions, without repeats.
    package let varDeclaredNames: [String]
    /// Whether the identifier `arguments` occurs in it, or in an arrow inside it.
    package let mentionsArguments: Bool
    /// Every parameter is a plain name without default or rest.
    package let hasSimpleParameters: Bool

    package init(
        range: Range<Int>, kind: Kind, isAsync: Bool, isGenerator: Bool, name: Identifier?, parameters: [Parameter],
        body: Body, bodyRange: Range<Int>, varDeclaredNames: [String], mentionsArguments: Bool
    ) {
        self.range = range
        self.kind = kind
        self.isAsync = isAsync
        self.isGenerator = isGenerator
        self.name = name
        self.parameters = parameters
        self.body = body
        self.bodyRange = bodyRange
        self.varDeclaredNames = varDeclaredNames
        self.mentionsArguments = mentionsArguments
        self.hasSimpleParameters = parameters.allSatisfy { parameter in
            guard case .identifier = parameter.target else { return false }
            return parameter.defaultValue == nil && !parameter.isRest
        }
    }

    /// The function's `length`: the parameters before the first with a default and before the rest.
    package var expectedArgumentCount: Int {
        parameters.firstIndex { $0.isRest || $0.defaultValue != nil } ?? parameters.count
    }
}

/// `target = default`, `...target`. A leading `this: T` is gone.
package struct Parameter: Sendable {
    package let range: Range<Int>
    package let target: PatternNode
    package let defaultValue: ExpressionNode?
    /// Only of the last one.
    package let isRest: Bool
    /// `constructor(private readonly x)`: `this.x = x`, at the start of the body or after `super(…)` returned. The
    /// target is then an identifier.
    package let isProperty: Bool
}

/// `key() {}` in an object literal or a class.
package final class MethodDefinition: Sendable {
    package let range: Range<Int>
    package let key: PropertyKey
    package let isStatic: Bool
    /// Its kind tells a method from a getter and a setter.
    package let function: FunctionNode

    package init(range: Range<Int>, key: PropertyKey, isStatic: Bool, function: FunctionNode) {
        self.range = range
        self.key = key
        self.isStatic = isStatic
        self.function = function
    }
}
