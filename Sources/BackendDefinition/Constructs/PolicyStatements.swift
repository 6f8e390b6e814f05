import OrderedCollections
import SourceText
import TypeScriptEvaluator

/// `new Policy(…)`, and one `new PolicyStatement(…)` that is added to a role by itself.
final class PolicyDraft {
    var statements: [PolicyStatementDraft]

    init(_ statements: [PolicyStatementDraft]) { self.statements = statements }
}

/// `new PolicyStatement({ … })`; more may be added to it until the definition has run.
final class PolicyStatementDraft {
    fileprivate var effect = RoleStatement.Effect.allow
    fileprivate var actions: [String] = []
    fileprivate var resources: [String] = []
    fileprivate var conditions: [JSONValue] = []
    /// It speaks of all but some actions or resources.
    fileprivate var isNegated = false

    /// - Parameter properties: those of CDK, or of IAM's JSON.
    init(_ properties: Object?) throws {
        guard let properties else { return }
        for name in properties.ownPropertyNames {
            let value = try properties.get(name)
            switch name.text.lowercased() {
            case "effect": effect = (value.asOpaque?.lastName ?? value.asText)?.lowercased() == "deny" ? .deny : .allow
            case "actions", "action": actions += value.policyTexts
            case "resources", "resource": resources += value.policyTexts
            case "conditions", "condition": conditions += [JSONValue(value)].compactMap { $0 }
            case "notactions", "notaction", "notresources", "notresource": isNegated = true
            default: break
            }
        }
    }

    /// `statement.addActions('s3:GetObject')` and its kin; false for other methods.
    fileprivate func add(_ method: String, _ arguments: [Value]) -> Bool {
        switch method {
        case "addActions": actions += arguments.flatMap(\.policyTexts)
        case "addResources": resources += arguments.flatMap(\.policyTexts)
        case "addAllResources": resources.append("*")
        case "addCondition":
            guard arguments.count == 2, let name = arguments[0].asText, let value = JSONValue(arguments[1]) else {
                return false
            }
            conditions.append(.object([name: value]))
        case "addConditions": conditions += arguments.compactMap { JSONValue($0) }
        case "addNotActions", "addNotResources": isNegated = true
        default: return false
        }
        return true
    }
}

/// Statements that CDK code adds to roles. Those that speak of S3 come into force; the others are no concern of storage.
extension BackendBuilder {
    /// A statement or policy was made; notes what it says.
    func notePolicy(_ object: OpaqueValue, _ callee: OpaqueValue, _ arguments: [Value], at site: SourceRange) throws {
        guard callee.path.hasPrefix("aws-cdk-lib") else { return }
        switch callee.lastName {
        case "PolicyStatement": object.payload = try PolicyStatementDraft(arguments.first?.asObject)
        case "Policy":
            let properties = arguments.count > 2 ? arguments[2].asObject : nil
            let policy = PolicyDraft(try properties?.get("statements").policyStatements ?? [])
            object.payload = policy
            for role in try properties?.get("roles").asArray?.values ?? [] { attach(policy, to: role, at: site) }
        default: break
        }
    }

    /// Calls on statements, policies and what has a role; nil for any other call.
    func policyCall(
        _ owner: OpaqueValue, _ callee: OpaqueValue, _ method: String, _ arguments: [Value], at site: SourceRange
    )
        throws -> Value?
    {
        if let statement = owner.payload as? PolicyStatementDraft {
            return statement.add(method, arguments) ? .undefined : nil
        }
        if let policy = owner.payload as? PolicyDraft {
            switch method {
            case "addStatements": policy.statements += arguments.flatMap(\.policyStatements)
            case "attachToRole": arguments.first.map { attach(policy, to: $0, at: site) }
            default: return nil
            }
            return .undefined
        }
        if method == "fromJson", owner.lastName == "PolicyStatement" {
            let statement = OpaqueValue(callee.realm, .called(callee, arguments: arguments), origin: site)
            statement.payload = try PolicyStatementDraft(arguments.first?.asObject)
            return .object(statement)
        }
        return nil
    }

    /// `role.addToPrincipalPolicy(statement)`, `fn.addToRolePolicy(statement)`, `role.attachInlinePolicy(policy)`
    func addPolicy(_ argument: Value?, to grantee: RoleStatement.Grantee, method: String, at site: SourceRange) {
        if let policy = argument?.asOpaque?.payload as? PolicyDraft {
            policyAttachments.append((policy, grantee, site))
        } else if let statement = argument?.asOpaque?.payload as? PolicyStatementDraft {
            policyAttachments.append((PolicyDraft([statement]), grantee, site))
        } else {
            warnNotEmulated("`\(method)` with something that is not known here", at: site)
        }
    }

    private func attach(_ policy: PolicyDraft, to role: Value, at site: SourceRange) {
        guard let grantee = role.asOpaque.flatMap(grantee) else { return }
        policyAttachments.append((policy, grantee, site))
    }

    /// Turns what was added to roles into statements, once the definition has run.
    func finishPolicies() {
        for (policy, grantee, site) in policyAttachments {
            for statement in policy.statements { add(statement, to: grantee, at: site) }
        }
        policyAttachments = []
    }

    private func add(_ draft: PolicyStatementDraft, to grantee: RoleStatement.Grantee, at site: SourceRange) {
        let actions = draft.actions.filter { $0.lowercased().hasPrefix("s3:") || $0.hasPrefix("*") }
        guard !actions.isEmpty || draft.isNegated else { return }
        if draft.isNegated {
            return warnNotEmulated("a statement about all but some actions or resources", at: site)
        }
        let known = draft.resources.filter { !$0.contains("{ref:") && !$0.contains("${Token[") }
        if known.count < draft.resources.count {
            warnNotEmulated("a statement about a resource that only a deployment knows", at: site)
        }
        guard !known.isEmpty else { return }
        guard let prefixes = draft.prefixes else {
            return warnNotEmulated("a statement with a condition on anything but `s3:prefix`", at: site)
        }
        backend.roleStatements.append(
            RoleStatement(
                grantee: grantee, effect: draft.effect, actions: actions, resources: known,
                prefixes: prefixes.isEmpty ? nil : prefixes, range: site))
    }
}

extension PolicyStatementDraft {
    /// The prefixes of its condition, none without one; nil for a condition of another kind.
    fileprivate var prefixes: [String]? {
        var prefixes: [String]?
        for condition in conditions {
            guard case .object(let operators) = condition else { return nil }
            for (name, keys) in operators {
                guard case .object(let values) = keys, values.count == 1, let value = values["s3:prefix"],
                    prefixes == nil
                else { return nil }
                let texts = value.text.map { [$0] } ?? value.texts
                // An exact text is a pattern without wildcards.
                let isExact = name == "StringEquals" && !texts.contains { $0.contains("*") || $0.contains("?") }
                guard name == "StringLike" || isExact, !texts.isEmpty else { return nil }
                prefixes = texts
            }
        }
        return prefixes ?? []
    }
}

extension Value {
    /// A text or a list of texts, as policies have them.
    fileprivate var policyTexts: [String] {
        let json = asObject == nil ? nil : JSONValue(self)
        return json.map { $0.text.map { [$0] } ?? $0.texts } ?? asText.map { [$0] } ?? []
    }

    /// A list of statements, or one.
    fileprivate var policyStatements: [PolicyStatementDraft] {
        (asArray?.values ?? [self]).compactMap { $0.asOpaque?.payload as? PolicyStatementDraft }
    }
}
