package import BackendDefinition

/// One entry of `paths` in the outputs: what the rules say about a path, not what is decided there.
package struct OutputPath: Sendable, Hashable {
    /// `photos/*`, or with the policy variable for an owner's folder.
    package var path: String
    /// By the outputs' own names: `guest`, `authenticated`, `groupseditors`, `entityidentity`.
    package var rules: [Rule]

    package struct Rule: Sendable, Hashable {
        package var subject: String
        package var actions: [StorageAction]
    }

    /// The entries of one access definition: paths by first appearance, subjects in rule order.
    /// Rules for functions make an entry for their path and add nothing to it.
    package static func paths(of access: [AccessPath]) -> [OutputPath] {
        var entries: [OutputPath] = []
        var indices: [StoragePath: Int] = [:]
        for path in access {
            let declared = StoragePath(path.path)
            for rule in path.rules {
                let substituted = declared.substitutingEntityToken(with: rule.replacement)
                let index = indices[substituted] ?? entries.count
                if index == entries.count {
                    entries.append(OutputPath(path: substituted.text, rules: []))
                    indices[substituted] = index
                }
                let actions = StorageAction.expanding(rule.actions)
                for id in rule.grantees.compactMap(\.uniqueID) {
                    entries[index].rules.append(Rule(subject: id, actions: actions))
                }
            }
        }
        return entries
    }
}
