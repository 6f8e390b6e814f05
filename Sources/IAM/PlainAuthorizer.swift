/// IAM's evaluation as its documentation tells it: statement by statement, pattern by pattern.
///
/// It serves as the truth for the compiled form, and for questions that are asked once.
/// Reference: IAM User Guide, "Policy evaluation logic"; "IAM JSON policy elements: Resource, Condition operators, variables".
package struct PlainAuthorizer: Authorizer {
    package let accountID: String
    package let generation: Int
    package let policies: [Role: PolicyDocument]

    /// `accountID` owns the buckets; its administrators may do everything.
    package init(accountID: String, generation: Int, policies: [Role: PolicyDocument]) {
        self.accountID = accountID
        self.generation = generation
        self.policies = policies
    }

    package func decide(_ request: AuthorizationRequest) -> Decision {
        let owner = request.bucketOwner ?? accountID
        let session: Principal.RoleSession
        switch request.principal {
        case .administrator(let administrator):
            return Decision(administrator.decide(owner: owner, resource: request.resource), generation: generation)
        case .session(let value): session = value
        }
        guard owner == accountID, let document = policies[session.role] else {
            return Decision(.implicitDeny, generation: generation)
        }
        var allowed: PolicyMatch?
        for statement in document.statements {
            guard let match = statement.match(request, session: session) else { continue }
            if statement.effect == .deny { return Decision(.explicitDeny, match: match, generation: generation) }
            allowed = allowed ?? match
        }
        return Decision(allowed == nil ? .implicitDeny : .allow, match: allowed, generation: generation)
    }
}

extension Principal.Administrator {
    /// An administrator may do everything to the buckets of the own account, and nothing to those of others.
    func decide(owner: String, resource: AuthorizationRequest.Resource) -> Decision.Outcome {
        resource == .service || owner == accountID ? .allow : .implicitDeny
    }
}

extension PolicyStatement {
    /// What in this statement speaks of the request, if it does.
    package func match(_ request: AuthorizationRequest, session: Principal.RoleSession) -> PolicyMatch? {
        let identity = session.identityID
        let wanted = request.action.rawValue
        let action = actions.first {
            $0 == wanted || WildcardPattern($0.lowercased()).matches(wanted.lowercased(), identity: nil)
        }
        guard let action else { return nil }
        let resource = resources.first { WildcardPattern($0.text).matches(request.resourceARN, identity: identity) }
        guard let resource else { return nil }
        guard let prefixes else {
            return PolicyMatch(role: session.role, effect: effect, action: action, pattern: resource)
        }
        guard case .bucket(_, let prefix?) = request.resource,
            let condition = prefixes.first(where: { WildcardPattern($0.text).matches(prefix, identity: identity) })
        else { return nil }
        return PolicyMatch(role: session.role, effect: effect, action: action, pattern: condition)
    }
}
