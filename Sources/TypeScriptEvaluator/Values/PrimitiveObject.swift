/// A boolean, number or symbol as an object: `Object(1)`.
///
/// Reference: https://tc39.es/ecma262/#sec-boolean-objects and its neighbours
final class PrimitiveObject: Object {
    let primitive: Value

    init(_ realm: Realm, _ primitive: Value, prototype: Object) {
        self.primitive = primitive
        super.init(realm, prototype: prototype)
    }

    override var className: UTF16String {
        switch primitive {
        case .boolean: "Boolean"
        case .number: "Number"
        default: "Object"
        }
    }
}

/// A string as an object: its code units are properties.
///
/// Reference: https://tc39.es/ecma262/#sec-string-exotic-objects
final class StringObject: Object {
    let string: UTF16String

    init(_ realm: Realm, _ string: UTF16String, prototype: Object? = nil) {
        self.string = string
        super.init(realm, prototype: prototype ?? realm.intrinsics.stringPrototype)
    }

    override var className: UTF16String { "String" }

    override func ownProperty(_ name: PropertyName) -> Property? {
        switch name {
        case .index(let index) where Int(index) < string.count:
            Property(.string(string[Int(index)..<Int(index) + 1]), .enumerable)
        case .length: Property(.integer(string.count), [])
        default: super.ownProperty(name)
        }
    }

    override func delete(_ name: PropertyName) -> Bool {
        switch name {
        case .index(let index) where Int(index) < string.count: false
        case .length: false
        default: super.delete(name)
        }
    }

    override var ownPropertyNames: [PropertyName] {
        string.units.indices.map { .index(UInt32($0)) } + [.length] + super.ownPropertyNames
    }
}
