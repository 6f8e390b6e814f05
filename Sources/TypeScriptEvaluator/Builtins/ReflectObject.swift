/// Reflect
///
/// Reference: https://tc39.es/ecma262/#sec-reflect-object
extension Realm {
    func makeReflect() -> Object {
        let reflect = Object(self, prototype: intrinsics.objectPrototype)
        reflect.put(.symbol(.toStringTag), "Reflect", .configurable)
        reflect.method("ownKeys", 1) { call in
            let names = try call.target("ownKeys").ownPropertyNames
            return .object(ArrayObject(call.realm, names.map(\.value)))
        }
        reflect.method("has", 2) { call in
            .boolean(try call.target("has").hasProperty(call.realm.toPropertyKey(call[1])))
        }
        reflect.method("get", 2) { call in
            let target = try call.target("get")
            let receiver = call.arguments.count > 2 ? call[2] : call[0]
            return try target.get(call.realm.toPropertyKey(call[1]), receiver: receiver)
        }
        reflect.method("set", 3) { call in
            let target = try call.target("set")
            let receiver = call.arguments.count > 3 ? call[3] : call[0]
            return .boolean(
                try target.set(call.realm.toPropertyKey(call[1]), to: call[2], receiver: receiver, keyRange: call.site))
        }
        reflect.method("deleteProperty", 2) { call in
            .boolean(try call.target("deleteProperty").delete(call.realm.toPropertyKey(call[1])))
        }
        reflect.method("defineProperty", 3) { call in
            let target = try call.target("defineProperty")
            let name = try call.realm.toPropertyKey(call[1])
            return .boolean(try target.defineOwnProperty(name, call.propertyDescriptor(call[2])))
        }
        reflect.method("getPrototypeOf", 1) { call in
            try call.target("getPrototypeOf").prototype.map(Value.object) ?? .null
        }
        reflect.method("apply", 3) { call in
            guard let list = call[2].asObject else {
                throw call.typeError("CreateListFromArrayLike called on non-object")
            }
            return try call.callback(0).call(this: call[1], call.realm.elements(ofArrayLike: list), at: call.site)
        }
        reflect.method("construct", 2) { call in
            let constructor = try call.callback(0)
            guard let list = call[1].asObject else {
                throw call.typeError("CreateListFromArrayLike called on non-object")
            }
            let newTarget = call.arguments.count > 2 ? try call.callback(2) : constructor
            return .object(
                try constructor.construct(
                    call.realm.elements(ofArrayLike: list), newTarget: newTarget, at: call.site))
        }
        return reflect
    }
}

extension Call {
    fileprivate func target(_ method: String) throws -> Object {
        guard let object = self[0].asObject else { throw typeError("Reflect.\(method) called on non-object") }
        return object
    }
}
