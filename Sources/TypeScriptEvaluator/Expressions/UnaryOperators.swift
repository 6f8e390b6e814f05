import SourceText
import TypeScriptSyntax

extension Compiler {
    /// UnaryExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-unary-operators
    func unary(_ node: UnaryExpression) -> Evaluation {
        if node.operator == .typeof, case .identifier(let identifier) = node.operand {
            return typeofIdentifier(identifier)
        }
        if node.operator == .delete { return delete(node) }
        let operand = expression(node.operand)
        let site = range(node.range)
        switch node.operator {
        case .minus:
            if case .number(let literal) = node.operand {
                let value = -literal.value
                return { _ in .number(value) }
            }
            return { frame in .number(-(try frame.realm.number(operand(frame), at: site))) }
        case .plus: return { frame in .number(try frame.realm.number(operand(frame), at: site)) }
        case .not: return { frame in .boolean(!(try operand(frame).isTruthy)) }
        case .bitwiseNot:
            return { frame in
                let value = try operand(frame)
                frame.realm.site = site
                return .number(Double(~(try frame.realm.toInt32(value))))
            }
        case .typeof: return { frame in .string(try operand(frame).typeName) }
        case .void, .delete:
            return { frame in
                _ = try operand(frame)
                return .undefined
            }
        }
    }

    /// `delete x.y`
    ///
    /// Reference: https://tc39.es/ecma262/#sec-delete-operator
    private func delete(_ node: UnaryExpression) -> Evaluation {
        let site = range(node.range)
        var operand = node.operand
        if case .optionalChain(let chain) = operand { operand = chain.expression }
        let base: LinkEvaluation
        let key: @Sendable (Frame) throws -> PropertyName
        switch operand {
        case .member(let node):
            base = optionalBase(node.object, isOptional: node.isOptional)
            let name = PropertyName(node.property.text)
            key = { _ in name }
        case .index(let node):
            base = optionalBase(node.object, isOptional: node.isOptional)
            let index = expression(node.index)
            key = { frame in try frame.realm.toPropertyKey(index(frame)) }
        default:
            let value = expression(operand)
            return { frame in
                _ = try value(frame)
                return .boolean(true)
            }
        }
        return { frame in
            guard let value = try base(frame) else { return .boolean(true) }
            let name = try key(frame)
            frame.realm.site = site
            let object = try frame.realm.toObject(value)
            guard object.delete(name) else {
                throw frame.realm.typeError(
                    "Cannot delete property '\(name.text)' of \(object.descriptionInErrors)", at: site)
            }
            return .boolean(true)
        }
    }

    private func optionalBase(_ node: ExpressionNode, isOptional: Bool) -> LinkEvaluation {
        let value = expression(node)
        return { frame in
            let base = try value(frame)
            return isOptional && base.isNullish ? nil : base
        }
    }
}

extension Compiler {
    /// UpdateExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-update-expressions
    func update(_ node: UpdateExpression) -> Evaluation {
        let reference = reference(to: node.target)
        let site = range(node.range)
        let change: Double = node.operator == .increment ? 1 : -1
        let isPrefix = node.isPrefix
        return { frame in
            let place = try reference(frame)
            let old = try frame.realm.number(place.get(frame), at: site)
            try place.set(frame, .number(old + change))
            return .number(isPrefix ? old + change : old)
        }
    }
}

extension Realm {
    /// A number, for an operator that stands at `site`.
    @inline(__always)
    func number(_ value: Value, at site: SourceRange) throws -> Double {
        if case .number(let number) = value { return number }
        self.site = site
        return try toNumber(value)
    }
}
