import BackendDefinition
import IAM
import SourceText

extension Backend {
    /// What Amplify accepts although it does not do what it seems to say.
    func storageWarnings() -> [Diagnostic] {
        buckets.flatMap { bucket in (bucket.access ?? []).flatMap(\.warnings) }
    }
}

extension AccessPath {
    fileprivate var warnings: [Diagnostic] {
        tokenWarnings + unknownTokenWarnings + emptyWarnings + rules.flatMap(\.warnings)
    }

    private var tokenWarnings: [Diagnostic] {
        let entityRule = rules.first { if case .entity = $0.subject { true } else { false } }
        let hasToken = StoragePath(path).hasEntityToken
        if let entityRule, !hasToken {
            return [
                Diagnostic(
                    .warning, code: "entity-rule-without-token",
                    message: "`allow.entity` on `\(path)`, which has no `{entity_id}`, gives the whole path to every "
                        + "signed-in user",
                    help: "put the owner's folder into the path: `\(ownerPath)`", range: entityRule.range)
            ]
        }
        if entityRule == nil, hasToken, !rules.isEmpty {
            return [
                Diagnostic(
                    .warning, code: "entity-token-without-rule",
                    message: "`{entity_id}` in `\(path)` means everyone's folder, as no rule on it is for the owner",
                    help: "add `allow.entity('identity').to(['read', 'write', 'delete'])`", range: range)
            ]
        }
        return []
    }

    private var ownerPath: String {
        let folder = StoragePath(path).withoutWildcard
        return folder.hasSuffix("/") ? "\(folder){entity_id}/*" : "\(folder)/{entity_id}/*"
    }

    /// `{user_id}` and the like are ordinary characters of a path.
    private var unknownTokenWarnings: [Diagnostic] {
        StoragePath(path).tokens.filter { $0 != StoragePath.entityToken && $0 != PolicyPattern.identityVariable }.map {
            token in
            let variable = token.hasPrefix("$")
            return Diagnostic(
                .warning, code: "unknown-token",
                message: variable
                    ? "`\(token)` in `\(path)` becomes a policy variable that no request carries, so nothing matches"
                    : "`\(token)` in `\(path)` is taken literally, so nobody's files match it",
                help: "the owner's folder is written `{entity_id}`", range: range)
        }
    }

    private var emptyWarnings: [Diagnostic] {
        guard rules.isEmpty else { return [] }
        return [
            Diagnostic(
                .warning, code: "empty-rules",
                message: "`\(path)` has no rules: it gives nothing and takes nothing away",
                help: "add a rule, or remove the path", range: range)
        ]
    }
}

extension AccessRule {
    fileprivate var warnings: [Diagnostic] {
        var warnings: [Diagnostic] = []
        if actions.isEmpty {
            warnings.append(
                Diagnostic(
                    .warning, code: "empty-actions", message: "the rule names no action and gives nothing",
                    help: "name one: `.to(['read'])`", range: range))
        }
        if case .groups([]) = subject {
            warnings.append(
                Diagnostic(
                    .warning, code: "empty-groups", message: "the rule names no group and gives nothing",
                    help: "name one: `allow.groups(['editors'])`", range: range))
        }
        if actions.contains("read"), actions.contains("get") || actions.contains("list") {
            warnings.append(
                Diagnostic(
                    .warning, code: "redundant-action",
                    message: "`read` already is `get` and `list`; Amplify's type check refuses them together",
                    help: "keep `read` alone", range: range))
        }
        return warnings
    }
}

extension StoragePath {
    /// The stretches `{…}` and `${…}` of the path.
    fileprivate var tokens: [String] {
        var tokens: [String] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let start =
                open > rest.startIndex && rest[rest.index(before: open)] == "$" ? rest.index(before: open) : open
            tokens.append(String(rest[start...close]))
            rest = rest[rest.index(after: close)...]
        }
        return tokens
    }
}
