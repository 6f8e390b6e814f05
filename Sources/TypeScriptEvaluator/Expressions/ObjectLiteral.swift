import SourceText
import TypeScriptSyntax

extension Compiler {
    /// ObjectLiteral
    ///
    /// Reference: https://tc39.es/ecma262/#sec-object-initializer-runtime-semantics-evaluation
    func objectLiteral(_ node: ObjectLiteral) -> Evaluation {
        let members = node.members.map(propertyDefinition)
        let site = range(node.range)
        return { frame in
            let object = Object(frame.realm, prototype: frame.realm.intrinsics.objectPrototype)
            object.origin = site
            for member in members { try member(frame, object) }
            return .object(object)
        }
    }

    /// Reference: https://tc39.es/ecma262/#sec-runtime-semantics-propertydefinitionevaluation
    private func propertyDefinition(_ node: ObjectMember) -> @Sendable (Frame, Object) throws -> Void {
        switch node {
        case .property(let node): keyedProperty(node)
        case .method(let node):
            methodDefinition(node, attributes: .all)
        case .spread(let node): spreadProperties(node)
        }
    }

    private func keyedProperty(_ node: PropertyDefinition) -> @Sendable (Frame, Object) throws -> Void {
        let keyRange = range(node.key.range)
        if let name = node.key.staticName {
            let value = namedEvaluation(node.value, name: name.string)
            // `__proto__: x`, but not `__proto__` alone, sets the prototype.
            if name == "__proto__", !node.isShorthand {
                return { frame, object in
                    let value = try value(frame)
                    if case .null = value { object.prototype = nil }
                    if let prototype = value.asObject { object.prototype = prototype }
                }
            }
            return { frame, object in object.put(name, try value(frame), keyRange: keyRange) }
        }
        let key = propertyKey(node.key)
        if node.value.isAnonymousFunction {
            let value = expression(node.value)
            return { frame, object in
                let name = try key(frame)
                let value = try value(frame)
                value.asFunction?.rename(name)
                object.put(name, value, keyRange: keyRange)
            }
        }
        let value = expression(node.value)
        return { frame, object in
            let name = try key(frame)
            object.put(name, try value(frame), keyRange: keyRange)
        }
    }

    /// `...source`
    private func spreadProperties(_ node: ExpressionNode) -> @Sendable (Frame, Object) throws -> Void {
        let source = expression(node)
        let site = range(node.range)
        return { frame, object in
            try frame.realm.copyDataProperties(from: source(frame), to: object, excluding: [], at: site)
        }
    }

    /// `key() {}`, `get key() {}`, `set key(x) {}`
    ///
    /// Reference: https://tc39.es/ecma262/#sec-runtime-semantics-methoddefinitionevaluation
    func methodDefinition(
        _ node: MethodDefinition, attributes: Property.Attributes
    ) -> @Sendable (Frame, Object) throws -> Void {
        let key = propertyKey(node.key)
        let keyRange = range(node.key.range)
        let code = functionCode(node.function, name: node.key.staticName?.string ?? "")
        return { frame, object in
            let name = try key(frame)
            let function = ScriptFunction(
                code, in: frame, name: code.kind.namePrefix + name.functionName, homeObject: object)
            var property: Property
            switch code.kind {
            case .getter, .setter:
                property = Property(get: nil, set: nil, attributes.subtracting(.writable), keyRange: keyRange)
                if case .accessor(let get, let set)? = object.ownProperty(name)?.content {
                    property.content = .accessor(get: get, set: set)
                }
                property.content = property.content.replacing(function, isGetter: code.kind == .getter)
            default:
                property = Property(.object(function), attributes, keyRange: keyRange)
            }
            object.store(property, as: name)
        }
    }

    /// The key of a property, converted.
    func propertyKey(_ node: TypeScriptSyntax.PropertyKey) -> @Sendable (Frame) throws -> PropertyName {
        if let name = node.staticName { return { _ in name } }
        switch node {
        case .computed(let node):
            let key = expression(node)
            let site = range(node.range)
            return { frame in
                let value = try key(frame)
                frame.realm.site = site
                return try frame.realm.toPropertyKey(value)
            }
        case .private(let name): return privateName(name.name, at: range(name.range))
        case .identifier, .string, .number: return { _ in "" }
        }
    }
}

extension Property.Content {
    fileprivate func replacing(_ function: FunctionObject, isGetter: Bool) -> Self {
        guard case .accessor(let get, let set) = self else { return self }
        return isGetter ? .accessor(get: function, set: set) : .accessor(get: get, set: function)
    }
}

extension TypeScriptSyntax.PropertyKey {
    /// The key, when it does not have to be computed.
    var staticName: PropertyName? {
        switch self {
        case .identifier(let node): PropertyName(node.name)
        case .string(let node): PropertyName(UTF16String(node.value))
        case .number(let node): PropertyName(numberToText(node.value))
        case .computed, .private: nil
        }
    }
}

extension PropertyName {
    /// The name that a function takes from its key.
    var functionName: UTF16String {
        switch self {
        case .symbol(let symbol) where symbol.isPrivate: symbol.name ?? ""
        case .symbol(let symbol): symbol.name.map { "[" + $0 + "]" } ?? ""
        case .index, .string: string
        }
    }
}

extension ExpressionNode {
    /// Reference: https://tc39.es/ecma262/#sec-isanonymousfunctiondefinition
    var isAnonymousFunction: Bool {
        switch self {
        case .function(let node): node.name == nil
        case .class(let node): node.name == nil
        default: false
        }
    }
}

extension FunctionObject {
    /// Names an anonymous function after the key that it became the value of.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-setfunctionname
    func rename(_ name: PropertyName) {
        guard initialName.isEmpty else { return }
        initialName = name.functionName
    }
}

extension FunctionNode.Kind {
    /// What precedes the key in the name of an accessor's function.
    fileprivate var namePrefix: UTF16String {
        switch self {
        case .getter: "get "
        case .setter: "set "
        default: ""
        }
    }
}
