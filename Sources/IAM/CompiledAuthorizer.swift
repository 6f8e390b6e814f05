/// The policies in an indexed form: a decision looks at the role's own statements for that bucket and action only, and
/// among them only at those whose text the key goes along with.
///
/// Invariant: it decides as `PlainAuthorizer` does. Where several statements match it may name another one.
package struct CompiledAuthorizer: Authorizer {
    package let accountID: String
    package let generation: Int
    private let roles: [Role: RoleIndex]

    /// `accountID` owns the buckets; its administrators may do everything.
    package init(accountID: String, generation: Int, policies: [Role: PolicyDocument]) {
        self.accountID = accountID
        self.generation = generation
        var roles: [Role: RoleIndex] = [:]
        for (role, document) in policies { roles[role] = RoleIndex(role: role, document: document) }
        self.roles = roles
    }

    package func decide(_ request: AuthorizationRequest) -> Decision {
        let owner = request.bucketOwner ?? accountID
        let session: Principal.RoleSession
        switch request.principal {
        case .administrator(let administrator):
            return Decision(administrator.decide(owner: owner, resource: request.resource), generation: generation)
        case .session(let value): session = value
        }
        guard owner == accountID, let role = roles[session.role] else {
            return Decision(.implicitDeny, generation: generation)
        }
        let matches = role.matches(request, session: session)
        if let denied = matches.deny { return Decision(.explicitDeny, match: denied, generation: generation) }
        return Decision(
            matches.allow == nil ? .implicitDeny : .allow, match: matches.allow, generation: generation)
    }
}

/// What of a role's statements speaks of a request, by effect.
struct PolicyMatches {
    var allow: PolicyMatch?
    var deny: PolicyMatch?

    mutating func add(_ match: PolicyMatch) {
        switch match.effect {
        case .allow: allow = match
        case .deny: deny = match
        }
    }
}

/// One role's statements, by bucket and action. A class, so that looking it up copies nothing.
private final class RoleIndex: Sendable {
    private let buckets: [String: BucketIndex]
    /// Statements whose resource does not begin with the name of one bucket; looked at one by one.
    private let others: [PolicyStatement]

    init(role: Role, document: PolicyDocument) {
        var patterns: [String: BucketPatterns] = [:]
        var others: [PolicyStatement] = []
        for statement in document.statements {
            for resource in statement.resources {
                guard let (bucket, key) = Self.split(resource.text) else {
                    var other = statement
                    other.resources = [resource]
                    others.append(other)
                    continue
                }
                patterns[bucket, default: BucketPatterns()].add(statement, resource: resource, key: key, role: role)
            }
        }
        buckets = patterns.mapValues(BucketIndex.init)
        self.others = others
    }

    func matches(_ request: AuthorizationRequest, session: Principal.RoleSession) -> PolicyMatches {
        var matches = PolicyMatches()
        for statement in others {
            if let match = statement.match(request, session: session) { matches.add(match) }
        }
        switch request.resource {
        case .service: break
        case .bucket(let bucket, let prefix):
            guard let index = buckets[bucket] else { break }
            if let matched = index.bucketActions.matches(for: request.action) {
                matched.add(to: &matches, text: prefix, identity: session.identityID)
            }
        case .object(let bucket, let key):
            guard let index = buckets[bucket] else { break }
            if let matched = index.objectActions.matches(for: request.action) {
                matched.add(to: &matches, text: key, identity: session.identityID)
            }
        }
        return matches
    }

    /// The bucket that a resource names and its pattern for keys, which is absent for the bucket itself; nil when the
    /// bucket's name is a pattern.
    private static func split(_ resource: String) -> (bucket: String, key: String?)? {
        let prefix = "arn:aws:s3:::"
        guard resource.utf8.starts(with: prefix.utf8) else { return nil }
        let rest = resource.utf8.dropFirst(prefix.utf8.count)
        let slash = rest.firstIndex(of: UInt8(ascii: "/"))
        let bucket = rest[..<(slash ?? rest.endIndex)]
        guard !bucket.contains(where: { [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "$")].contains($0) }) else {
            return nil
        }
        return (String(bucket) ?? "", slash.flatMap { String(rest[rest.index(after: $0)...]) })
    }
}

/// The patterns of one bucket while they are gathered.
private struct BucketPatterns {
    struct ActionPatterns {
        var always: [PolicyMatch] = []
        var patterns: [(WildcardPattern, PolicyMatch)] = []
    }

    var object: [S3Action: ActionPatterns] = [:]
    var bucket: [S3Action: ActionPatterns] = [:]

    mutating func add(_ statement: PolicyStatement, resource: PolicyPattern, key: String?, role: Role) {
        for written in statement.actions {
            for action in S3Action.matching(written) {
                if let key {
                    // Only listings have a prefix, so a condition on it never holds for an object.
                    guard statement.prefixes == nil else { continue }
                    object[action, default: ActionPatterns()].patterns.append(
                        (WildcardPattern(key), Self.match(statement, written, resource, role)))
                } else if let prefixes = statement.prefixes {
                    for prefix in prefixes {
                        bucket[action, default: ActionPatterns()].patterns.append(
                            (WildcardPattern(prefix.text), Self.match(statement, written, prefix, role)))
                    }
                } else {
                    bucket[action, default: ActionPatterns()].always.append(
                        Self.match(statement, written, resource, role))
                }
            }
        }
    }

    private static func match(
        _ statement: PolicyStatement, _ action: String, _ pattern: PolicyPattern, _ role: Role
    ) -> PolicyMatch {
        PolicyMatch(role: role, effect: statement.effect, action: action, pattern: pattern)
    }
}

/// One bucket's statements within a role.
private final class BucketIndex: Sendable {
    /// Asked about keys.
    let objectActions: ActionTable
    /// Asked about the bucket, by the prefix of a listing.
    let bucketActions: ActionTable

    init(_ patterns: BucketPatterns) {
        objectActions = ActionTable(patterns.object)
        bucketActions = ActionTable(patterns.bucket)
    }
}

/// The few actions that statements speak of; a scan is quicker than hashing their names.
private struct ActionTable: Sendable {
    private let entries: [(action: S3Action, index: ActionIndex)]

    init(_ patterns: [S3Action: BucketPatterns.ActionPatterns]) {
        entries = patterns.map { ($0, ActionIndex($1)) }.sorted { $0.action.rawValue < $1.action.rawValue }
    }

    func matches(for action: S3Action) -> ActionIndex? {
        for entry in entries where entry.action == action { return entry.index }
        return nil
    }
}

/// The patterns for one action.
private final class ActionIndex: Sendable {
    /// Those without a pattern of their own.
    private let always: [PolicyMatch]
    private let trie: PatternTrie

    init(_ patterns: BucketPatterns.ActionPatterns) {
        always = patterns.always
        trie = PatternTrie(patterns.patterns)
    }

    func add(to matches: inout PolicyMatches, text: String?, identity: String?) {
        for match in always { matches.add(match) }
        guard let text else { return }
        trie.find(text.utf8.span, identity: identity) { matches.add($0) }
    }
}

extension S3Action {
    /// The actions that a policy's action name, possibly with wildcards, stands for. Letter case does not matter.
    fileprivate static func matching(_ written: String) -> [S3Action] {
        if let action = S3Action(rawValue: written) { return [action] }
        let pattern = WildcardPattern(written.lowercased())
        return allCases.filter { pattern.matches($0.rawValue.lowercased(), identity: nil) }
    }
}
