import SourceText
import TypeScriptSyntax

extension Compiler {
    /// IdentifierReference
    ///
    /// Reference: https://tc39.es/ecma262/#sec-identifiers-runtime-semantics-evaluation
    func identifierReference(_ node: Identifier) -> Evaluation {
        let name = node.name
        let site = range(node.range)
        switch scope.resolve(name) {
        case .slot(0, let slot, _):
            return { frame in
                guard let value = frame.scope.slots[slot] else { throw frame.realm.deadZoneError(name, at: site) }
                return value
            }
        case .slot(1, let slot, _):
            return { frame in
                guard let value = frame.scope.ancestor(1).slots[slot] else {
                    throw frame.realm.deadZoneError(name, at: site)
                }
                return value
            }
        case .slot(let hops, let slot, _):
            return { frame in
                guard let value = frame.scope.ancestor(hops).slots[slot] else {
                    throw frame.realm.deadZoneError(name, at: site)
                }
                return value
            }
        case .imported(let index):
            return { frame in try frame.module.importedValue(at: index, site: site, in: frame.realm) }
        case .global:
            return globalReference(name, site)
        }
    }

    private func globalReference(_ name: String, _ site: SourceRange) -> Evaluation {
        switch name {
        case "undefined": return { _ in .undefined }
        case "NaN": return { _ in .number(.nan) }
        case "Infinity": return { _ in .number(.infinity) }
        default: break
        }
        if let implicit = ImplicitName(rawValue: name) {
            return { frame in
                guard let value = frame.module.value(of: implicit, in: frame.realm) else {
                    throw frame.realm.error(.reference, "\(name) is not defined", at: site)
                }
                return value
            }
        }
        let key = PropertyName(name)
        return { frame in
            guard let value = try frame.realm.globalValue(key, at: site) else {
                throw frame.realm.error(.reference, "\(name) is not defined", at: site)
            }
            return value
        }
    }

    /// `typeof name`, which is no error for a name that nobody declared.
    func typeofIdentifier(_ node: Identifier) -> Evaluation {
        guard case .global = scope.resolve(node.name), node.name != "undefined" else {
            let value = identifierReference(node)
            return { frame in .string(try value(frame).typeName) }
        }
        let site = range(node.range)
        if let implicit = ImplicitName(rawValue: node.name) {
            return { frame in .string((frame.module.value(of: implicit, in: frame.realm) ?? .undefined).typeName) }
        }
        let key = PropertyName(node.name)
        return { frame in
            .string((try frame.realm.globalValue(key, at: site) ?? .undefined).typeName)
        }
    }

    /// Gives a declared name its first value.
    func initialization(of name: String) -> @Sendable (Frame, Value) -> Void {
        guard case .slot(let hops, let slot, _) = scope.resolve(name) else { return { _, _ in } }
        if hops == 0 { return { frame, value in frame.scope.slots[slot] = value } }
        return { frame, value in frame.scope.ancestor(hops).slots[slot] = value }
    }

    /// Assigns to a name.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-putvalue
    func assignment(toName node: Identifier) -> @Sendable (Frame, Value) throws -> Void {
        let name = node.name
        let site = range(node.range)
        switch scope.resolve(name) {
        case .slot(let hops, let slot, let kind) where !kind.isConstant:
            return { frame, value in
                let scope = frame.scope.ancestor(hops)
                if scope.slots[slot] == nil, kind.hasDeadZone { throw frame.realm.deadZoneError(name, at: site) }
                scope.slots[slot] = value
            }
        case .slot, .imported:
            return { frame, _ in throw frame.realm.typeError("Assignment to constant variable.", at: site) }
        case .global:
            let key = PropertyName(name)
            return { frame, value in
                guard try frame.realm.assignGlobal(key, value) else {
                    throw frame.realm.error(.reference, "\(name) is not defined", at: site)
                }
            }
        }
    }
}

extension Realm {
    func deadZoneError(_ name: String, at site: SourceRange) -> Abrupt {
        error(.reference, "Cannot access '\(name)' before initialization", at: site)
    }

    /// A property of the global object; `nil` when there is none.
    func globalValue(_ name: PropertyName, at site: SourceRange) throws -> Value? {
        guard global.hasProperty(name) else { return nil }
        self.site = site
        return try global.get(name)
    }

    /// `false` when there is no such property.
    func assignGlobal(_ name: PropertyName, _ value: Value) throws -> Bool {
        guard global.hasProperty(name) else { return false }
        return try global.set(name, to: value, receiver: .object(global), keyRange: nil)
    }
}

extension Compiler {
    /// `this`
    ///
    /// Reference: https://tc39.es/ecma262/#sec-this-keyword
    func this(_ node: ThisExpression) -> Evaluation {
        let site = range(node.range)
        return { frame in
            guard let value = frame.thisFrame.thisValue else {
                throw frame.realm.error(.reference, ScriptFunction.superMissing, at: site)
            }
            return value
        }
    }
}
