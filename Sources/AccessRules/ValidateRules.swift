import BackendDefinition
import IAM
import OrderedCollections
import SourceText

extension BucketDefinition {
    /// What Amplify refuses in the bucket's rules once its paths are good: first what stands on one path, path by path,
    /// then what only shows when the policies are attached.
    func ruleErrors(in backend: Backend) -> [DefinitionError] {
        guard let access else { return [] }
        let lacksAuth = backend.auth == nil && !backend.authIsUnknown
        var errors: [DefinitionError] = []
        var missing: Set<String> = []
        for path in access {
            var failures = path.failures[...]
            var named: Set<String> = []
            for (index, rule) in path.rules.enumerated() {
                while let failure = failures.first, failure.beforeRule <= index {
                    errors.append(failure.error)
                    failures.removeFirst()
                }
                errors += rule.repetitions(of: &named, path: path.path) + rule.unknownActions
                guard lacksAuth else { continue }
                errors += rule.missingAuthErrors.filter { missing.insert($0.message).inserted }
            }
            errors += failures.map(\.error)
        }
        return errors + Self.attachmentErrors(access, auth: backend.authIsUnknown ? nil : backend.auth)
    }

    private static func attachmentErrors(_ access: [AccessPath], auth: AuthDefinition?) -> [DefinitionError] {
        var errors: [DefinitionError] = []
        let groups = Set((auth?.groups ?? []).map(\.name))
        for (acceptor, rules) in rulesByAcceptor(access) {
            guard let first = rules.first else { continue }
            if rules.allSatisfy(\.actions.isEmpty) {
                errors.append(
                    DefinitionError(
                        name: "EmptyPolicyFault", message: "At least one permission must be specified",
                        help: "name an action: `.to(['read'])`", range: first.range))
            } else if case .group(let name) = acceptor.role, let auth, !groups.contains(name) {
                errors.append(unknownGroup(name, auth: auth, rule: first))
            }
        }
        return errors
    }

    /// The rules that grant to each role, roles in the order in which the rules first name them.
    private static func rulesByAcceptor(_ access: [AccessPath]) -> [(acceptor: RuleGrantee, rules: [AccessRule])] {
        var acceptors: OrderedDictionary<String, (acceptor: RuleGrantee, rules: [AccessRule])> = [:]
        for rule in access.flatMap(\.rules) {
            for grantee in rule.grantees {
                acceptors[grantee.acceptorID, default: (grantee, [])].rules.append(rule)
            }
        }
        return Array(acceptors.values)
    }

    private static func unknownGroup(_ name: String, auth: AuthDefinition, rule: AccessRule) -> DefinitionError {
        let known = auth.groups.prefix(100).map(\.name)
        let help =
            if let near = nearestName(to: name, among: known) {
                "did you mean `\(near)`?"
            } else if known.isEmpty {
                "add `groups: ['\(name)']` to `\(auth.kind.rawValue)`"
            } else {
                "add `'\(name)'` to the groups of `\(auth.kind.rawValue)`: "
                    + known.map { "`\($0)`" }.joined(separator: ", ")
            }
        return DefinitionError(
            name: "InvalidResourceAccessConfigError", message: "No auth IAM role found for \"\(name)\".",
            resolution: "If you are trying to configure UserPool group access, ensure that the group name is specified "
                + "correctly.",
            help: help, range: rule.range)
    }
}

extension AccessRule {
    /// The subjects of the rule that an earlier one on the path, or the same, has named already.
    fileprivate func repetitions(of named: inout Set<String>, path: String) -> [DefinitionError] {
        grantees.compactMap { grantee in
            guard let id = grantee.uniqueID, !named.insert(id).inserted else { return nil }
            let (message, resolution) = repetitionTexts(for: grantee)
            return DefinitionError(
                name: "InvalidStorageAccessDefinitionError", message: message, resolution: resolution,
                help: "make one rule for it on `\(path)`", range: range)
        }
    }

    /// Upstream leaves these words to the type checker and fails on them without a message of its own.
    fileprivate var unknownActions: [DefinitionError] {
        let unknown = OrderedSet(actions).filter { $0 != "read" && StorageAction(rawValue: $0) == nil }
        return unknown.prefix(20).map { word in
            let known = ["read", "get", "list", "write", "delete"]
            let near = nearestName(to: word, among: known)
            return DefinitionError(
                name: "unknown-action", message: "`\(word)` is no action of storage",
                help: near.map { "did you mean `\($0)`?" }
                    ?? "the actions are \(known.map { "`\($0)`" }.joined(separator: ", "))",
                range: range)
        }
    }

    fileprivate func repetitionTexts(for grantee: RuleGrantee) -> (message: String, resolution: String) {
        let (kind, users) =
            switch (subject, grantee.role) {
            case (.groups, .group(let name)): ("Group", name)
            case (.entity(let name), _): ("Entity", name)
            case (.guest, _): ("Entity", "guest users")
            default: ("Entity", "authenticated users")
            }
        return (
            "\(kind) access definition for \(users) specified multiple times.",
            "Combine all access definitions for \(users) on a single path into one access rule."
        )
    }

    fileprivate var missingAuthErrors: [DefinitionError] {
        grantees.filter { $0.uniqueID != nil }.map { grantee in
            DefinitionError(
                name: "Error",
                message: "Cannot specify auth access for \(grantee.acceptorID) users without defining auth. "
                    + "See https://docs.amplify.aws/gen2/build-a-backend/auth/set-up-auth/ for more information.",
                help: "define auth in `amplify/auth/resource.ts` and pass it to `defineBackend`", range: range)
        }
    }
}
