import SourceText

/// Object
///
/// Reference: https://tc39.es/ecma262/#sec-object-objects
extension Realm {
    func makeObjectClass() -> Intrinsics.Class {
        let prototype = intrinsics.objectPrototype
        let constructor = NativeFunction(self, constructor: "Object", length: 1, prototype: prototype) { call in
            let ordinary = call.realm.intrinsics.objectPrototype
            if let newTarget = call.newTarget, newTarget !== call.realm.intrinsics.object.constructor {
                return .object(
                    Object(call.realm, prototype: try newTarget.prototypeForInstances(default: ordinary)))
            }
            if call[0].isNullish { return .object(Object(call.realm, prototype: ordinary)) }
            return .object(try call.realm.toObject(call[0]))
        }
        addObjectPrototypeMembers(prototype)
        addObjectListings(constructor)
        addObjectConstruction(constructor)
        addObjectDescriptors(constructor)
        addObjectIntegrity(constructor)
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    private func addObjectPrototypeMembers(_ prototype: Object) {
        prototype.method("hasOwnProperty", 1) { call in
            let name = try call.realm.toPropertyKey(call[0])
            return .boolean(try call.realm.toObject(call.this).ownProperty(name) != nil)
        }
        prototype.method("isPrototypeOf", 1) { call in
            guard var object = call[0].asObject else { return .boolean(false) }
            let this = try call.realm.toObject(call.this)
            while let parent = object.prototype {
                if parent === this { return .boolean(true) }
                object = parent
            }
            return .boolean(false)
        }
        prototype.method("propertyIsEnumerable", 1) { call in
            let name = try call.realm.toPropertyKey(call[0])
            return .boolean(try call.realm.toObject(call.this).ownProperty(name)?.isEnumerable ?? false)
        }
        prototype.method("toString", 0) { call in
            switch call.this {
            case .undefined: return "[object Undefined]"
            case .null: return "[object Null]"
            default:
                let object = try call.realm.toObject(call.this)
                let tag = try object.get(.symbol(.toStringTag)).asText ?? object.className.text
                return .text("[object \(tag)]")
            }
        }
        prototype.method("toLocaleString", 0) { call in .string(try call.realm.toText(call.this)) }
        prototype.method("valueOf", 0) { call in .object(try call.realm.toObject(call.this)) }
        let get = NativeFunction(self, name: "get __proto__", length: 0) { call in
            try call.realm.toObject(call.this).prototype.map(Value.object) ?? .null
        }
        let set = NativeFunction(self, name: "set __proto__", length: 1) { call in
            guard let object = call.this.asObject, call[0].isObjectOrNull else { return .undefined }
            guard object.setPrototype(call[0].asObject) else { throw call.typeError("Cyclic __proto__ value") }
            return .undefined
        }
        prototype.store(Property(get: get, set: set, .configurable), as: "__proto__")
    }

    /// `keys`, `values`, `entries` and their like.
    private func addObjectListings(_ constructor: NativeFunction) {
        constructor.method("keys", 1) { call in
            let object = try call.realm.toObject(call[0])
            return .object(ArrayObject(call.realm, try call.enumerableNames(of: object).map { .string($0.string) }))
        }
        constructor.method("values", 1) { call in
            let object = try call.realm.toObject(call[0])
            return .object(ArrayObject(call.realm, try call.enumerableNames(of: object).map { try object.get($0) }))
        }
        constructor.method("entries", 1) { call in
            let object = try call.realm.toObject(call[0])
            let entries = try call.enumerableNames(of: object).map { name -> Value? in
                let entry = ArrayObject(call.realm, [.string(name.string), try object.get(name)])
                // Where the key was written; `fromEntries` gives it back to a property.
                if let range = object.ownProperty(name)?.keyRange { entry.elementRanges = [range] }
                return .object(entry)
            }
            return .object(ArrayObject(call.realm, entries))
        }
        constructor.method("getOwnPropertyNames", 1) { call in
            let names = try call.realm.toObject(call[0]).ownPropertyNames.filter { !$0.isSymbol }
            return .object(ArrayObject(call.realm, names.map { .string($0.string) }))
        }
        constructor.method("getOwnPropertySymbols", 1) { call in
            let names = try call.realm.toObject(call[0]).ownPropertyNames.filter(\.isSymbol)
            return .object(ArrayObject(call.realm, names.map(\.value)))
        }
        constructor.method("fromEntries", 1) { call in try call.fromEntries() }
        constructor.method("groupBy", 2) { call in
            let result = Object(call.realm, prototype: nil)
            let callback = try call.callback(1)
            for (index, value) in try call.realm.values(of: call[0], at: call.site).enumerated() {
                let key = try call.realm.toPropertyKey(callback.call(this: .undefined, [value, .integer(index)]))
                if let group = result.properties[key]?.plainValue.asArray {
                    try group.append([value])
                } else {
                    result.put(key, .object(ArrayObject(call.realm, [value])))
                }
            }
            return .object(result)
        }
    }

    private func addObjectConstruction(_ constructor: NativeFunction) {
        constructor.method("assign", 2) { call in
            let target = try call.realm.toObject(call[0])
            for source in call.arguments.dropFirst() where !source.isNullish {
                let source = try call.realm.toObject(source)
                for name in source.ownPropertyNames {
                    guard let property = source.ownProperty(name), property.isEnumerable else { continue }
                    try call.assign(source.get(name), to: name, of: target, property.keyRange)
                }
            }
            return .object(target)
        }
        constructor.method("create", 2) { call in
            guard call[0].isObjectOrNull else {
                throw call.typeError("Object prototype may only be an Object or null: \(inspectPlain(call[0]))")
            }
            let object = Object(call.realm, prototype: call[0].asObject)
            if !call[1].isUndefined { try call.defineProperties(call[1], on: object) }
            return .object(object)
        }
        constructor.method("getPrototypeOf", 1) { call in
            try call.realm.toObject(call[0]).prototype.map(Value.object) ?? .null
        }
        constructor.method("setPrototypeOf", 2) { call in
            guard call[1].isObjectOrNull else {
                throw call.typeError("Object prototype may only be an Object or null: \(inspectPlain(call[1]))")
            }
            guard let object = call[0].asObject else { return call[0] }
            guard object.setPrototype(call[1].asObject) else {
                throw call.typeError(
                    object.isExtensible
                        ? "Cyclic __proto__ value" : "\(object.descriptionInErrors) is not extensible")
            }
            return call[0]
        }
        constructor.method("is", 2) { call in .boolean(sameValue(call[0], call[1])) }
        constructor.method("hasOwn", 2) { call in
            let object = try call.realm.toObject(call[0])
            return .boolean(object.ownProperty(try call.realm.toPropertyKey(call[1])) != nil)
        }
    }

    private func addObjectDescriptors(_ constructor: NativeFunction) {
        constructor.method("defineProperty", 3) { call in
            guard let object = call[0].asObject else {
                throw call.typeError("Object.defineProperty called on non-object")
            }
            try call.defineProperty(call.realm.toPropertyKey(call[1]), call[2], on: object)
            return call[0]
        }
        constructor.method("defineProperties", 2) { call in
            guard let object = call[0].asObject else {
                throw call.typeError("Object.defineProperties called on non-object")
            }
            try call.defineProperties(call[1], on: object)
            return call[0]
        }
        constructor.method("getOwnPropertyDescriptor", 2) { call in
            let object = try call.realm.toObject(call[0])
            let property = object.ownProperty(try call.realm.toPropertyKey(call[1]))
            return property.map { .object(call.realm.descriptorObject(of: $0)) } ?? .undefined
        }
        constructor.method("getOwnPropertyDescriptors", 1) { call in
            let object = try call.realm.toObject(call[0])
            let result = Object(call.realm, prototype: call.realm.intrinsics.objectPrototype)
            for name in object.ownPropertyNames {
                guard let property = object.ownProperty(name) else { continue }
                result.put(name, .object(call.realm.descriptorObject(of: property)), keyRange: property.keyRange)
            }
            return .object(result)
        }
    }

    private func addObjectIntegrity(_ constructor: NativeFunction) {
        constructor.method("freeze", 1) { call in
            call[0].asObject?.restrict(.frozen)
            return call[0]
        }
        constructor.method("seal", 1) { call in
            call[0].asObject?.restrict(.sealed)
            return call[0]
        }
        constructor.method("preventExtensions", 1) { call in
            _ = call[0].asObject?.preventExtensions()
            return call[0]
        }
        constructor.method("isFrozen", 1) { call in .boolean(call[0].asObject?.isRestricted(.frozen) ?? true) }
        constructor.method("isSealed", 1) { call in .boolean(call[0].asObject?.isRestricted(.sealed) ?? true) }
        constructor.method("isExtensible", 1) { call in .boolean(call[0].asObject?.isExtensible ?? false) }
    }

    /// Reference: https://tc39.es/ecma262/#sec-frompropertydescriptor
    func descriptorObject(of property: Property) -> Object {
        let object = Object(self, prototype: intrinsics.objectPrototype)
        switch property.content {
        case .value(let value):
            object.put(.value, value)
            object.put("writable", .boolean(property.isWritable))
        case .accessor(let get, let set):
            object.put("get", Value(get))
            object.put("set", Value(set))
        }
        object.put("enumerable", .boolean(property.isEnumerable))
        object.put("configurable", .boolean(property.isConfigurable))
        return object
    }
}

extension Value {
    fileprivate var isObjectOrNull: Bool {
        switch self {
        case .object, .null: true
        default: false
        }
    }
}

extension Call {
    /// The enumerable strings among an object's own keys.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-enumerableownproperties
    fileprivate func enumerableNames(of object: Object) throws -> [PropertyName] {
        let names = object.ownPropertyNames.filter { !$0.isSymbol && object.ownProperty($0)?.isEnumerable == true }
        try realm.steps(names.count, at: site)
        return names
    }

