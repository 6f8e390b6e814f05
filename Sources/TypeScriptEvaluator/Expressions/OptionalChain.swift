import SourceText
import TypeScriptSyntax

/// A part of an optional chain; `nil` once a `?.` met `undefined` or `null`.
typealias LinkEvaluation = @Sendable (Frame) throws -> Value?

extension Compiler {
    /// OptionalExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-optional-chaining-evaluation
    func optionalChain(_ node: OptionalChain) -> Evaluation {
        let link = link(node.expression)
        return { frame in try link(frame) ?? .undefined }
    }

    /// An expression inside a chain, which may be cut short further inside.
    private func link(_ node: ExpressionNode) -> LinkEvaluation {
        switch node {
        case .member, .index, .privateMember:
            let callee = calleeLink(node)
            return { frame in try callee(frame)?.function }
        case .call(let node): return callLink(node)
        case .taggedTemplate: return expression(node)
        default: return expression(node)
        }
    }

    private func callLink(_ node: CallExpression) -> LinkEvaluation {
        let callee = calleeLink(node.callee)
        let arguments = arguments(node.arguments)
        let site = range(node.range)
        let isOptional = node.isOptional
        let calleeNode = node.callee
        return { frame in
            guard let (function, this) = try callee(frame) else { return nil }
            if isOptional, function.isNullish { return nil }
            return try frame.realm.call(function, this: this, arguments(frame), at: site, callee: calleeNode)
        }
    }

    /// Like `link`, with the object that the value was taken from.
    func calleeLink(_ node: ExpressionNode) -> @Sendable (Frame) throws -> (function: Value, this: Value)? {
        switch node {
        case .member(let node):
            let object = link(node.object)
            let name = PropertyName(node.property.text)
            let site = range(node.range)
            let isOptional = node.isOptional
            return { frame in
                guard let base = try object(frame) else { return nil }
                if isOptional, base.isNullish { return nil }
                return (try frame.realm.member(name, of: base, at: site), base)
            }
        case .index(let node):
            let object = link(node.object)
            let index = expression(node.index)
            let site = range(node.range)
            let isOptional = node.isOptional
            return { frame in
                guard let base = try object(frame) else { return nil }
                if isOptional, base.isNullish { return nil }
                return (try frame.realm.element(index(frame), of: base, at: site), base)
            }
        case .privateMember(let node):
            let object = link(node.object)
            let read = privateRead(node)
            let isOptional = node.isOptional
            return { frame in
                guard let base = try object(frame) else { return nil }
                if isOptional, base.isNullish { return nil }
                return (try read(frame, base), base)
            }
        case .call(let node):
            let value = callLink(node)
            return { frame in try value(frame).map { ($0, .undefined) } }
        default:
            let callee = callee(node)
            return { frame in try callee(frame) }
        }
    }
}
