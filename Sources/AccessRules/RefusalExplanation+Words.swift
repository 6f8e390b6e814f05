import BackendDefinition
import IAM
import SourceText

extension RuleSet {
    /// The sentence for people: who may not do what where, and why.
    func message(for request: AuthorizationRequest, reason: RefusalExplanation.Reason) -> String {
        let caller = request.principal.caller
        let deed = "\(caller) may not \(verb(of: request))"
        switch reason {
        case .otherAccount: return "\(deed): the bucket belongs to another account"
        case .unknownBucket: return "\(deed): the definition has no such bucket"
        case .notGrantable: return "\(deed): no storage rule can grant `\(request.action.rawValue)`"
        case .listWithoutPrefix: return "\(deed): rules are about paths, so a listing must name a prefix"
        case .listPrefixLacksSlash(let prefix): return "\(deed): only `\(prefix)` and what lies below it is granted"
        case .bucketRoot: return "\(deed): objects outside all folders cannot be granted"
        case .takenAway(let origin):
            return "\(deed): " + (origin.map { "`\($0.path)` (\($0.place)) takes it away" } ?? "it is denied")
        case .groupRoleReplacesSignedIn(let origin):
            return "\(deed): a group's role takes the place of the signed-in one, so "
                + (origin.map { "`\($0.text)` (\($0.place)) does not apply" } ?? "its rules do not apply")
        case .notTheOwnFolder(let origin):
            return "\(deed): "
                + (origin.map { "`\($0.text)` (\($0.place)) speaks of the own folder" } ?? "it is not the own folder")
        case .actionNotGranted(let origin):
            return "\(deed): "
                + (origin.map { "`\($0.text)` (\($0.place)) does not grant it" } ?? "the rule does not grant it")
        case .noRule: return "\(deed): no rule speaks of it"
        }
    }

    /// What helps where no edit does.
    func help(for request: AuthorizationRequest, reason: RefusalExplanation.Reason) -> String? {
        switch reason {
        case .listWithoutPrefix:
            let prefixes = listablePrefixes(for: request)
            return prefixes.isEmpty ? nil : "ask for one of \(prefixes.map { "`\($0)`" }.joined(separator: ", "))"
        case .listPrefixLacksSlash(let prefix): return "ask for the prefix `\(prefix)`"
        case .bucketRoot: return "put the object into a folder that a rule names"
        case .unknownBucket:
            let near = request.bucket.flatMap { nearestName(to: $0, among: buckets.map(\.bucketName)) }
            return near.map { "did you mean `\($0)`?" }
        default: return nil
        }
    }

    private func verb(of request: AuthorizationRequest) -> String {
        let target =
            switch request.resource {
            case .service: "the buckets"
            case .bucket(let bucket, nil), .bucket(let bucket, ""): "`\(friendlyName(of: bucket))`"
            case .bucket(_, let prefix?): "`\(prefix)`"
            case .object(_, let key): "`\(key)`"
            }
        let word = StorageAction(request.action)?.rawValue ?? "use `\(request.action.rawValue)` on"
        return "\(word) \(target)"
    }

    private func friendlyName(of bucketName: String) -> String { bucket(named: bucketName)?.name ?? bucketName }

    /// The prefixes that the caller may list, as declared, with the own identity filled in.
    private func listablePrefixes(for request: AuthorizationRequest) -> [String] {
        guard case .session(let session) = request.principal, let name = request.bucket else { return [] }
        return (bucket(named: name)?.definition.access ?? []).map { access in
            StoragePath(access.path).replacing(StoragePath.entityToken, with: session.identityID ?? "").withoutWildcard
        }.filter { prefix in
            decide(
                AuthorizationRequest(principal: request.principal, action: .listBucket, bucket: name, prefix: prefix)
            ).isAllowed
        }
    }
}

extension Principal {
    /// The caller as people know it: `guest`, `ana`, `ana as group editors`, `function resize`.
    package var caller: String {
        switch self {
        case .administrator(let administrator): return "administrator \(administrator.name)"
        case .session(let session):
            let user = session.userName ?? session.identityID ?? "a signed-in user"
            return switch session.role {
            case .guest: "guest"
            case .authenticated: user
            case .group(let name): "\(user) as group \(name)"
            case .function(let name): "function \(name)"
            }
        }
    }
}

extension StatementOrigin {
    /// `amplify/storage/resource.ts:8:5`
    package var place: String { "\(file):\(line):\(column)" }
}
