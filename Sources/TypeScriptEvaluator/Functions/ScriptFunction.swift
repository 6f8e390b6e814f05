package import SourceText
import TypeScriptSyntax

/// A function that the definition wrote.
///
/// Reference: https://tc39.es/ecma262/#sec-ecmascript-function-objects
package final class ScriptFunction: FunctionObject {
    let code: FunctionCode
    private var module: ModuleRecord?
    private var scope: Scope?
    /// For arrows: the frame whose `this` and `super` they see.
    private var owner: Frame?
    private(set) var homeObject: Object?
    /// For classes.
    var fields: [ClassField] = []
    var privateMethods: [(name: PropertyName, property: Property)] = []

    init(_ code: FunctionCode, in frame: Frame, name: UTF16String? = nil, homeObject: Object? = nil) {
        self.code = code
        module = frame.module
        scope = frame.scope
        owner = code.kind == .arrow ? frame.thisFrame : nil
        self.homeObject = homeObject
        let realm = frame.realm
        let prototype =
            code.isGenerator
            ? realm.intrinsics.generatorFunctionPrototype
            : code.isAsync ? realm.intrinsics.asyncFunctionPrototype : realm.intrinsics.functionPrototype
        super.init(realm, name: name ?? code.name, length: code.length, prototype: prototype)
        origin = code.range
    }

    override var isConstructor: Bool { code.isConstructor }

    /// Where its text stands.
    package var range: SourceRange { code.range }

    override func clear() {
        super.clear()
        module = nil
        scope = nil
        owner = nil
        homeObject = nil
        fields = []
        privateMethods = []
    }

    override func report(to census: inout TextCensus) {
        super.report(to: &census)
        census.add(scope)
    }

    override func addOwnProperties() {
        if code.isGenerator {
            let prototype = Object(realm, prototype: realm.intrinsics.generatorPrototype)
            put(.prototype, .object(prototype), .writable)
        } else if code.isConstructor, !code.isClassConstructor {
            let prototype = Object(realm, prototype: realm.intrinsics.objectPrototype)
            prototype.put(.constructor, .object(self), .hidden)
            put(.prototype, .object(prototype), .writable)
        }
    }

    package override func call(this: Value, _ arguments: [Value], at site: SourceRange?) throws -> Value {
        let site = site ?? realm.site
        guard !code.isClassConstructor else {
            throw realm.typeError(
                "Class constructor \(initialName) cannot be invoked without 'new'", at: site)
        }
        try realm.enter(self, at: site)
        defer { realm.leave() }
        if code.isGenerator { return try startGenerator(this: this, arguments) }
        if code.isAsync { return try startAsyncFunction(this: this, arguments) }
        return try run(in: makeFrame(this: this, arguments))
    }

    /// Reference: https://tc39.es/ecma262/#sec-ecmascript-function-objects-construct-argumentslist-newtarget
    override func construct(
        _ arguments: [Value], newTarget: FunctionObject, at site: SourceRange?
    ) throws -> Object {
        let site = site ?? realm.site
        guard code.isConstructor else { throw realm.typeError("\(initialName) is not a constructor", at: site) }
        try realm.enter(self, at: site)
        defer { realm.leave() }
        let isDerived = code.kind == .derivedConstructor
        var instance: Object?
        if !isDerived {
            let prototype = try newTarget.prototypeForInstances(default: realm.intrinsics.objectPrototype)
            let object = Object(realm, prototype: prototype)
            object.origin = site
            try initializeElements(of: object)
            instance = object
        }
        let frame = makeFrame(this: instance.map(Value.object), arguments, newTarget: newTarget)
        let result = try run(in: frame)
        if let object = result.asObject { return object }
        if let instance { return instance }
        guard result.isUndefined else {
            throw realm.typeError("Derived constructors may only return object or undefined", at: site)
        }
        guard let object = frame.thisValue?.asObject else {
            throw realm.error(.reference, Self.superMissing, at: site)
        }
        return object
    }

    static let superMissing =
        "Must call super constructor in derived class before accessing 'this' or returning from derived constructor"

    func makeFrame(
        this: Value?, _ arguments: [Value], newTarget: FunctionObject? = nil, coroutine: Coroutine? = nil
    ) -> Frame {
        // A function is only called while its realm is open, and `clear` closes the realm.
        Frame(
            realm: realm, module: module.unsafelyUnwrapped, scope: Scope(parent: scope, count: code.slotCount),
            owner: owner, thisValue: this, function: self, newTarget: newTarget, homeObject: homeObject,
            arguments: arguments, coroutine: coroutine)
    }

    func run(in frame: Frame) throws -> Value {
        try code.prepare(frame)
        if case .return(let value) = try code.body(frame) { return value }
        return .undefined
    }

    /// What a class gives each new instance before its constructor sees it: private methods, then fields.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-initializeinstanceelements
    func initializeElements(of instance: Object) throws {
        for method in privateMethods {
            guard instance.properties[method.name] == nil else {
                throw realm.typeError(
                    "Cannot initialize private methods of class \(initialName) twice on the same object")
            }
            instance.properties[method.name] = method.property
        }
        for field in fields { try field.define(on: instance) }
    }
}
