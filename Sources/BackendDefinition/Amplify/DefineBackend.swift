import SourceText
import TypeScriptEvaluator

/// `defineBackend({ auth, storage, … })`: makes what its factories promise, in key order.
extension BackendBuilder {
    func defineBackend(_ call: Call) throws -> Value {
        guard let record = call[0].asObject else {
            throw call.typeError("Cannot convert undefined or null to object")
        }
        backendCall = backendCall ?? call.site
        let names = record.ownPropertyNames.filter { record.ownProperty($0)?.isEnumerable == true }
        let entries = try names.map { (name: $0, value: try record.get($0), range: record.ownProperty($0)?.keyRange) }
        register(entries.map { ($0.name.text, $0.value) })
        let result = OpaqueValue(call.realm, .host("backend"), origin: call.site)
        result.payload = ConstructHandle(.backend)
        for (ordinal, entry) in entries.enumerated() {
            let order = FailureOrder.making(resource: ordinal)
            var resource: Value?
            try report(order: order) {
                resource = try make(
                    entry.value, key: entry.name.text, ordinal: ordinal, at: entry.range ?? call.site, in: call.realm)
            }
            result.put(entry.name, resource ?? .object(OpaqueValue(call.realm, .host(entry.name.text))))
        }
        return .object(result)
    }

    /// Auth is known to the other resources whatever its place.
    private func register(_ entries: [(key: String, value: Value)]) {
        for (key, value) in entries {
            if case .auth(let factory)? = factory(value) { registeredAuth = registeredAuth ?? factory }
            if let opaque = value.asOpaque {
                let name = opaque.lastName.lowercased()
                if key.lowercased().contains("auth") || name.contains("auth") { backend.authIsUnknown = true }
            }
        }
    }

    private func make(
        _ value: Value, key: String, ordinal: Int, at range: SourceRange, in realm: Realm
    ) throws -> Value {
        let kind: ConstructHandle.Kind
        switch factory(value) {
        case .storage(let factory): kind = .bucket(try make(factory, key: key, ordinal: ordinal, in: realm))
        case .auth(let factory):
            try make(factory, ordinal: ordinal, in: realm)
            kind = .auth
        case .function(let factory): kind = .function(try make(factory))
        case .other(let name): return .object(OpaqueValue(realm, .host(name), origin: range))
        case nil:
            if value.asOpaque != nil { return value }
            switch value {
            case .undefined, .null:
                throw realm.typeError(
                    "Cannot read properties of \(value.typeName == "undefined" ? "undefined" : "null") "
                        + "(reading 'getInstance')", at: range)
            default:
                throw realm.error(
                    .type, "constructFactory.getInstance is not a function", at: range,
                    help: "pass what `defineStorage`, `defineAuth` or `defineFunction` returns")
            }
        }
        let resource = OpaqueValue(realm, .host(key), origin: range)
        resource.payload = ConstructHandle(kind)
        return .object(resource)
    }
}

extension SourceRange {
    /// Whether the code stands in `amplify/<module>` with any extension.
    func isInModule(_ module: String) -> Bool {
        let name = file.name
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
        return stem == module || stem.hasSuffix("/" + module)
    }
}

extension DefinitionError {
    /// Resources must have names that a stack can be built of.
    ///
    /// - Parameter name: as given by the author.
    static func checkResourceName(_ name: String, at range: SourceRange) throws(DefinitionError) {
        let allowed = { (byte: UInt8) in
            byte.isLetter || byte >= 0x30 && byte <= 0x39 || byte == 0x2D || byte == 0x5F || byte == 0x20
        }
        if let first = name.utf8.first, first.isLetter, name.utf8.allSatisfy(allowed) { return }
        throw DefinitionError(
            name: "InvalidResourceNameError", message: "Resource name contains invalid characters, found \(name)",
            resolution: "Update name to use only alphanumeric characters, dashes, underscores and spaces. The name "
                + "should also start with an alphabetic character",
            range: range)
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
}
