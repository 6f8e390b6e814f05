package import FoundationEssentials

/// Why a text is no policy for a bucket, in AWS's words.
package enum ResourcePolicyFault: Error, Sendable, Hashable {
    case notJSON
    case tooLarge(limitInBytes: Int)
    case missingField(String)
    case unknownField(String)
    case invalidValue(field: String, value: String)
    case invalidAction(String)
    case invalidPrincipal(String)
    case invalidResource(String)
    case invalidCondition(String)
    /// Valid in AWS, but nothing here could decide it.
    case unsupported(String)
}

extension ResourcePolicyFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON: "Policies must be valid JSON and the first byte must be '{'"
        case .tooLarge(let limit): "Policy exceeds the maximum allowed document size of \(limit) bytes"
        case .missingField(let name): "Missing required field \(name)"
        case .unknownField(let name): "Unknown field \(name)"
        case .invalidValue(let field, let value): "Invalid policy syntax: `\(field)` cannot be `\(value)`"
        case .invalidAction(let action): "Policy has invalid action: `\(action)`"
        case .invalidPrincipal(let principal): "Invalid principal in policy: `\(principal)`"
        case .invalidResource(let resource): "Policy has invalid resource: `\(resource)`"
        case .invalidCondition(let condition): "Policy has an invalid condition: `\(condition)`"
        case .unsupported(let what): "\(what) in a bucket policy"
        }
    }
}

extension ResourcePolicy {
    /// S3's bound on the text.
    package static let maximumLengthInBytes = 20 * 1024

    /// Reads the policy of a bucket.
    ///
    /// - Parameter knowsKey: whether a condition key, in lower case, has values here. A policy that asks for another
    ///   one is refused: ignoring a condition would let in whom it keeps out.
    package init(
        json: Data, bucket: String, knowsKey: (String) -> Bool
    ) throws(ResourcePolicyFault) {
        guard json.count <= Self.maximumLengthInBytes else { throw .tooLarge(limitInBytes: Self.maximumLengthInBytes) }
        guard json.first == UInt8(ascii: "{"), let root = try? JSONDecoder().decode(PolicyJSON.self, from: json),
            case .object(let fields) = root
        else { throw .notJSON }
        try Self.check(fields, known: ["Version", "Id", "Statement"])
        if let version = fields["Version"] {
            guard let text = version.text, ["2012-10-17", "2008-10-17"].contains(text) else {
                throw .invalidValue(field: "Version", value: version.text ?? "")
            }
        }
        guard let written = fields["Statement"] else { throw .missingField("Statement") }
        let list = if case .array(let values) = written { values } else { [written] }
        guard !list.isEmpty else { throw .missingField("Statement") }
        var statements: [Statement] = []
        for value in list {
            guard case .object(let fields) = value else { throw .invalidValue(field: "Statement", value: "") }
            statements.append(try Statement(fields, bucket: bucket, knowsKey: knowsKey))
        }
        self.statements = statements
    }

    fileprivate static func check(
        _ fields: [String: PolicyJSON], known: Set<String>
    ) throws(ResourcePolicyFault) {
        if let stranger = fields.keys.sorted().first(where: { !known.contains($0) }) { throw .unknownField(stranger) }
    }
}

extension ResourcePolicy.Statement {
    fileprivate init(
        _ fields: [String: PolicyJSON], bucket: String, knowsKey: (String) -> Bool
    ) throws(ResourcePolicyFault) {
        try ResourcePolicy.check(
            fields,
            known: [
                "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
                "Condition",
            ])
        id = fields["Sid"]?.text
        guard let effect = fields["Effect"] else { throw .missingField("Effect") }
        guard let known = effect.text.flatMap({ PolicyStatement.Effect(rawValue: $0) }) else {
            throw .invalidValue(field: "Effect", value: effect.text ?? "")
        }
        self.effect = known
        principals = try ResourcePolicy.Principals(fields)
        // Who is allowed by exception is hard to tell, so S3 takes no such statement.
        if principals.isInverted, known == .allow { throw .invalidPrincipal("NotPrincipal with Allow") }
        actions = try ResourcePolicy.Selection(fields, "Action", "NotAction")
        for action in actions.patterns where !Self.isAction(action) { throw .invalidAction(action) }
        resources = try ResourcePolicy.Selection(fields, "Resource", "NotResource")
        for resource in resources.patterns { try Self.check(resource, bucket: bucket) }
        conditions = try Self.conditions(fields["Condition"], knowsKey: knowsKey)
    }

    private static func isAction(_ text: String) -> Bool {
        if text == "*" { return true }
        let lower = text.lowercased()
        guard lower.hasPrefix("s3:"), lower.utf8.count > 3 else { return false }
        return lower.dropFirst(3).allSatisfy { ($0 >= "a" && $0 <= "z") || $0 == "*" || $0 == "?" || $0.isNumber }
    }

