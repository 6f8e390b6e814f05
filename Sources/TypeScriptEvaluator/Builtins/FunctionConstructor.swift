/// Function
///
/// Reference: https://tc39.es/ecma262/#sec-function-objects
extension Realm {
    func makeFunctionClass() -> Intrinsics.Class {
        let prototype = intrinsics.functionPrototype
        let constructor = NativeFunction(self, constructor: "Function", length: 1, prototype: prototype) { call in
            throw call.realm.unsupported("making a function from text", at: call.site)
        }
        prototype.method("call", 1) { call in
            try call.thisFunction("call").call(this: call[0], Array(call.arguments.dropFirst()), at: call.site)
        }
        prototype.method("apply", 2) { call in
            let function = try call.thisFunction("apply")
            guard !call[1].isNullish else { return try function.call(this: call[0], [], at: call.site) }
            guard let list = call[1].asObject else {
                throw call.typeError("CreateListFromArrayLike called on non-object")
            }
            return try function.call(this: call[0], call.realm.elements(ofArrayLike: list), at: call.site)
        }
        prototype.method("bind", 1) { call in
            let function = try call.thisFunction("bind")
            let length = try function.get(.length).asNumber ?? 0
            var name: UTF16String = "bound "
            if case .string(let text) = try function.get(.name) { name = name + text }
            let bound = Array(call.arguments.dropFirst())
            try call.realm.steps(name.count / 16, at: call.site)
            try call.realm.reserve(bytes: name.count * 2 + bound.count * 16, at: call.site)
            return .object(
                BoundFunction(
                    function, this: call[0], bound, name: name,
                    length: Int(max(0, min(length, 1e6) - Double(bound.count)))))
        }
        prototype.method("toString", 0) { call in .text(inspectPlain(.object(try call.thisFunction("toString")))) }
        prototype.method(.hasInstance, "[Symbol.hasInstance]") { call in
            guard let function = call.this.asFunction else { return .boolean(false) }
            return .boolean(try call.realm.ordinaryHasInstance(function, call[0]))
        }
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    /// Reference: https://tc39.es/ecma262/#sec-createlistfromarraylike
    func elements(ofArrayLike object: Object) throws -> [Value] {
        if let array = object as? ArrayObject {
            try steps(array.elements.count / 8)
            return array.values
        }
        let length = try lengthOfArrayLike(object)
        try steps(length)
        try reserve(bytes: length * 16)
        return try (0..<length).map { try object.get(PropertyName($0)) }
    }

    /// The `arguments` of a function.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-createunmappedargumentsobject
    func makeArgumentsObject(_ arguments: [Value]) -> Object {
        let object = Object(self, prototype: intrinsics.objectPrototype)
        for (index, value) in arguments.enumerated() { object.put(PropertyName(index), value) }
        object.put(.length, .integer(arguments.count), .hidden)
        object.put(.iterator, Value(intrinsics.arrayValues), .hidden)
        return object
    }
}

extension Call {
    fileprivate func thisFunction(_ method: String) throws -> FunctionObject {
        guard let function = this.asFunction else {
            throw typeError("Function.prototype.\(method) was called on \(inspectPlain(this)), which is not a function")
        }
        return function
    }
}
