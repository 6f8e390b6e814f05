package import IAM

/// Why a request was refused, and what would let it through.
package struct RefusalExplanation: Sendable {
    package enum Reason: Sendable, Hashable {
        /// The bucket belongs to another account.
        case otherAccount
        /// The definition in force has no such bucket.
        case unknownBucket
        /// No storage rule can grant this permission.
        case notGrantable
        /// A listing must name a prefix that a rule's path covers; none was given.
        case listWithoutPrefix
        /// A listing of `photos` where only `photos/` is covered; the prefix that would do.
        case listPrefixLacksSlash(String)
        /// Objects outside all folders cannot be granted.
        case bucketRoot
        /// A more specific path takes away what its parent gives.
        case takenAway(by: StatementOrigin?)
        /// A group's role takes the place of the signed-in one, which would have been allowed.
        case groupRoleReplacesSignedIn(StatementOrigin?)
        /// The rule speaks of the caller's own folder, and this is someone else's.
        case notTheOwnFolder(StatementOrigin?)
        /// The caller has the path, by this rule, but not this action.
        case actionNotGranted(StatementOrigin?)
        /// Nothing gives the caller anything on this path.
        case noRule
    }

    package var request: AuthorizationRequest
    package var outcome: Decision.Outcome
    package var reason: Reason
    /// `guest`, `ana`, `ana as group editors`, `function resize`.
    package var caller: String
    /// One sentence, lower case, no full stop.
    package var message: String
    /// The smallest change of the definition that would allow the request; it has been tried on the rules in force.
    package var edit: RuleEdit?
    /// What else would help: another request, or why nothing would.
    package var help: String?
}

extension RuleSet {
    /// Explains why these rules refuse a request; nil when they allow it.
    package func explainRefusal(of request: AuthorizationRequest) -> RefusalExplanation? {
        let decision = decide(request)
        guard !decision.isAllowed else { return nil }
        let reason = reason(for: request, decision: decision)
        let edit = reason.canBeEdited ? smallestEdit(allowing: request) : nil
        return RefusalExplanation(
            request: request, outcome: decision.outcome, reason: reason, caller: request.principal.caller,
            message: message(for: request, reason: reason), edit: edit,
            help: edit.map(\.description) ?? help(for: request, reason: reason))
    }

    private func reason(for request: AuthorizationRequest, decision: Decision) -> RefusalExplanation.Reason {
        guard (request.bucketOwner ?? accountID) == accountID, case .session(let session) = request.principal else {
            return .otherAccount
        }
        guard let action = StorageAction(request.action) else { return .notGrantable }
        guard let name = request.bucket, bucket(named: name) != nil else { return .unknownBucket }
        if decision.outcome == .explicitDeny { return .takenAway(by: decision.match?.pattern.origins.first) }
        switch request.resource {
        case .bucket(_, let prefix):
            guard let prefix, !prefix.isEmpty else { return .listWithoutPrefix }
            if !prefix.hasSuffix("/"), let match = allowing(request.with(prefix: prefix + "/")),
                match.pattern.text != "*"
            {
                return .listPrefixLacksSlash(prefix + "/")
            }
        case .object(_, let key) where !key.utf8.contains(UInt8(ascii: "/")): return .bucketRoot
        case .object, .service: break
        }
        if case .group = session.role, let match = allowing(request.with(role: .authenticated)) {
            return .groupRoleReplacesSignedIn(match.pattern.origins.first)
        }
        if let match = matchForOwnFolder(request, session: session) {
            return .notTheOwnFolder(match.pattern.origins.first)
        }
        let others = StorageAction.allCases.filter { $0 != action }
        if let match = others.lazy.compactMap({ allowing(request.asking(for: $0)) }).first {
            return .actionNotGranted(match.pattern.origins.first)
        }
        return .noRule
    }

    /// What allows a request, if anything does.
    private func allowing(_ request: AuthorizationRequest?) -> PolicyMatch? {
        guard let request else { return nil }
        let decision = decide(request)
        return decision.isAllowed ? decision.match : nil
    }

    /// What would allow the request if the second or a later part of the path were the caller's own identity.
    private func matchForOwnFolder(
        _ request: AuthorizationRequest, session: Principal.RoleSession
    ) -> PolicyMatch? {
        guard let identity = session.identityID else { return nil }
        let path: String
        switch request.resource {
        case .object(_, let key): path = key
        case .bucket(_, let prefix?): path = prefix
        case .bucket, .service: return nil
        }
        var segments = path.split(separator: "/", omittingEmptySubsequences: false)
        // No rule's path is deeper than a few folders; the bound keeps long keys cheap.
        for index in segments.indices.dropFirst().prefix(16) {
            let segment = segments[index]
            segments[index] = identity[...]
            if let match = allowing(request.with(path: segments.joined(separator: "/"))) { return match }
            segments[index] = segment
        }
        return nil
    }
}

extension RefusalExplanation.Reason {
    /// Whether a change of the rules could allow it.
    fileprivate var canBeEdited: Bool {
        switch self {
        case .otherAccount, .unknownBucket, .notGrantable, .listWithoutPrefix, .listPrefixLacksSlash, .bucketRoot:
            false
        case .takenAway, .groupRoleReplacesSignedIn, .notTheOwnFolder, .actionNotGranted, .noRule: true
        }
    }
}

extension AuthorizationRequest {
    fileprivate func with(role: Role) -> Self {
        guard case .session(var session) = principal else { return self }
        session.role = role
        var request = self
        request.principal = .session(session)
        return request
    }

    fileprivate func with(prefix: String) -> Self { with(path: prefix) }

    /// The same request about another key or prefix.
    fileprivate func with(path: String) -> Self {
        var request = self
        switch resource {
        case .service: break
        case .bucket(let bucket, _): request.resource = .bucket(bucket, prefix: path)
        case .object(let bucket, _): request.resource = .object(bucket: bucket, key: path)
        }
        return request
    }

    /// The same place, another action: objects are listed by their folder, folders opened by what lies in them.
    fileprivate func asking(for action: StorageAction) -> Self? {
        var request = self
        request.action = action.s3Action
        switch (resource, action) {
        case (.object(let bucket, let key), .list):
            guard let slash = key.lastIndex(of: "/") else { return nil }
            request.resource = .bucket(bucket, prefix: String(key[...slash]))
        case (.bucket(let bucket, let prefix?), .get), (.bucket(let bucket, let prefix?), .write),
            (.bucket(let bucket, let prefix?), .delete):
            request.resource = .object(bucket: bucket, key: prefix + "x")
        default: break
        }
        return request
    }
}
