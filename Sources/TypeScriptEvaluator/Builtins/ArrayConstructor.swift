import SourceText

/// Array
///
/// Reference: https://tc39.es/ecma262/#sec-array-objects
extension Realm {
    func makeArrayClass() -> Intrinsics.Class {
        let prototype = ArrayObject(prototypeOf: self, prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "Array", length: 1, prototype: prototype) { call in
            let array: ArrayObject
            if call.arguments.count == 1, case .number(let length) = call[0] {
                guard length >= 0, length < 4_294_967_296, length.isInteger else {
                    throw call.rangeError("Invalid array length")
                }
                array = ArrayObject(call.realm)
                try array.setLength(Int(length))
            } else {
                array = ArrayObject(call.realm, call.arguments)
            }
            array.origin = call.site
            if let newTarget = call.newTarget {
                array.prototype = try newTarget.prototypeForInstances(default: prototype)
            }
            return .object(array)
        }
        constructor.method("isArray", 1) { call in .boolean(call[0].asArray != nil) }
        constructor.method("of", 0) { call in .object(ArrayObject(call.realm, call.arguments, origin: call.site)) }
        constructor.method("from", 1) { call in try call.arrayFrom() }
        addArrayCallbacks(prototype)
        addArraySearches(prototype)
        addArrayChanges(prototype)
        addArrayCopies(prototype)
        addArrayIterators(prototype)
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    private func addArrayIterators(_ prototype: Object) {
        let values = NativeFunction(self, name: "values", length: 0) { call in
            let list = try ArrayLike(call)
            return .object(call.realm.makeListIterator(over: list) { _, value in value })
        }
        prototype.put("values", .object(values), .hidden)
        prototype.put(.iterator, .object(values), .hidden)
        prototype.method("keys", 0) { call in
            .object(call.realm.makeListIterator(over: try ArrayLike(call)) { index, _ in .integer(index) })
        }
        prototype.method("entries", 0) { call in
            let realm = call.realm
            return .object(
                realm.makeListIterator(over: try ArrayLike(call)) { index, value in
                    .object(ArrayObject(realm, [.integer(index), value]))
                })
        }
    }
}

/// An array, or another object with a length and indices: what the methods of arrays work on.
struct ArrayLike {
    let object: Object
    let realm: Realm
    let site: SourceRange

    /// The object that a method of arrays was called on.
    init(_ call: Call) throws {
        if call.this.isNullish {
            throw call.typeError("Array.prototype.\(call.functionName) called on null or undefined")
        }
        object = try call.realm.toObject(call.this)
        realm = call.realm
        site = call.site
    }

    var length: Int {
        get throws { try realm.lengthOfArrayLike(object) }
    }

    /// The element at an index, `nil` for a hole and beyond the end.
    func element(_ index: Int) throws -> Value? {
        try realm.step(at: site)
        if let array = object as? ArrayObject {
            guard index < array.elements.count else { return nil }
            return array.elements[index]
        }
        let name = PropertyName(index)
        return object.hasProperty(name) ? try object.get(name) : nil
    }

    func value(_ index: Int) throws -> Value { try element(index) ?? .undefined }

    /// Puts an element, or throws when it may not change.
    func set(_ index: Int, to value: Value) throws {
        try realm.setMember(PropertyName(index), of: .object(object), to: value, at: site)
    }

    func remove(_ index: Int) throws {
        guard object.delete(PropertyName(index)) else {
            throw realm.typeError("Cannot delete property '\(index)' of \(object.descriptionInErrors)", at: site)
        }
    }

    func setLength(_ length: Int) throws {
        try realm.setMember(.length, of: .object(object), to: .integer(length), at: site)
    }

    /// All values, holes as `undefined`.
    var values: [Value] {
        get throws {
            let count = try length
            try realm.steps(count, at: site)
            if let array = object as? ArrayObject { return array.values }
            return try (0..<count).map(value)
        }
    }

    /// An argument that counts from the end when it is negative, kept within the list.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-array.prototype.slice, steps 3 to 6
    func relativeIndex(_ argument: Value, default fallback: Int, count: Int) throws -> Int {
        if argument.isUndefined { return fallback }
        return clampedIndex(try realm.toIntegerOrInfinity(argument), count: count)
    }
}

/// An index that counts from the end when it is negative, from 0 to `count`.
func clampedIndex(_ index: Double, count: Int) -> Int {
    let count = Double(count)
    return Int(index < 0 ? max(count + index, 0) : min(index, count))
}

extension Call {
    /// Reference: https://tc39.es/ecma262/#sec-array.from
    fileprivate func arrayFrom() throws -> Value {
        let transform = self[1].isUndefined ? nil : try callback(1)
        let source: [Value]
        if self[0].isNullish {
            source = try realm.values(of: self[0], at: site)
        } else if try realm.member(.iterator, of: self[0], at: site).isNullish {
            source = try realm.elements(ofArrayLike: realm.toObject(self[0]))
        } else {
            source = try realm.values(of: self[0], at: site)
        }
        let array = ArrayObject(realm, origin: site)
        for (index, value) in source.enumerated() {
            let value = try transform?.call(this: self[2], [value, .integer(index)], at: site) ?? value
            try array.append([value])
        }
        return .object(array)
    }
}
