import BackendDefinition
import IAM
import OrderedCollections

/// Makes the policies of one bucket out of its access definition, as Amplify's orchestrator does.
///
/// Four steps: collect what each role gets, take from a parent's holders what a more specific path declares, prune
/// what a shorter path already allows, emit.
struct BucketPolicyCompiler {
    /// What one role may do by one action.
    private final class Cell {
        var allow: OrderedDictionary<StoragePath, [StatementOrigin]> = [:]
        var deny: OrderedDictionary<StoragePath, [StatementOrigin]> = [:]
    }

    private final class RoleCells {
        let role: Role
        /// In the order in which the rules first name the actions.
        var cells: OrderedDictionary<StorageAction, Cell> = [:]

        init(role: Role) { self.role = role }
    }

    /// By acceptor id, in the order in which the rules first name them.
    private var roles: OrderedDictionary<String, RoleCells> = [:]
    /// The cells that a path was allowed in.
    private var holders: OrderedDictionary<StoragePath, [Cell]> = [:]
    /// The keys of the definition that became a path.
    private var declarations: [StoragePath: [StatementOrigin]] = [:]
    /// The other paths that are prefixes of a path, in the order of `holders`.
    private var parents: [StoragePath: [StoragePath]] = [:]

    /// Paths allowed and denied, counted by role and action; what IAM takes for a role is a fraction of it.
    private var entryCount = 0
    private static let mostEntries = 100_000

    /// More entries than are compiled.
    struct TooManyEntries: Error {
        let limit = BucketPolicyCompiler.mostEntries
    }

    /// The policies by role, roles in the order in which the rules first name them. A role whose rules hold no action
    /// has a policy without statements.
    static func policies(
        for access: [AccessPath], bucketARN: String
    ) throws(TooManyEntries) -> OrderedDictionary<Role, PolicyDocument> {
        var compiler = BucketPolicyCompiler()
        for path in access { try compiler.collect(path) }
        compiler.findParents()
        try compiler.denyParents()
        compiler.prune()
        return compiler.emit(bucketARN: bucketARN)
    }

    /// Step 1: each role is allowed each action on the substituted path.
    private mutating func collect(_ access: AccessPath) throws(TooManyEntries) {
        let declared = StoragePath(access.path)
        let declaration = StatementOrigin(range: access.range, path: access.path)
        for rule in access.rules {
            let path = declared.substitutingEntityToken(with: rule.replacement)
            let origin = rule.origin(path: access.path)
            let actions = StorageAction.expanding(rule.actions)
            for grantee in rule.grantees {
                try count(actions.count)
                let role = roles[grantee.acceptorID] ?? RoleCells(role: grantee.role)
                roles[grantee.acceptorID] = role
                let cells = actions.map { action in
                    let cell = role.cells[action] ?? Cell()
                    role.cells[action] = cell
                    cell.allow[path, default: []].appendIfNew(origin)
                    return cell
                }
                guard !cells.isEmpty else { continue }
                holders[path, default: []] += cells
                declarations[path, default: []].appendIfNew(declaration)
            }
        }
    }

    private mutating func findParents() {
        let index = PathPrefixes(holders.keys.elements)
        for path in holders.keys {
            let prefixes = index.prefixes(of: path)
            if !prefixes.isEmpty { parents[path] = prefixes }
        }
    }

    /// Step 2: whoever holds an action on the first declared parent of a path, and not on the path itself, loses it
    /// there. An owner's folder takes nothing from the rules of the path that declared it.
    private mutating func denyParents() throws(TooManyEntries) {
        for path in holders.keys {
            guard let parent = parents[path]?.first,
                parent != path.replacing("\(PolicyPattern.identityVariable)/", with: "")
            else { continue }
            let cells = holders[parent] ?? []
            try count(cells.count)
            for cell in cells where cell.allow[path] == nil { cell.deny[path] = declarations[path] }
        }
    }

    private mutating func count(_ entries: Int) throws(TooManyEntries) {
        entryCount += entries
        guard entryCount <= Self.mostEntries else { throw TooManyEntries() }
    }

    /// Step 3: a path is not repeated where a shorter one already allows it. Denials are all kept.
    private func prune() {
        for cell in roles.values.flatMap(\.cells.values) {
            let all = cell.allow
            cell.allow = all.filter { path, _ in !(parents[path] ?? []).contains { all[$0] != nil } }
        }
    }

    /// Step 4: one policy per role, per action first what it allows, then what it denies.
    private func emit(bucketARN: String) -> OrderedDictionary<Role, PolicyDocument> {
        var policies: OrderedDictionary<Role, PolicyDocument> = [:]
        for role in roles.values {
            var document = PolicyDocument()
            for (action, cell) in role.cells {
                document.statements += Self.statements(.allow, action, cell.allow, bucketARN: bucketARN)
                document.statements += Self.statements(.deny, action, cell.deny, bucketARN: bucketARN)
            }
            policies[role.role] = document
        }
        return policies
    }

    /// At most one statement: none without paths.
    private static func statements(
        _ effect: PolicyStatement.Effect, _ action: StorageAction,
        _ paths: OrderedDictionary<StoragePath, [StatementOrigin]>, bucketARN: String
    ) -> [PolicyStatement] {
        guard !paths.isEmpty else { return [] }
        let actions = [action.s3Action.rawValue]
        guard action == .list else {
            let resources = paths.map { PolicyPattern("\(bucketARN)/\($0.text)", origins: $1) }
            return [PolicyStatement(effect: effect, actions: actions, resources: resources)]
        }
        // Both the folder itself and whatever lies below it may be asked for.
        let prefixes = paths.flatMap { path, origins in
            [PolicyPattern(path.text, origins: origins), PolicyPattern(path.withoutWildcard, origins: origins)]
        }
        return [
            PolicyStatement(effect: effect, actions: actions, resources: [PolicyPattern(bucketARN)], prefixes: prefixes)
        ]
    }
}

extension Array where Element: Equatable {
    mutating func appendIfNew(_ element: Element) {
        if !contains(element) { append(element) }
    }
}
