import AccessRules
import BackendDefinition
import OrderedCollections

extension JSONValue {
    /// The value with what stands for deployed values in its texts, `{region}` or `{bucket:photos}`, filled in.
    func replacingPlaceholders(names: DeploymentNames) -> JSONValue {
        switch self {
        case .null, .boolean, .number: self
        case .string(let text): .string(Self.replacingPlaceholders(in: text, names: names))
        case .array(let elements): .array(elements.map { $0.replacingPlaceholders(names: names) })
        case .object(let members): .object(members.mapValues { $0.replacingPlaceholders(names: names) })
        }
    }

    private static func replacingPlaceholders(in text: String, names: DeploymentNames) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            // Names of buckets are short; a longer stretch in braces is the author's own.
            let name = rest[rest.index(after: open)...].prefix(128).prefix { $0 != "}" }
            if name.endIndex < rest.endIndex, rest[name.endIndex] == "}",
                let value = deployedValue(named: name, names: names)
            {
                result += value
                rest = rest[rest.index(after: name.endIndex)...]
            } else {
                result += "{"
                rest = rest[rest.index(after: open)...]
            }
        }
        return result + rest
    }

    private static func deployedValue(named name: Substring, names: DeploymentNames) -> String? {
        switch name {
        case "region": names.region
        case "userPool": names.userPoolID
        case "userPoolClient": names.userPoolClientID
        case "identityPool": names.identityPoolID
        default:
            name.hasPrefix("bucket:") ? names.bucketName(String(name.dropFirst("bucket:".count))) : nil
        }
    }
}