    fileprivate func assign(
        _ value: Value, to name: PropertyName, of target: Object, _ keyRange: SourceRange?
    ) throws {
        guard try target.set(name, to: value, receiver: .object(target), keyRange: keyRange) else {
            throw typeError(
                "Cannot assign to read only property '\(name.text)' of object '\(target.descriptionInErrors)'")
        }
    }

    /// The keys keep the places where they were written: in the entry, or in the object that `entries` was asked for.
    fileprivate func fromEntries() throws -> Value {
        let result = Object(realm, prototype: realm.intrinsics.objectPrototype)
        result.origin = site
        try realm.forEach(in: self[0], at: site) { entry in
            guard let object = entry.asObject else {
                throw typeError("Iterator value \(inspectPlain(entry)) is not an entry object")
            }
            let name = try realm.toPropertyKey(object.get(.index(0)))
            let range = (object as? ArrayObject)?.elementRanges.first ?? site
            result.put(name, try object.get(.index(1)), keyRange: range)
            return .goOn
        }
        return .object(result)
    }

    fileprivate func defineProperties(_ descriptors: Value, on object: Object) throws {
        let descriptors = try realm.toObject(descriptors)
        for name in descriptors.ownPropertyNames where descriptors.ownProperty(name)?.isEnumerable == true {
            try defineProperty(name, descriptors.get(name), on: object)
        }
    }

