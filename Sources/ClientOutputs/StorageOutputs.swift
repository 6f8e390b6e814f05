import AccessRules
import BackendDefinition
import OrderedCollections

/// The `storage` section; nil without buckets.
func storageSection(of ruleSet: RuleSet, names: DeploymentNames) -> OrderedDictionary<String, JSONValue>? {
    guard let defaultBucket = ruleSet.buckets.first(where: \.isDefault) else { return nil }
    return [
        "aws_region": .string(names.region),
        "bucket_name": .string(defaultBucket.bucketName),
        "buckets": .array(ruleSet.buckets.map { outputs(of: $0, names: names) }),
    ]
}

private func outputs(of bucket: BucketRules, names: DeploymentNames) -> JSONValue {
    var members: OrderedDictionary<String, JSONValue> = [
        "name": .string(bucket.name),
        "bucket_name": .string(bucket.bucketName),
        "aws_region": .string(names.region),
    ]
    if let paths = bucket.outputPaths {
        var entries: OrderedDictionary<String, JSONValue> = [:]
        for path in paths {
            var rules: OrderedDictionary<String, JSONValue> = [:]
            for rule in path.rules { rules[rule.subject] = .texts(rule.actions.map(\.rawValue)) }
            entries[path.path] = .object(rules)
        }
        members["paths"] = .object(entries)
    }
    return .object(members)
}
