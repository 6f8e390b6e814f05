import SourceText
import TypeScriptSyntax

extension Compiler {
    /// `enum Name { A, B = 'b' }`: an object with a property for each member, and for each number the way back.
    ///
    /// Reference: https://www.typescriptlang.org/docs/handbook/enums.html
    func enumDeclaration(_ node: EnumDeclaration) -> Execution {
        // Known beforehand: made when the scope began, since compilers put such members in place wherever they are
        // used, even above the declaration.
        if node.isKnownBeforehand { return { _ in .normal } }
        let object = enumObject(node)
        let assign = initialization(of: node.name.name)
        return { frame in
            assign(frame, try object(frame))
            return .normal
        }
    }

    /// The object of an enum; a second declaration of the name adds to the first one's.
    func enumObject(_ node: EnumDeclaration) -> Evaluation {
        let existing = identifierReference(node.name)
        let site = range(node.range)
        // Members are in scope by their bare names.
        let inner = StaticScope(parent: scope)
        var members: [(PropertyName, slot: Int, Evaluation?, SourceRange)] = []
        withScope(inner) {
            for member in node.members {
                let value = member.initializer.map(expression)
                let slot = inner.declare(member.name.text, .constant)
                members.append((PropertyName(UTF16String(member.name)), slot, value, range(member.range)))
            }
        }
        let count = inner.slotCount
        let compiled = members
        return { frame in
            let object: Object
            if let known = try existing(frame).asObject {
                object = known
            } else {
                object = Object(frame.realm, prototype: frame.realm.intrinsics.objectPrototype)
                object.origin = site
            }
            try frame.withScope(count: count) {
                var next = 0.0
                for (name, slot, initializer, range) in compiled {
                    let value = try initializer?(frame) ?? .number(next)
                    frame.scope.slots[slot] = value
                    object.put(name, value, keyRange: range)
                    if case .number(let number) = value {
                        next = number + 1
                        object.put(PropertyName(numberToText(number)), .string(name.string), keyRange: range)
                    }
                }
            }
            return .object(object)
        }
    }
}

extension EnumDeclaration {
    /// Every member is a constant of its own, so that nothing has to run before.
    var isKnownBeforehand: Bool {
        var names: Set<String> = []
        for member in members {
            if let initializer = member.initializer, !initializer.isConstant(given: names) { return false }
            names.insert(member.name.text)
        }
        return true
    }
}

extension ExpressionNode {
    fileprivate func isConstant(given names: Set<String>) -> Bool {
        switch self {
        case .number, .string: true
        case .identifier(let node): names.contains(node.name)
        case .template(let node): node.substitutions.allSatisfy { $0.isConstant(given: names) }
        case .unary(let node): node.operator != .delete && node.operand.isConstant(given: names)
        case .binary(let node): node.left.isConstant(given: names) && node.right.isConstant(given: names)
        default: false
        }
    }
}