    func defineProperty(_ name: PropertyName, _ value: Value, on object: Object) throws {
        guard try object.defineOwnProperty(name, propertyDescriptor(value)) else {
            throw typeError(
                object.ownProperty(name) == nil
                    ? "Cannot define property \(name.text), object is not extensible"
                    : "Cannot redefine property: \(name.text)")
        }
    }

    /// Reference: https://tc39.es/ecma262/#sec-topropertydescriptor
    func propertyDescriptor(_ value: Value) throws -> PropertyDescriptor {
        guard let fields = value.asObject else {
            throw typeError("Property description must be an object: \(inspectPlain(value))")
        }
        func field(_ name: PropertyName) throws -> Value? {
            fields.hasProperty(name) ? try fields.get(name) : nil
        }
        func accessor(_ name: PropertyName, _ label: String) throws -> FunctionObject?? {
            guard let value = try field(name) else { return nil }
            if value.isUndefined { return .some(nil) }
            guard let function = value.asFunction else {
                throw typeError("\(label) must be a function: \(inspectPlain(value))")
            }
            return .some(function)
        }
        var descriptor = PropertyDescriptor()
        descriptor.isEnumerable = try field("enumerable")?.isTruthy
        descriptor.isConfigurable = try field("configurable")?.isTruthy
        descriptor.value = try field(.value)
        descriptor.isWritable = try field("writable")?.isTruthy
        descriptor.get = try accessor("get", "Getter")
        descriptor.set = try accessor("set", "Setter")
        descriptor.keyRange = site
        guard !descriptor.isAccessor || !descriptor.isData else {
            throw typeError(
                "Invalid property descriptor. Cannot both specify accessors and a value or writable attribute")
        }
        return descriptor
    }
}
