import TypeScriptEvaluator

/// The packages whose exports have a meaning here. All others are opaque or Node's own.
extension BackendBuilder: PackageProvider {
    func exports(ofPackage name: String, in realm: Realm) -> Object? {
        switch name {
        case "@aws-amplify/backend":
            package(name, in: realm) { exports in
                addStorage(to: exports)
                addAuth(to: exports)
                addFunction(to: exports)
                addData(to: exports)
                exports.method("defineBackend", 1) { [unowned self] in try defineBackend($0) }
                exports.method("secret", 1) { [unowned self] in secret($0) }
            }
        case "@aws-amplify/backend-storage": package(name, in: realm, addStorage)
        case "@aws-amplify/backend-auth": package(name, in: realm, addAuth)
        case "@aws-amplify/backend-function": package(name, in: realm, addFunction)
        case "@aws-amplify/backend-data": package(name, in: realm, addData)
        case _ where name.hasPrefix("$amplify/env/"): environmentModule(in: realm)
        default: nil
        }
    }

    private func package(_ name: String, in realm: Realm, _ fill: (Object) -> Void) -> Object {
        let sketch = HostObject(realm, label: name, members: [])
        fill(sketch)
        let exports = HostObject(realm, label: name, members: sketch.ownPropertyNames.map { $0.text })
        fill(exports)
        return exports
    }

    private func addStorage(to exports: Object) {
        exports.method("defineStorage", 1) { [unowned self] in defineStorage($0) }
    }

    private func addAuth(to exports: Object) {
        exports.method("defineAuth", 1) { [unowned self] in try defineAuth($0, kind: .defineAuth) }
        exports.method("referenceAuth", 1) { [unowned self] in try defineAuth($0, kind: .referenceAuth) }
    }

    private func addFunction(to exports: Object) {
        exports.method("defineFunction", 1) { [unowned self] in defineFunction($0) }
    }

    /// Schemas are long chains of calls; nothing in them concerns storage.
    private func addData(to exports: Object) {
        exports.method("defineData", 1) { [unowned self] call in
            object(for: .other("data"), label: "defineData(…)", in: call.realm)
        }
        exports.put("a", .object(OpaqueValue(exports.realm, .host("a"))))
    }

    /// `$amplify/env/<function>`: its `env` is `process.env`.
    private func environmentModule(in realm: Realm) -> Object {
        let exports = HostObject(realm, label: "$amplify/env", members: ["env"])
        exports.put("env", .object(realm.environment))
        return exports
    }

    private func secret(_ call: Call) -> Value {
        let secret = OpaqueValue(call.realm, .host("secret('\(call[0].asText ?? "")')"), origin: call.site)
        secret.payload = ConstructHandle(.secret(call[0].asText ?? ""))
        return .object(secret)
    }
}
