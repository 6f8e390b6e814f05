import SourceText
import TypeScriptEvaluator

/// Watches what a definition does with opaque values after `defineBackend`, and keeps what concerns storage and sign-in.
/// Everything else is accepted, and what would have an effect on them and is not emulated is one warning.
extension BackendBuilder: OpaqueObserver {
    // MARK: Reading

    func member(_ name: PropertyName, of owner: OpaqueValue, at site: SourceRange) throws -> Value? {
        guard let handle = owner.payload as? ConstructHandle, !name.isSymbolName else { return nil }
        let text = name.text
        let realm = owner.realm
        func part(_ kind: ConstructHandle.Kind, deployed: String? = nil) -> Value {
            let value = OpaqueValue(realm, .member(owner, name), origin: site)
            value.payload = ConstructHandle(kind, deployedText: deployed)
            return .object(value)
        }
        switch (handle.kind, text) {
        case (.stack, "region"), (.stack, "account"): return text == "region" ? .text("{region}") : nil
        case (.backend, "stack"), (.bucket, "stack"), (.function, "stack"), (.auth, "stack"),
            (.bucketConstruct, "stack"), (.lambda, "stack"):
            return part(.stack)
        case (.bucket(let index), "resources"): return part(.bucketResources(index))
        case (.bucket(let index), "name"): return .text(backend.buckets[index].name)
        case (.bucket(let index), "isDefault"): return .boolean(backend.buckets[index].isDefault)
        case (.bucketResources(let index), "bucket"): return part(.bucketConstruct(index))
        case (.bucketResources(let index), "cfnResources"): return part(.bucketTemplates(index))
        case (.bucketTemplates(let index), "cfnBucket"), (.bucketNode(let index), "defaultChild"):
            return part(.template(.bucket(index), path: []))
        case (.bucketConstruct(let index), "node"): return part(.bucketNode(index))
        case (.bucketConstruct(let index), "bucketName"): return .text("{bucket:\(backend.buckets[index].name)}")
        case (.bucketConstruct(let index), "bucketArn"):
            return .text("arn:aws:s3:::{bucket:\(backend.buckets[index].name)}")
        case (.function(let name), "resources"): return part(.functionResources(name))
        case (.functionResources(let name), "lambda"): return part(.lambda(name))
        case (.lambda(let name), "role"), (.lambda(let name), "grantPrincipal"): return part(.role(.function(name)))
        case (.role(let grantee), "grantPrincipal"): return part(.role(grantee))
        case (.auth, "resources"): return part(.authResources)
        case (.authResources, "groups"): return part(.groups)
        case (.authResources, "cfnResources"): return part(.authTemplates)
        case (.authResources, "userPool"): return part(.userPool)
        case (.authResources, "userPoolClient"): return part(.userPoolClient)
        case (.authResources, "identityPoolId"): return .text("{identityPool}")
        case (.authResources, "authenticatedUserIamRole"): return part(.role(.authenticated))
        case (.authResources, "unauthenticatedUserIamRole"): return part(.role(.guest))
        case (.userPool, "userPoolId"): return .text("{userPool}")
        case (.userPoolClient, "userPoolClientId"): return .text("{userPoolClient}")
        case (.groups, _): return part(.group(text))
        case (.group(let name), "cfnUserGroup"): return part(.template(.group(name), path: []))
        case (.group(let name), "role"): return part(.role(.group(name)))
        case (.authTemplates, _): return part(.template(.auth(text), path: []))
        case (.template(let template, let path), _): return part(.template(template, path: path + [text]))
        default: return nil
        }
    }

    // MARK: Writing

    func willSet(_ name: PropertyName, of owner: OpaqueValue, to value: Value, at site: SourceRange) throws {
        guard let handle = owner.payload as? ConstructHandle, case .template(let template, let path) = handle.kind
        else {
            return
        }
        let fullPath = path + [name.text]
        let json = JSONValue(value) ?? .null
        switch template {
        case .bucket(let index): setBucketTemplate(index, fullPath, json, at: site)
        case .auth(let resource):
            backend.auth?.overrides.set(json, at: ([resource] + fullPath)[...])
        case .group(let group):
            guard fullPath == ["precedence"], case .number(let number) = json,
                let index = backend.auth?.groups.firstIndex(where: { $0.name == group })
            else {
                return warnNotEmulated("setting `\(fullPath.joined(separator: "."))` of group `\(group)`", at: site)
            }
            backend.auth?.groups[index].precedence = Int(exactly: number.rounded()) ?? index
        }
    }

    // MARK: Calling

