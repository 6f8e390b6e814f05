package import SourceText

/// One call of a function that is written in Swift.
package struct Call {
    package let realm: Realm
    package let this: Value
    package let arguments: [Value]
    /// The constructor named after `new`; absent in an ordinary call.
    let newTarget: FunctionObject?
    /// The calling expression: `allow.guest.to(['read'])`.
    package let site: SourceRange

    /// An argument, `undefined` when it was not given.
    package subscript(index: Int) -> Value {
        index < arguments.count ? arguments[index] : .undefined
    }

    /// The name of the function that is being called.
    var functionName: String { realm.calls.last?.function.traceName ?? "" }

    package func typeError(_ message: String) -> Abrupt { realm.typeError(message, at: site) }
    func rangeError(_ message: String) -> Abrupt { realm.rangeError(message, at: site) }
}

/// A function that is written in Swift.
///
/// Reference: https://tc39.es/ecma262/#sec-built-in-function-objects
package final class NativeFunction: FunctionObject {
    package typealias Behaviour = (Call) throws -> Value

    private var behaviour: Behaviour
    private let constructs: Bool
    /// What `prototype` is, for constructors.
    private var instancePrototype: Object?

    package init(_ realm: Realm, name: UTF16String, length: Int, _ behaviour: @escaping Behaviour) {
        self.behaviour = behaviour
        self.constructs = false
        super.init(realm, name: name, length: length, prototype: realm.intrinsics.functionPrototype)
    }

    /// A constructor. `Call.newTarget` tells whether it was called with `new`.
    init(
        _ realm: Realm, constructor name: UTF16String, length: Int, prototype instancePrototype: Object?,
        parent: Object? = nil, _ behaviour: @escaping Behaviour
    ) {
        self.behaviour = behaviour
        self.constructs = true
        self.instancePrototype = instancePrototype
        super.init(realm, name: name, length: length, prototype: parent ?? realm.intrinsics.functionPrototype)
        instancePrototype?.put(.constructor, .object(self), .hidden)
    }

    override var isConstructor: Bool { constructs }

    override func addOwnProperties() {
        if let instancePrototype { put(.prototype, .object(instancePrototype), []) }
    }

    override func clear() {
        super.clear()
        instancePrototype = nil
        behaviour = { _ in .undefined }
    }

    package override func call(this: Value, _ arguments: [Value], at site: SourceRange?) throws -> Value {
        let site = site ?? realm.site
        try realm.enter(self, at: site)
        defer { realm.leave() }
        try realm.weighCall(this: this, arguments)
        let charged = realm.heap.chargedBytes
        let result = try behaviour(
            Call(realm: realm, this: this, arguments: arguments, newTarget: nil, site: site))
        // Most built-ins make short texts and ask for nothing.
        if case .string(let text) = result, realm.heap.chargedBytes - charged < text.count * 2 {
            realm.heap.charge(textOf: text.count)
        }
        return result
    }

    override func construct(
        _ arguments: [Value], newTarget: FunctionObject, at site: SourceRange?
    ) throws -> Object {
        let site = site ?? realm.site
        guard constructs else { throw realm.typeError("\(initialName) is not a constructor", at: site) }
        try realm.enter(self, at: site)
        defer { realm.leave() }
        let result = try behaviour(
            Call(realm: realm, this: .undefined, arguments: arguments, newTarget: newTarget, site: site))
        guard let object = result.asObject else { throw realm.typeError("not an object", at: site) }
        return object
    }
}

extension Object {
    /// Adds a method written in Swift.
    package func method(_ name: StaticString, _ length: Int, _ behaviour: @escaping NativeFunction.Behaviour) {
        let text = UTF16String(stringLiteral: name)
        put(
            PropertyName(text), .object(NativeFunction(realm, name: text, length: length, behaviour)), .hidden)
    }

    func method(_ symbol: Symbol, _ name: UTF16String, _ behaviour: @escaping NativeFunction.Behaviour) {
        put(.symbol(symbol), .object(NativeFunction(realm, name: name, length: 0, behaviour)), .hidden)
    }

    /// Adds an accessor without a setter.
    func getter(_ name: PropertyName, _ behaviour: @escaping NativeFunction.Behaviour) {
        let function = NativeFunction(realm, name: "get " + name.string, length: 0, behaviour)
        store(Property(get: function, set: nil, .configurable), as: name)
    }
}
