/// The objects that the language itself provides, each made when it is first needed.
///
/// Reference: https://tc39.es/ecma262/#sec-well-known-intrinsic-objects
package final class Intrinsics {
    // The realm owns this object.
    private unowned let realm: Realm
    package let objectPrototype: Object
    let functionPrototype: Object

    /// A constructor and the prototype of its instances.
    struct Class {
        let constructor: NativeFunction
        let prototype: Object
    }

    lazy var object = realm.makeObjectClass()
    lazy var function = realm.makeFunctionClass()
    lazy var array = realm.makeArrayClass()
    lazy var string = realm.makeStringClass()
    lazy var number = realm.makeNumberClass()
    lazy var boolean = realm.makeBooleanClass()
    lazy var symbol = realm.makeSymbolClass()
    lazy var promise = realm.makePromiseClass()
    lazy var map = realm.makeMapClass(.ordinary)
    lazy var weakMap = realm.makeMapClass(.weak)
    lazy var set = realm.makeSetClass(.ordinary)
    lazy var weakSet = realm.makeSetClass(.weak)
    lazy var date = realm.makeDateClass()
    lazy var regExp = realm.makeRegExpClass()
    lazy var iteratorPrototype = realm.makeIteratorPrototype()
    lazy var listIteratorPrototype = realm.makeListIteratorPrototype()
    lazy var generatorPrototype = realm.makeGeneratorPrototype()
    lazy var generatorFunctionPrototype = Object(realm, prototype: functionPrototype)
    lazy var asyncFunctionPrototype = Object(realm, prototype: functionPrototype)
    lazy var url = realm.makeURLClass()
    lazy var urlSearchParams = realm.makeURLSearchParamsClass()
    lazy var buffer = realm.makeBufferClass()
    private var errors: [ErrorKind: Class] = [:]

    private(set) lazy var arrayPrototype = array.prototype
    private(set) lazy var stringPrototype = string.prototype
    private(set) lazy var numberPrototype = number.prototype
    var booleanPrototype: Object { boolean.prototype }
    var symbolPrototype: Object { symbol.prototype }
    var promisePrototype: Object { promise.prototype }
    var regExpPrototype: Object { regExp.prototype }

    /// `Array.prototype.values`, which is also how arrays are iterated.
    private(set) lazy var arrayValues: Object? = arrayPrototype.ownProperty("values")?.plainValue.asObject

    init(_ realm: Realm) {
        self.realm = realm
        objectPrototype = Object(realm, prototype: nil)
        functionPrototype = Object(realm, prototype: objectPrototype)
    }

    func error(_ kind: ErrorKind) -> Class {
        if let known = errors[kind] { return known }
        let made = realm.makeErrorClass(kind)
        errors[kind] = made
        return made
    }

    func errorPrototype(_ kind: ErrorKind) -> Object { error(kind).prototype }

    /// Gives the two objects that everything inherits from their members.
    func complete() {
        _ = object
        _ = function
    }
}

/// Whether a collection holds on to its keys. Here all do; the weak kinds only lack a size and iteration.
enum CollectionKind {
    case ordinary
    case weak
}