    func call(_ callee: OpaqueValue, _ arguments: [Value], at site: SourceRange) throws -> Value? {
        guard case .member(let owner, let name) = callee.source else { return nil }
        if let duration = Duration.call(callee, owner, name.text, arguments, at: site) { return duration }
        if let answer = try policyCall(owner, callee, name.text, arguments, at: site) { return answer }
        guard let handle = owner.payload as? ConstructHandle else { return nil }
        switch (handle.kind, name.text) {
        case (.backend, "addOutput"): try addOutput(arguments, at: site)
        case (.backend, "createStack"):
            let stack = OpaqueValue(callee.realm, .called(callee, arguments: arguments), origin: site)
            stack.payload = ConstructHandle(.stack)
            return .object(stack)
        case (.bucketConstruct(let index), "addEventNotification"):
            addEventNotification(bucket: index, arguments, at: site)
        case (.bucketConstruct(let index), "addObjectCreatedNotification"):
            addEventNotification(bucket: index, events: ["s3:ObjectCreated:*"], arguments, at: site)
        case (.bucketConstruct(let index), "addObjectRemovedNotification"):
            addEventNotification(bucket: index, events: ["s3:ObjectRemoved:*"], arguments, at: site)
        case (.bucket(let index), "addTrigger"): try addTrigger(bucket: index, arguments, at: site)
        case (.function(let function), "addEnvironment"), (.lambda(let function), "addEnvironment"):
            addEnvironment(function, arguments, in: callee.realm)
        case (.lambda(let function), "addEventSource"): addEventSource(function, arguments, at: site)
        case (.bucketConstruct(let index), "arnForObjects"):
            let pattern = arguments.first.flatMap { JSONValue($0, in: callee.realm)?.text } ?? "*"
            return .text("arn:aws:s3:::{bucket:\(backend.buckets[index].name)}/\(pattern)")
        case (.bucketConstruct(let index), "addLifecycleRule"):
            try addLifecycleRule(bucket: index, arguments, at: site)
        case (.bucketConstruct(let index), "addCorsRule"): try addCORSRule(bucket: index, arguments, at: site)
        case (.bucketConstruct(let index), let method):
            if let actions = Self.grantedActions[method] {
                addGrant(bucket: index, actions, arguments, at: site)
            } else if method.hasPrefix("grant") || method.hasPrefix("add") || method.hasPrefix("enable") {
                warnNotEmulated("`\(method)` on bucket `\(backend.buckets[index].name)`", at: site)
            }
        case (.role(let grantee), "addToPrincipalPolicy"), (.role(let grantee), "addToPolicy"),
            (.role(let grantee), "attachInlinePolicy"):
            addPolicy(arguments.first, to: grantee, method: name.text, at: site)
        case (.lambda(let function), "addToRolePolicy"):
            addPolicy(arguments.first, to: .function(function), method: name.text, at: site)
        case (.role, "addManagedPolicy"):
            warnNotEmulated("`addManagedPolicy` on a role, which may grant more than the access rules do,", at: site)
        case (.template(let template, []), "addPropertyOverride"), (.template(let template, []), "addOverride"),
            (.template(let template, []), "addDeletionOverride"),
            (.template(let template, []), "addPropertyDeletionOverride"):
            overrideProperty(template, method: name.text, arguments, at: site)
        default: break
        }
        return nil
    }

    func constructed(
        _ object: OpaqueValue, by callee: OpaqueValue, _ arguments: [Value], at site: SourceRange
    ) throws -> Object? {
        try notePolicy(object, callee, arguments, at: site)
        if callee.path.hasPrefix("aws-cdk-lib"), !Self.withoutEffect.contains(callee.lastName) {
            warnNotEmulated("`new \(callee.lastName)`", at: site)
        }
        return nil
    }

    /// Constructs that only describe something for others.
    private static let withoutEffect: Set<String> = [
        "PolicyStatement", "LambdaDestination", "S3EventSource", "CfnOutput", "Stack", "Tag", "ServicePrincipal",
        "ArnPrincipal", "AnyPrincipal", "Policy", "Function", "NodejsFunction",
    ]

    func warnNotEmulated(_ what: String, at site: SourceRange) {
        warn("not-emulated", "\(what) is not emulated; the sandbox goes on without it", at: site)
    }
}

extension PropertyName {
    fileprivate var isSymbolName: Bool { if case .symbol = self { true } else { false } }
}

/// CDK's `Duration`, which people compute with.
private enum Duration {
    private static let units = ["millis": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400]
    private static let conversions = [
        "toMilliseconds": 0.001, "toSeconds": 1, "toMinutes": 60, "toHours": 3600, "toDays": 86400,
    ]

    /// `Duration.days(2)` and `duration.toSeconds()`; nil for any other call.
    static func call(
        _ callee: OpaqueValue, _ owner: OpaqueValue, _ name: String, _ arguments: [Value], at site: SourceRange
    ) -> Value? {
        if owner.path == "aws-cdk-lib.Duration", let unit = units[name], let count = arguments.first?.asNumber {
            let duration = OpaqueValue(callee.realm, .called(callee, arguments: arguments), origin: site)
            duration.payload = ConstructHandle(.duration(count * unit))
            return .object(duration)
        }
        guard let handle = owner.payload as? ConstructHandle, case .duration(let seconds) = handle.kind,
            let unit = conversions[name]
        else { return nil }
        return .number(seconds / unit)
    }
}
