import OrderedCollections
import SourceText
import TypeScriptEvaluator

/// What a definition changes on a bucket beside `defineStorage`: versioning, name, CORS and lifecycle rules.
extension BackendBuilder {
    /// `cfnBucket.versioningConfiguration = …`, by CloudFormation's names in our casing.
    func setBucketTemplate(_ index: Int, _ path: [String], _ value: JSONValue, at site: SourceRange) {
        let rest = path.dropFirst()
        switch path.first {
        case "versioningConfiguration" where path.count == 1:
            backend.buckets[index].versioned = value["status"]?.text == "Enabled"
        case "versioningConfiguration" where path == ["versioningConfiguration", "status"]:
            backend.buckets[index].versioned = value.text == "Enabled"
        case "bucketName" where rest.isEmpty:
            guard let name = value.text, !name.contains("{") else {
                return warnNotEmulated("a bucket name that only a deployment knows", at: site)
            }
            backend.buckets[index].fixedName = name
        case "corsConfiguration":
            var configuration = backend.buckets[index].corsConfiguration ?? Self.usualCORSConfiguration
            configuration.set(value, at: rest)
            backend.buckets[index].corsConfiguration = configuration
        case "lifecycleConfiguration":
            var configuration = backend.buckets[index].lifecycleConfiguration ?? .object([:])
            configuration.set(value, at: rest)
            setLifecycle(configuration, ofBucket: index, at: site)
        default:
            warnNotEmulated(
                "setting `\(path.joined(separator: "."))` of bucket `\(backend.buckets[index].name)`", at: site)
        }
    }

    /// `cfnBucket.addPropertyOverride('VersioningConfiguration.Status', 'Enabled')`
    func overrideProperty(
        _ template: ConstructHandle.Template, method: String, _ arguments: [Value], at site: SourceRange
    ) {
        var path = (arguments.first?.asText ?? "").split(separator: ".").map { String($0).withLowercaseInitial }
        if method == "addOverride" || method == "addDeletionOverride" {
            guard path.first == "properties" else {
                return warnNotEmulated("`\(method)` of anything but properties", at: site)
            }
            path.removeFirst()
        }
        let isDeletion = method.contains("Deletion")
        let value = arguments.count > 1 ? JSONValue(arguments[1])?.withLowercaseInitials : nil
        switch template {
        case .bucket(let index) where isDeletion: deleteBucketProperty(index, path, at: site)
        case .bucket(let index): setBucketTemplate(index, path, value ?? .null, at: site)
        case .auth(let resource) where !isDeletion && !path.isEmpty:
            backend.auth?.propertyOverrides.append(([resource] + path, value ?? .null))
        case .auth(let name): warnNotEmulated("`\(method)` on `\(name)`", at: site)
        case .group(let name): warnNotEmulated("`\(method)` on group `\(name)`", at: site)
        }
    }

    private func deleteBucketProperty(_ index: Int, _ path: [String], at site: SourceRange) {
        switch path {
        case ["versioningConfiguration"]: backend.buckets[index].versioned = false
        case ["corsConfiguration"]: backend.buckets[index].corsConfiguration = .object(["corsRules": .array([])])
        case ["lifecycleConfiguration"]: backend.buckets[index].lifecycleConfiguration = nil
        case ["bucketName"]: backend.buckets[index].fixedName = nil
        default:
            warnNotEmulated(
                "removing `\(path.joined(separator: "."))` of bucket `\(backend.buckets[index].name)`", at: site)
        }
    }

    // MARK: CORS

    /// What upstream gives each bucket.
    private static let usualCORSConfiguration = JSONValue.object([
        "corsRules": .array([
            .object([
                "allowedHeaders": .array([.string("*")]),
                "allowedMethods": .array(["GET", "HEAD", "PUT", "POST", "DELETE"].map(JSONValue.string)),
                "allowedOrigins": .array([.string("*")]),
                "exposedHeaders": .array(
                    ["x-amz-server-side-encryption", "x-amz-request-id", "x-amz-id-2", "ETag"].map(JSONValue.string)),
                "maxAge": .number(3000),
            ])
        ])
    ])

    /// `bucket.addCorsRule({ … })`: one more rule behind those that are there.
    func addCORSRule(bucket index: Int, _ arguments: [Value], at site: SourceRange) throws {
        guard let properties = arguments.first?.asObject, case .object(var rule)? = JSONValue(.object(properties))
        else {
            return warnNotEmulated("`addCorsRule` with something that is not known here", at: site)
        }
        let methods = try properties.get("allowedMethods").asArray?.values ?? []
        rule["allowedMethods"] = .array(methods.compactMap { $0.asOpaque?.lastName ?? $0.asText }.map(JSONValue.string))
        let configuration = backend.buckets[index].corsConfiguration ?? Self.usualCORSConfiguration
        backend.buckets[index].corsConfiguration = .object([
            "corsRules": .array((configuration["corsRules"]?.elements ?? []) + [.object(rule)])
        ])
    }

