import BackendDefinition
package import IAM

/// Who may do what on which path: what is decided, not what is written. A path that takes a grant away shows as a row
/// without it.
package struct AccessTable: Sendable {
    /// Paths by bucket in the order of the definition; rows without any action are left out.
    package var rows: [Row]
    /// False when the definition has so many paths and subjects that the later paths were left out.
    package var isComplete: Bool

    /// How many pairs of a path and a subject are looked at.
    static let mostPairs = 20_000

    package struct Row: Sendable {
        /// The bucket's friendly name.
        package var bucket: String
        /// As declared: `photos/{entity_id}/*`.
        package var path: String
        package var subject: Subject
        package var grants: [Grant]
    }

    /// One action that is allowed, and the rules that allow it.
    package struct Grant: Sendable {
        package var action: StorageAction
        package var origins: [StatementOrigin]
    }

    package enum Subject: Sendable, Hashable, CustomStringConvertible {
        case guest
        /// Signed in and in no group; on a path with `{entity_id}` in someone else's folder.
        case authenticated
        /// Signed in and in no group, in the own folder.
        case owner
        /// Whoever acts with the role of a group.
        case group(String)
        case function(String)

        package var description: String {
            switch self {
            case .guest: "guest"
            case .authenticated: "authenticated"
            case .owner: "owner"
            case .group(let name): "group \(name)"
            case .function(let name): "function \(name)"
            }
        }
    }
}

extension RuleSet {
    /// The table of all declared paths.
    package func accessTable() -> AccessTable {
        let subjects = subjects
        var rows: [AccessTable.Row] = []
        var pathsLeft = AccessTable.mostPairs / subjects.count
        for bucket in buckets {
            let paths = bucket.definition.access ?? []
            let looked = paths.prefix(max(pathsLeft, 0))
            pathsLeft -= paths.count
            for path in looked.map(\.path) {
                for subject in subjects {
                    let grants = grants(to: subject, on: path, inBucket: bucket.name)
                    guard !grants.isEmpty else { continue }
                    rows.append(AccessTable.Row(bucket: bucket.name, path: path, subject: subject, grants: grants))
                }
            }
        }
        return AccessTable(rows: rows, isComplete: pathsLeft >= 0)
    }

    /// Everyone whom the rules could tell apart: groups in the order of the definition, functions by name.
    var subjects: [AccessTable.Subject] {
        let groups = (backend.auth?.groups ?? []).map(\.name).filter { policies[.group($0)] != nil }
        let functions = policies.keys.compactMap { role in
            if case .function(let name) = role { name } else { nil }
        }
        return [.guest, .authenticated, .owner] + groups.map { .group($0) } + functions.sorted().map { .function($0) }
    }

    /// What a subject may do right below a path, which may be any path, declared here or not.
    func grants(
        to subject: AccessTable.Subject, on path: String, inBucket name: String
    ) -> [AccessTable.Grant] {
        let path = StoragePath(path)
        guard let bucket = buckets.first(where: { $0.name == name }), subject != .owner || path.hasEntityToken else {
            return []
        }
        let folder = path.replacing(StoragePath.entityToken, with: subject == .owner ? Self.me : Self.other)
            .withoutWildcard
        let principal = Principal.session(subject.session(identityID: Self.me))
        return StorageAction.allCases.compactMap { action in
            let resource: AuthorizationRequest.Resource =
                action == .list
                ? .bucket(bucket.bucketName, prefix: folder)
                : .object(bucket: bucket.bucketName, key: "\(folder).access-table")
            let request = AuthorizationRequest(principal: principal, action: action.s3Action, resource: resource)
            let decision = decide(request)
            guard decision.isAllowed else { return nil }
            return AccessTable.Grant(action: action, origins: decision.match?.pattern.origins ?? [])
        }
    }

    /// Two identity ids that nobody has.
    private static let me = "access-table:me"
    private static let other = "access-table:other"
}

extension AccessTable.Subject {
    fileprivate func session(identityID: String) -> Principal.RoleSession {
        switch self {
        case .guest: Principal.RoleSession(role: .guest, identityID: identityID)
        case .authenticated, .owner: Principal.RoleSession(role: .authenticated, identityID: identityID)
        case .group(let name): Principal.RoleSession(role: .group(name), identityID: identityID)
        case .function(let name): Principal.RoleSession(role: .function(name))
        }
    }
}
