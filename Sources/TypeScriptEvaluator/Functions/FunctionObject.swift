package import SourceText

/// Anything that can be called.
///
/// Reference: https://tc39.es/ecma262/#sec-ecmascript-function-objects
package class FunctionObject: Object {
    /// The name it was made with; the `name` property may have been changed since.
    var initialName: UTF16String
    let initialLength: Int
    /// The properties `length`, `name` and `prototype` are made when somebody looks: most functions are only called.
    private var hasOwnProperties = false

    init(_ realm: Realm, name: UTF16String, length: Int, prototype: Object?) {
        self.initialName = name
        self.initialLength = length
        super.init(realm, prototype: prototype)
    }

    override var typeName: UTF16String { "function" }
    override var className: UTF16String { "Function" }

    /// Whether `new` may be used on it.
    var isConstructor: Bool { false }

    /// The name of the innermost call of it in a trace.
    var traceName: String { initialName.isEmpty ? "<anonymous>" : initialName.text }

    /// `site` is the expression that calls, for diagnostics; absent when a built-in calls.
    package func call(this: Value, _ arguments: [Value], at site: SourceRange? = nil) throws -> Value {
        throw realm.typeError("\(initialName) is not a function", at: site)
    }

    func construct(_ arguments: [Value], newTarget: FunctionObject, at site: SourceRange? = nil) throws -> Object {
        throw realm.typeError("\(initialName) is not a constructor", at: site)
    }

    /// Adds what this kind of function has besides `length` and `name`.
    func addOwnProperties() {}

    private func ensureOwnProperties() {
        guard !hasOwnProperties else { return }
        hasOwnProperties = true
        put(.length, .integer(initialLength), .configurable)
        put(.name, .string(initialName), .configurable)
        addOwnProperties()
    }

    package override func ownProperty(_ name: PropertyName) -> Property? {
        ensureOwnProperties()
        return super.ownProperty(name)
    }

    override func store(_ property: Property, as name: PropertyName) {
        ensureOwnProperties()
        super.store(property, as: name)
    }

    override func delete(_ name: PropertyName) -> Bool {
        ensureOwnProperties()
        return super.delete(name)
    }

    package override var ownPropertyNames: [PropertyName] {
        ensureOwnProperties()
        return super.ownPropertyNames
    }

    /// The object that `new` gives as prototype, by the function that was named after `new`.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-getprototypefromconstructor
    func prototypeForInstances(default fallback: Object) throws -> Object {
        try get(.prototype).asObject ?? fallback
    }
}
