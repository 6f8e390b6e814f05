import SourceText

/// Files without imports and exports, which may be CommonJS: compiled definitions, old configuration.
extension ModuleRecord {
    /// Gives the file its `module` and `exports`.
    func prepareCommonJS(in realm: Realm) {
        guard commonJS == nil else { return }
        let module = Object(realm, prototype: realm.intrinsics.objectPrototype)
        let exports = Object(realm, prototype: realm.intrinsics.objectPrototype)
        module.put("exports", .object(exports))
        module.put("id", .text(id.path))
        module.put("filename", .text(realm.absolutePath(of: id)))
        commonJS = module
    }

    /// `module.exports` as it is now.
    private var exportsValue: Value {
        commonJS?.properties["exports"]?.plainValue ?? .undefined
    }

    /// The names that an `import * as x` of the file has.
    var commonJSNames: [String] {
        let names = exportsValue.asObject?.ownPropertyNames.map(\.text) ?? []
        return Array(Set(names + ["default"])).sorted()
    }

    /// What a name imported from the file is. `default` is the whole, unless the file says that it was compiled from a
    /// module with a default export of its own.
    func commonJSMember(_ name: PropertyName, at site: SourceRange, in realm: Realm) throws -> Value {
        let exports = exportsValue
        guard name == .default else { return try realm.member(name, of: exports, at: site) }
        guard let object = exports.asObject, try object.get("__esModule").isTruthy else { return exports }
        return object.hasProperty(.default) ? try object.get(.default) : exports
    }
}

extension Realm {
    /// `require` of one file.
    func makeRequireFunction(for module: ModuleRecord) -> FunctionObject {
        let require = NativeFunction(self, name: "require", length: 1) { [unowned module] call in
            let specifier = try call.realm.toText(call[0]).text
            let exports = try call.realm.modules.evaluate(specifier, from: module, at: call.site, in: call.realm)
            guard let namespace = exports as? NamespaceObject, let value = try namespace.commonJSExports() else {
                return .object(exports)
            }
            return value
        }
        require.method("resolve", 1) { call in call[0] }
        return require
    }
}

extension NamespaceObject {
    /// What `require` gives of a file that is CommonJS itself, or JSON.
    fileprivate func commonJSExports() throws -> Value? {
        guard let module else { return nil }
        switch module.content {
        case .script(let parsed): return parsed.code.isScript ? try module.commonJS?.get("exports") : nil
        case .json(let value): return value
        case .unavailable: return nil
        }
    }
}
