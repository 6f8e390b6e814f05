package import IAM

/// An action as the compiler knows it; `read` in a definition is `get` and `list`.
package enum StorageAction: String, Sendable, Hashable, CaseIterable {
    case get
    case list
    case write
    case delete

    /// The permission that it grants.
    package var s3Action: S3Action {
        switch self {
        case .get: .getObject
        case .list: .listBucket
        case .write: .putObject
        case .delete: .deleteObject
        }
    }

    /// The action that grants a permission; most permissions no rule can grant.
    package init?(_ action: S3Action) {
        guard let match = Self.allCases.first(where: { $0.s3Action == action }) else { return nil }
        self = match
    }

    /// The words of a rule with `read` spelled out, each once, in the order of their first appearance.
    /// Words that are no actions are left out.
    static func expanding(_ words: [String]) -> [StorageAction] {
        var actions: [StorageAction] = []
        for word in words {
            if word == "read" {
                actions.appendIfNew(.get)
                actions.appendIfNew(.list)
            } else if let action = StorageAction(rawValue: word) {
                actions.appendIfNew(action)
            }
        }
        return actions
    }

    /// The words a definition would use, `get` and `list` together being `read`.
    package static func words(for actions: some Sequence<StorageAction>) -> [String] {
        let set = Set(actions)
        var words: [String] = []
        if set.isSuperset(of: [.get, .list]) {
            words.append("read")
        } else {
            words += [StorageAction.get, .list].filter(set.contains).map(\.rawValue)
        }
        return words + [StorageAction.write, .delete].filter(set.contains).map(\.rawValue)
    }
}
