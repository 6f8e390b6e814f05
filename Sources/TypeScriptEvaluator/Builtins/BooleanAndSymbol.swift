/// Boolean
///
/// Reference: https://tc39.es/ecma262/#sec-boolean-objects
extension Realm {
    func makeBooleanClass() -> Intrinsics.Class {
        let prototype = PrimitiveObject(self, .boolean(false), prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "Boolean", length: 1, prototype: prototype) { call in
            let value = Value.boolean(call[0].isTruthy)
            guard let newTarget = call.newTarget else { return value }
            return .object(
                PrimitiveObject(
                    call.realm, value, prototype: try newTarget.prototypeForInstances(default: prototype)))
        }
        prototype.method("toString", 0) { call in
            .string(try call.realm.toText(call.thisPrimitive("Boolean", "toString")))
        }
        prototype.method("valueOf", 0) { call in try call.thisPrimitive("Boolean", "valueOf") }
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }
}

/// Symbol
///
/// Reference: https://tc39.es/ecma262/#sec-symbol-objects
extension Realm {
    func makeSymbolClass() -> Intrinsics.Class {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "Symbol", length: 0, prototype: prototype) { call in
            guard call.newTarget == nil else { throw call.typeError("Symbol is not a constructor") }
            return .symbol(Symbol(call[0].isUndefined ? nil : try call.realm.toText(call[0])))
        }
        let wellKnown: [(PropertyName, Symbol)] = [
            ("iterator", .iterator), ("asyncIterator", .asyncIterator), ("hasInstance", .hasInstance),
            ("toPrimitive", .toPrimitive), ("toStringTag", .toStringTag), ("species", .species),
            ("isConcatSpreadable", .isConcatSpreadable), ("unscopables", .unscopables), ("match", .match),
            ("matchAll", .matchAll), ("replace", .replace), ("search", .search), ("split", .split),
        ]
        for (name, symbol) in wellKnown { constructor.put(name, .symbol(symbol), []) }
        constructor.method("for", 1) { call in
            let key = try call.realm.toText(call[0])
            if let known = call.realm.symbolRegistry[key] { return .symbol(known) }
            let symbol = Symbol(key)
            call.realm.symbolRegistry[key] = symbol
            return .symbol(symbol)
        }
        prototype.method("toString", 0) { call in .text(inspectPlain(try call.thisPrimitive("Symbol", "toString"))) }
        prototype.method("valueOf", 0) { call in try call.thisPrimitive("Symbol", "valueOf") }
        prototype.getter("description") { call in
            guard case .symbol(let symbol) = try call.thisPrimitive("Symbol", "description") else { return .undefined }
            return symbol.name.map(Value.string) ?? .undefined
        }
        prototype.put(.symbol(.toStringTag), "Symbol", .configurable)
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }
}

extension Call {
    /// `this` as the primitive value that a method of its kind works on.
    func thisPrimitive(_ kind: UTF16String, _ method: String) throws -> Value {
        let primitive = (this.asObject as? PrimitiveObject)?.primitive ?? this
        switch (primitive, kind) {
        case (.boolean, "Boolean"), (.number, "Number"), (.symbol, "Symbol"): return primitive
        default: throw typeError("\(kind).prototype.\(method) requires that 'this' be a \(kind)")
        }
    }
}
