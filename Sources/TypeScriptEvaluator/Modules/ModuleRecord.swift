import SourceText

/// One module of a running evaluation.
package final class ModuleRecord {
    enum Content {
        case script(ParsedModule)
        case json(Value)
        /// It does not exist, cannot be read or does not parse. Whatever is imported from it is opaque.
        case unavailable
    }

    enum Status {
        case new
        case linked
        case evaluating
        case evaluated
        /// It threw. What it had not yet initialised is opaque to others.
        case failed
    }

    package let id: ModuleID
    let content: Content
    var status: Status
    private(set) var scope: Scope
    var dependencies: [Dependency] = []
    var bindings: [ExportResolution] = []
    private var namespaceObject: Object?
    private var meta: Object?
    private var knownFrame: Frame?
    /// `module.exports` of a CommonJS file.
    var commonJS: Object?

    /// What one specifier leads to.
    enum Dependency {
        case module(ModuleRecord)
        case package(Object)
    }

    init(_ id: ModuleID, _ content: Content) {
        self.id = id
        self.content = content
        status = .new
        scope = Scope(parent: nil, count: 0)
        if case .script(let parsed) = content { scope = Scope(parent: nil, count: parsed.code.slotCount) }
    }

    var code: ModuleCode? {
        if case .script(let parsed) = content { parsed.code } else { nil }
    }

    var isUnavailable: Bool { if case .unavailable = content { true } else { false } }

    func clear() {
        dependencies = []
        bindings = []
        scope = Scope(parent: nil, count: 0)
        namespaceObject = nil
        meta = nil
        commonJS = nil
        knownFrame = nil
    }

    /// What the code of the module itself runs in.
    func frame(in realm: Realm) -> Frame {
        if let knownFrame { return knownFrame }
        let frame = Frame(realm: realm, module: self, scope: scope, thisValue: .undefined)
        knownFrame = frame
        return frame
    }

    /// What the imported name is bound to now.
    func importedValue(at index: Int, site: SourceRange, in realm: Realm) throws -> Value {
        try bindings[index].value(at: site, in: realm)
    }

    /// `import * as x`
    func namespace(in realm: Realm) -> Object {
        if let namespaceObject { return namespaceObject }
        let object: Object =
            isUnavailable
            ? OpaqueValue(realm, .host("the exports of \(id.path)"))
            : NamespaceObject(realm, self)
        namespaceObject = object
        return object
    }

    /// `import.meta`
    func metaObject(in realm: Realm) -> Object {
        if let meta { return meta }
        let object = Object(realm, prototype: nil)
        let path = realm.absolutePath(of: id)
        object.put("dirname", .text(parentFolder(of: path)))
        object.put("filename", .text(path))
        object.put("url", .text(fileURL(ofPath: path)))
        meta = object
        return object
    }

    /// A name that a file has without declaring it; `nil` when this kind of file does not.
    func value(of name: ImplicitName, in realm: Realm) -> Value? {
        switch name {
        case .filename: return .text(realm.absolutePath(of: id))
        case .dirname: return .text(parentFolder(of: realm.absolutePath(of: id)))
        case .require: return .object(realm.makeRequireFunction(for: self))
        case .module: return commonJS.map(Value.object)
        case .exports: return try? commonJS?.get("exports")
        }
    }
}

/// Names that a CommonJS file has without declaring them, and that loaders give to others too.
enum ImplicitName: String {
    case filename = "__filename"
    case dirname = "__dirname"
    case require
    case module
    case exports
}

/// Where an exported name leads.
enum ExportResolution {
    case slot(ModuleRecord, Int, name: String)
    case namespace(ModuleRecord)
    /// A member of a package, or of what a CommonJS or JSON file exports.
    case member(Object, PropertyName)
    case whole(Object)
    /// A member of what a CommonJS file will have exported when somebody looks.
    case commonJS(ModuleRecord, PropertyName)
    /// The module did not load.
    case unavailable(OpaqueValue)

    func value(at site: SourceRange, in realm: Realm) throws -> Value {
        switch self {
        case .slot(let module, let slot, let name):
            if let value = module.scope.slots[slot] { return value }
            if module.status == .failed { return .object(OpaqueValue(realm, .host(name))) }
            throw realm.deadZoneError(name, at: site)
        case .namespace(let module): return .object(module.namespace(in: realm))
        case .member(let object, let name): return try realm.member(name, of: .object(object), at: site)
        case .whole(let object): return .object(object)
        case .commonJS(let module, let name): return try module.commonJSMember(name, at: site, in: realm)
        case .unavailable(let value): return .object(value)
        }
    }
}

/// `import * as x`: the exports of a module, in alphabetical order, read only.
///
/// Reference: https://tc39.es/ecma262/#sec-module-namespace-exotic-objects
final class NamespaceObject: Object {
    private(set) var module: ModuleRecord?
    private var resolutions: [PropertyName: ExportResolution] = [:]
    private var names: [PropertyName] = []

    init(_ realm: Realm, _ module: ModuleRecord) {
        self.module = module
        super.init(realm, prototype: nil)
        for name in realm.modules.exportedNames(of: module) {
            guard let resolution = realm.modules.resolve(name, in: module, realm) else { continue }
            resolutions[PropertyName(name)] = resolution
        }
        names = resolutions.keys.sorted { $0.string < $1.string }
        isExtensible = false
        put(.symbol(.toStringTag), .text("Module"), [])
    }

    override var className: UTF16String { "Module" }
    override var isExotic: Bool { true }

    override func clear() {
        super.clear()
        module = nil
        resolutions = [:]
    }

    override func ownProperty(_ name: PropertyName) -> Property? {
        guard let resolution = resolutions[name] else { return super.ownProperty(name) }
        // Before its initialisation it is there, but only `get` can tell.
        let value = try? resolution.value(at: realm.site, in: realm)
        return Property(value ?? .undefined, [.writable, .enumerable])
    }

    override func get(_ name: PropertyName, receiver: Value) throws -> Value {
        guard let resolution = resolutions[name] else { return super.ownProperty(name)?.plainValue ?? .undefined }
        return try resolution.value(at: realm.site, in: realm)
    }

    override func set(
        _ name: PropertyName, to value: Value, receiver: Value, keyRange: SourceRange?
    ) throws -> Bool { false }

    override func defineOwnProperty(_ name: PropertyName, _ descriptor: PropertyDescriptor) throws -> Bool { false }

    override func delete(_ name: PropertyName) -> Bool { resolutions[name] == nil }

    override var ownPropertyNames: [PropertyName] { names + super.ownPropertyNames }
}
