import BackendDefinition
import IAM
import OrderedCollections
import SourceText

/// One change of a definition's text.
package struct RuleEdit: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Another word in the `.to([…])` of this rule.
        case addAction(rule: String)
        /// Another rule in the list of this path.
        case addRule(path: String)
        /// Another path beside the others, or the first one.
        case addPath
        /// An `access` callback for a bucket that has none.
        case addAccess(bucket: String)
    }

    package var kind: Kind
    /// What to add: `'write'`, `allow.guest.to(['read'])`, `'photos/*': [allow.guest.to(['read'])]`.
    package var text: String
    /// Where the rule, the path, the last path or the `defineStorage` call begins that it is added to.
    package var file: String
    package var line: Int
    package var column: Int
}

extension RuleEdit: CustomStringConvertible {
    /// ``add `'write'` to `allow.guest.to(['read'])` (amplify/storage/resource.ts:8:5)``
    package var description: String {
        let place = "(\(file):\(line):\(column))"
        return switch kind {
        case .addAction(let rule): "add `\(text)` to `\(rule)` \(place)"
        case .addRule(let path): "add `\(text)` to `\(path)` \(place)"
        case .addPath: "add the path `\(text)` \(place)"
        case .addAccess(let bucket): "give `\(bucket)` rules: `\(text)` \(place)"
        }
    }
}

extension RuleSet {
    /// The smallest edit that lets a request of a role's session through: each candidate is applied to the definition,
    /// compiled and asked.
    func smallestEdit(allowing request: AuthorizationRequest) -> RuleEdit? {
        guard case .session(let session) = request.principal, let action = StorageAction(request.action),
            let index = buckets.firstIndex(where: { $0.bucketName == request.bucket })
        else { return nil }
        var path: String
        switch request.resource {
        case .object(_, let key): path = key
        case .bucket(_, let prefix?): path = prefix
        case .bucket, .service: return nil
        }
        if case .bucket = request.resource, !path.hasSuffix("/") { path += "/" }
        let finder = EditFinder(bucket: backend.buckets[index], session: session, action: action, path: path)
        return finder.candidates().first { candidate in
            var trial = backend
            trial.buckets[index] = candidate.bucket
            guard trial.storageErrors().isEmpty else { return false }
            let arn = "arn:aws:s3:::\(buckets[index].bucketName)"
            // An edit that grows the rules beyond their limit is none.
            guard let policies = try? BucketPolicyCompiler.policies(for: candidate.bucket.access ?? [], bucketARN: arn)
            else { return false }
            var byRole: [Role: PolicyDocument] = [:]
            for (role, document) in policies { byRole[role] = document }
            return PlainAuthorizer(accountID: accountID, generation: generation, policies: byRole)
                .decide(request).isAllowed
        }?.edit
    }
}

/// Thinks of edits to one bucket's rules, smallest first.
private struct EditFinder {
    struct Candidate {
        var edit: RuleEdit
        var bucket: BucketDefinition
    }

    let bucket: BucketDefinition
    let session: Principal.RoleSession
    let action: StorageAction
    /// The key, or a listing's prefix with its slash.
    let path: String

    func candidates() -> [Candidate] {
        let access = bucket.access ?? []
        // The more specific path first: it decides, and grants least.
        let covering = access.indices.filter { covers(access[$0].path) }
            .sorted { access[$0].path.utf8.count > access[$1].path.utf8.count }
        let onPaths = covering.flatMap { index in subjects(for: access[index].path).map { candidate($0, at: index) } }
        return onPaths + newPaths().flatMap { path in subjects(for: path).map { candidate($0, path: path) } }
    }

    /// Whether a path as the caller would be granted it goes over what is asked for.
    private func covers(_ declared: String) -> Bool {
        let substituted = StoragePath(declared).substitutingEntityToken(with: "*").text
        return WildcardPattern(substituted).matches(path, identity: session.identityID)
    }