    // MARK: Lifecycle

    /// `bucket.addLifecycleRule({ expiration: Duration.days(30), … })`
    func addLifecycleRule(bucket index: Int, _ arguments: [Value], at site: SourceRange) throws {
        guard let properties = arguments.first?.asObject, !(properties is OpaqueValue) else {
            return warnNotEmulated("`addLifecycleRule` with something that is not known here", at: site)
        }
        var rule: OrderedDictionary<String, JSONValue> = [:]
        for name in ["id", "prefix", "objectSizeGreaterThan", "objectSizeLessThan", "expiredObjectDeleteMarker"] {
            rule[name] = JSONValue(try properties.get(PropertyName(name)))
        }
        rule["status"] = .string(try properties.get("enabled").asBoolean == false ? "Disabled" : "Enabled")
        rule["expirationInDays"] = try days("expiration", of: properties)
        if let date = try properties.get("expirationDate").asObject {
            rule["expirationDate"] = JSONValue(
                try date.get("toISOString").asFunction?.call(this: .object(date), [], at: site) ?? .undefined)
        }
        if let days = try days("noncurrentVersionExpiration", of: properties) {
            var expiration: OrderedDictionary<String, JSONValue> = ["noncurrentDays": days]
            expiration["newerNoncurrentVersions"] = JSONValue(try properties.get("noncurrentVersionsToRetain"))
            rule["noncurrentVersionExpiration"] = .object(expiration)
        }
        if let days = try days("abortIncompleteMultipartUploadAfter", of: properties) {
            rule["abortIncompleteMultipartUpload"] = .object(["daysAfterInitiation": days])
        }
        if case .object(let tags)? = JSONValue(try properties.get("tagFilters")) {
            rule["tagFilters"] = .array(tags.map { .object(["key": .string($0), "value": $1]) })
        }
        for name in ["transitions", "noncurrentVersionTransitions"] {
            rule[name] = JSONValue(try properties.get(PropertyName(name)))
        }
        let rules = backend.buckets[index].lifecycleConfiguration?["rules"]?.elements ?? []
        setLifecycle(.object(["rules": .array(rules + [.object(rule)])]), ofBucket: index, at: site)
    }

    /// A duration in days.
    private func days(_ name: PropertyName, of properties: Object) throws -> JSONValue? {
        guard let handle = try properties.get(name).asOpaque?.payload as? ConstructHandle,
            case .duration(let seconds) = handle.kind
        else { return nil }
        return .number(seconds / 86400)
    }

    /// There is one place only to put objects, so moving them between classes of storage does nothing.
    private func setLifecycle(_ configuration: JSONValue, ofBucket index: Int, at site: SourceRange) {
        var configuration = configuration
        let names = ["transition", "transitions", "noncurrentVersionTransition", "noncurrentVersionTransitions"]
        var rules: [JSONValue] = []
        for rule in configuration["rules"]?.elements ?? [] {
            guard case .object(var members) = rule else { continue }
            if names.contains(where: { members[$0] != nil }) {
                warnNotEmulated("moving objects to another class of storage", at: site)
            }
            members.removeAll { names.contains($0.key) }
            let deeds = ["expiration", "noncurrentVersionExpiration", "abort", "expired"]
            if members.keys.contains(where: { key in deeds.contains { key.hasPrefix($0) } }) {
                rules.append(.object(members))
            }
        }
        configuration.set(.array(rules), at: ["rules"])
        backend.buckets[index].lifecycleConfiguration = configuration
    }
}

extension String {
    /// CloudFormation's `VersioningConfiguration` as CDK's `versioningConfiguration`.
    fileprivate var withLowercaseInitial: String { prefix(1).lowercased() + dropFirst() }
}

extension JSONValue {
    /// The value with the keys of all objects in CDK's casing.
    fileprivate var withLowercaseInitials: JSONValue {
        switch self {
        case .object(let members):
            var renamed: OrderedDictionary<String, JSONValue> = [:]
            for (key, value) in members { renamed[key.withLowercaseInitial] = value.withLowercaseInitials }
            return .object(renamed)
        case .array(let elements): return .array(elements.map(\.withLowercaseInitials))
        case .null, .boolean, .number, .string: return self
        }
    }
}