    /// A bucket's policy speaks of the bucket and of its objects.
    private static func check(_ resource: String, bucket: String) throws(ResourcePolicyFault) {
        let pattern = WildcardPattern(resource)
        guard !pattern.hasUnknownVariable, !pattern.elements.contains(.identity) else {
            throw .unsupported("The variable of `\(resource)`")
        }
        let arn = "arn:aws:s3:::\(bucket)"
        let head = resource.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)[0]
        guard WildcardPattern(String(head)).matches(arn, identity: nil) || pattern.matches(arn, identity: nil) else {
            throw .invalidResource(resource)
        }
    }

    private static func conditions(
        _ value: PolicyJSON?, knowsKey: (String) -> Bool
    ) throws(ResourcePolicyFault) -> [PolicyCondition] {
        guard let value else { return [] }
        guard case .object(let operators) = value else { throw .invalidCondition(value.text ?? "") }
        var conditions: [PolicyCondition] = []
        for (name, keys) in operators.sorted(by: { $0.key < $1.key }) {
            guard case .object(let keys) = keys else { throw .invalidCondition(name) }
            for (key, values) in keys.sorted(by: { $0.key < $1.key }) {
                guard let values = values.texts, !values.isEmpty,
                    let condition = PolicyCondition(written: name, key: key, values: values)
                else { throw .invalidCondition("\(name): \(key)") }
                guard knowsKey(condition.key) else { throw .unsupported("The condition key `\(key)`") }
                if let variable = values.first(where: { WildcardPattern($0).isVariable }) {
                    throw .unsupported("The variable of `\(variable)`")
                }
                conditions.append(condition)
            }
        }
        return conditions
    }
}

extension ResourcePolicy.Selection {
    fileprivate init(
        _ fields: [String: PolicyJSON], _ name: String, _ invertedName: String
    ) throws(ResourcePolicyFault) {
        isInverted = fields[name] == nil
        guard let value = fields[name] ?? fields[invertedName] else { throw .missingField(name) }
        guard fields[name] == nil || fields[invertedName] == nil else { throw .unknownField(invertedName) }
        guard let texts = value.texts, !texts.isEmpty else {
            throw .invalidValue(field: name, value: value.text ?? "")
        }
        patterns = texts
    }
}

extension ResourcePolicy.Principals {
    fileprivate init(_ fields: [String: PolicyJSON]) throws(ResourcePolicyFault) {
        isInverted = fields["Principal"] == nil
        guard let value = fields["Principal"] ?? fields["NotPrincipal"] else { throw .missingField("Principal") }
        guard fields["Principal"] == nil || fields["NotPrincipal"] == nil else { throw .unknownField("NotPrincipal") }
        members = []
        switch value {
        case .text("*"): members = [.everybody]
        case .object(let kinds):
            for (kind, names) in kinds.sorted(by: { $0.key < $1.key }) {
                guard let names = names.texts, !names.isEmpty else { throw .invalidPrincipal(kind) }
                for name in names { members.append(try Self.member(kind, name)) }
            }
        default: throw .invalidPrincipal(value.text ?? "")
        }
        guard !members.isEmpty else { throw .invalidPrincipal("") }
    }

    private static func member(_ kind: String, _ name: String) throws(ResourcePolicyFault) -> Member {
        switch kind {
        case "AWS":
            if name == "*" { return .everybody }
            if name.utf8.count == 12, name.allSatisfy(\.isNumber) { return .account(name) }
            let parts = name.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
            guard parts.count == 6, parts[0] == "arn", parts[2] == "iam" || parts[2] == "sts", !parts[4].isEmpty,
                !name.contains("*")
            else { throw .invalidPrincipal(name) }
            return parts[5] == "root" ? .account(String(parts[4])) : .arn(name)
        case "CanonicalUser": return .canonicalUser(name)
        case "Service", "Federated": return .nobodyHere(name)
        default: throw .invalidPrincipal(kind)
        }
    }
}

extension WildcardPattern {
    /// Whether it depends on who asks.
    fileprivate var isVariable: Bool { hasUnknownVariable || elements.contains(.identity) }
}

/// A policy's JSON: numbers and truth values are taken as the texts that they are compared as.
private indirect enum PolicyJSON: Decodable, Hashable {
    case text(String)
    case array([PolicyJSON])
    case object([String: PolicyJSON])

    init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: AnyKey.self) {
            var fields: [String: PolicyJSON] = [:]
            for key in container.allKeys {
                fields[key.stringValue] = try container.decode(PolicyJSON.self, forKey: key)
            }
            self = .object(fields)
            return
        }
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let truth = try? container.decode(Bool.self) {
            self = .text(truth ? "true" : "false")
        } else if let number = try? container.decode(Int.self) {
            self = .text(String(number))
        } else if let number = try? container.decode(Double.self) {
            self = .text(String(number))
        } else {
            self = .array(try container.decode([PolicyJSON].self))
        }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// One text or a list of them; nil for anything else.
    var texts: [String]? {
        switch self {
        case .text(let text): return [text]
        case .array(let values):
            let texts = values.compactMap(\.text)
            return texts.count == values.count ? texts : nil
        case .object: return nil
        }
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