    /// Whom a rule on a path would have to name, the narrower first.
    private func subjects(for declared: String) -> [AccessRule.Subject] {
        switch session.role {
        case .guest: [.guest]
        case .authenticated:
            StoragePath(declared).hasEntityToken ? [.entity("identity"), .authenticated] : [.authenticated]
        case .group(let name): [.groups([name])]
        case .function(let name): [.resource(name)]
        }
    }

    /// Another word in the subject's rule on a path, or a rule of its own.
    private func candidate(_ subject: AccessRule.Subject, at index: Int) -> Candidate {
        var bucket = bucket
        let access = bucket.access?[index]
        if let rule = access?.rules.first(where: { $0.speaks(of: subject) }) {
            let word = word(beside: rule.actions)
            for path in (bucket.access ?? []).indices {
                // A rule kept in a constant stands on several paths; all of them change.
                for other in (bucket.access?[path].rules ?? []).indices
                where bucket.access?[path].rules[other].range == rule.range {
                    bucket.access?[path].rules[other].actions.append(word)
                }
            }
            let edit = RuleEdit(kind: .addAction(rule: rule.range.text), text: "'\(word)'", at: rule.range)
            return Candidate(edit: edit, bucket: bucket)
        }
        let word = word(beside: access?.rules.flatMap(\.actions) ?? [])
        let range = access?.range ?? bucket.range
        bucket.access?[index].rules.append(AccessRule(subject: subject, actions: [word], range: range))
        let edit = RuleEdit(
            kind: .addRule(path: access?.path ?? ""), text: subject.sourceText(granting: word), at: range)
        return Candidate(edit: edit, bucket: bucket)
    }

    /// A path of its own with one rule.
    private func candidate(_ subject: AccessRule.Subject, path: String) -> Candidate {
        let word = word(beside: [])
        let text = "'\(path)': [\(subject.sourceText(granting: word))]"
        let range = bucket.access?.last?.range ?? bucket.range
        let edit =
            bucket.access == nil
            ? RuleEdit(kind: .addAccess(bucket: bucket.name), text: "access: (allow) => ({ \(text) })", at: range)
            : RuleEdit(kind: .addPath, text: text, at: range)
        var changed = bucket
        let rule = AccessRule(subject: subject, actions: [word], range: range)
        changed.access = (bucket.access ?? []) + [AccessPath(path: path, rules: [rule], range: range)]
        return Candidate(edit: edit, bucket: changed)
    }

    /// Paths that would cover what is asked for: up to the own folder, if it lies in one, else from the top folder down.
    private func newPaths() -> [String] {
        let folders = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().prefix(16)
        guard !folders.isEmpty, !folders.contains(where: \.isEmpty) else { return [] }
        if let own = folders.firstIndex(where: { $0 == session.identityID ?? "" }), own > 0 {
            return [folders[..<own].joined(separator: "/") + "/{entity_id}/*"]
        }
        return folders.indices.map { folders[...$0].joined(separator: "/") + "/*" }
    }

    /// `read` for what it includes, unless the rules here spell it out: the two do not go together.
    private func word(beside actions: [String]) -> String {
        guard action == .get || action == .list else { return action.rawValue }
        return actions.contains("get") || actions.contains("list") ? action.rawValue : "read"
    }
}

extension RuleEdit {
    fileprivate init(kind: Kind, text: String, at range: SourceRange) {
        let start = range.start
        self.init(kind: kind, text: text, file: range.file.name, line: start.line, column: start.column)
    }
}

extension AccessRule {
    fileprivate func speaks(of other: Subject) -> Bool {
        if case .groups(let names) = subject, case .groups(let wanted) = other {
            return names.contains { wanted.contains($0) }
        }
        return subject == other
    }
}

extension AccessRule.Subject {
    /// The rule as one would write it.
    fileprivate func sourceText(granting word: String) -> String {
        let subject =
            switch self {
            case .guest: "guest"
            case .authenticated: "authenticated"
            case .groups(let names): "groups([\(names.map { "'\($0)'" }.joined(separator: ", "))])"
            case .entity(let name): "entity('\(name)')"
            case .resource(let function): "resource(\(function))"
            }
        return "allow.\(subject).to(['\(word)'])"
    }
}
