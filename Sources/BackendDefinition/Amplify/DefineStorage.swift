import SourceText
import TypeScriptEvaluator

/// What `defineStorage` was given. Nothing is looked at until `defineBackend` makes the bucket.
final class StorageFactory {
    let properties: Value
    let range: SourceRange
    /// Index among the backend's buckets, once made.
    var bucket: Int?

    init(properties: Value, range: SourceRange) {
        self.properties = properties
        self.range = range
    }
}

extension BackendBuilder {
    func defineStorage(_ call: Call) -> Value {
        let factory = StorageFactory(properties: call[0], range: call.site)
        return object(for: .storage(factory), label: "defineStorage(…)", in: call.realm)
    }

    /// Makes a bucket: its file, name, construct, triggers, then its `access` callback. Throws the first fault.
    func make(_ factory: StorageFactory, key: String, ordinal: Int, in realm: Realm) throws -> Int {
        if let bucket = factory.bucket { return bucket }
        guard factory.range.isInModule("amplify/storage/resource") else {
            throw DefinitionError(
                name: "Error", message: "Amplify Storage must be defined in amplify/storage/resource.ts",
                help: "move the `defineStorage` call there", range: factory.range)
        }
        guard let properties = factory.properties.asObject else {
            throw realm.typeError("Cannot read properties of undefined (reading 'name')", at: factory.range)
        }
        let name = try name(of: properties, factory.range)
        let nameRange = properties.ownProperty("name")?.keyRange ?? factory.range
        try DefinitionError.checkResourceName(name, at: nameRange)
        if backend.buckets.contains(where: { $0.name == name }) {
            throw DefinitionError(
                name: "Error", message: "There is already a Construct with name '\(name)' in NestedStack [storage]",
                help: "give each `defineStorage` a name of its own", range: nameRange)
        }
        var definition = BucketDefinition(
            name: name, backendKey: key, isDefault: try properties.get("isDefault").isTrue,
            versioned: try properties.get("versioned").isTrue, access: nil, range: factory.range)
        definition.ordinal = ordinal
        let index = backend.buckets.count
        factory.bucket = index
        backend.buckets.append(definition)
        let triggers = try triggers(of: properties)
        backend.buckets[index].triggers = triggers
        let access = try properties.get("access")
        if !access.isUndefined {
            let paths = try paths(of: access, ordinal: ordinal, in: realm)
            backend.buckets[index].access = paths
        }
        warnOfUnknownProperties(properties)
        return index
    }

    private func name(of properties: Object, _ range: SourceRange) throws -> String {
        let value = try properties.get("name")
        if let text = value.asText, !text.contains("${Token[") { return text }
        if value.asObject == nil, !value.isUndefined { return value.asNumber.map { "\($0)" } ?? "" }
        if value.isUndefined {
            throw DefinitionError(
                name: "InvalidResourceNameError", message: "Resource name contains invalid characters, found undefined",
                resolution: "Update name to use only alphanumeric characters, dashes, underscores and spaces. The name "
                    + "should also start with an alphabetic character",
                help: "give the bucket a name: `defineStorage({ name: 'files', … })`", range: range)
        }
        throw DefinitionError(
            name: "unknown-name",
            message: "the bucket's name depends on something that is not known before a deployment",
            help: "give it a name that the definition itself can tell",
            range: properties.ownProperty("name")?.keyRange ?? range)
    }

    /// `triggers: { onUpload: fn, onDelete: fn }`, in key order.
    private func triggers(of properties: Object) throws -> [BucketTrigger] {
        guard let record = try properties.get("triggers").asObject, record as? OpaqueValue == nil else { return [] }
        var triggers: [BucketTrigger] = []
        for name in record.ownPropertyNames {
            guard let factory = try function(behind: record.get(name)) else { continue }
            let function = try make(factory)
            let events = ["onUpload": "s3:ObjectCreated:*", "onDelete": "s3:ObjectRemoved:*"]
            let range = record.ownProperty(name)?.keyRange ?? factory.range
            guard let event = events[name.text] else {
                warn(
                    "unknown-trigger", "`\(name.text)` is no trigger of storage and subscribes to nothing",
                    help: "the triggers are `onUpload` and `onDelete`", at: range)
                continue
            }
            triggers.append(BucketTrigger(events: [event], function: function, range: range))
        }
        return triggers
    }

    private func warnOfUnknownProperties(_ properties: Object) {
        let known = ["name", "isDefault", "versioned", "access", "triggers", "keepOnDelete"]
        for name in properties.ownPropertyNames where !known.contains(name.text) && properties as? OpaqueValue == nil {
            let near = nearestName(to: name.text, among: known).map { "did you mean `\($0)`?" }
            warn(
                "unknown-property", "`defineStorage` has no property `\(name.text)`; it is ignored",
                help: near ?? "the properties are \(known.map { "`\($0)`" }.joined(separator: ", "))",
                at: properties.ownProperty(name)?.keyRange)
        }
    }
}

extension Value {
    /// Whether JavaScript takes it for true.
    var isTrue: Bool {
        switch self {
        case .undefined, .null: false
        case .boolean(let value): value
        case .number(let number): number != 0 && !number.isNaN
        case .string(let string): !string.text.isEmpty
        case .symbol, .object: true
        }
    }
}
