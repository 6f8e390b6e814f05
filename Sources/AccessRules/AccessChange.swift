import BackendDefinition
import OrderedCollections

/// What an edit changed for whoever asks: decisions, not text.
package struct AccessChange: Sendable {
    /// Friendly names, in the order of the definition.
    package var addedBuckets: [String]
    package var removedBuckets: [String]
    /// By bucket and path in the order of the new definition, then what only the old one had.
    package var paths: [PathChange]
    /// False when there are so many paths and subjects that the later paths were not compared.
    package var isComplete: Bool

    package struct PathChange: Sendable {
        package var bucket: String
        /// As declared in the new or the old definition.
        package var path: String
        package var subjects: [SubjectChange]
    }

    package struct SubjectChange: Sendable {
        package var subject: AccessTable.Subject
        package var gained: [StorageAction]
        package var lost: [StorageAction]
    }

    package var isEmpty: Bool { addedBuckets.isEmpty && removedBuckets.isEmpty && paths.isEmpty }

    /// Compares two generations; without an old one everything is new.
    package init(from old: RuleSet?, to new: RuleSet) {
        let oldNames = OrderedSet(old?.buckets.map(\.name) ?? [])
        let newNames = OrderedSet(new.buckets.map(\.name))
        addedBuckets = newNames.filter { !oldNames.contains($0) }
        removedBuckets = oldNames.filter { !newNames.contains($0) }
        let subjects = OrderedSet(new.subjects + (old?.subjects ?? []))
        let declared = newNames.union(oldNames).flatMap { bucket in
            new.declaredPaths(inBucket: bucket).union(old?.declaredPaths(inBucket: bucket) ?? []).map { (bucket, $0) }
        }
        let compared = declared.prefix(AccessTable.mostPairs / subjects.count)
        isComplete = compared.count == declared.count
        paths = compared.compactMap { bucket, path in
            let changes = subjects.compactMap { subject in
                SubjectChange(
                    subject: subject,
                    before: old?.grants(to: subject, on: path.text, inBucket: bucket) ?? [],
                    after: new.grants(to: subject, on: path.text, inBucket: bucket))
            }
            return changes.isEmpty ? nil : PathChange(bucket: bucket, path: path.text, subjects: changes)
        }
    }

    /// One line a path: `photos/{entity_id}/*: guest gained read; owner lost delete`. The bucket's name stands before the
    /// path when changes concern several buckets.
    package var lines: [String] {
        let severalBuckets = Set(paths.map(\.bucket) + addedBuckets + removedBuckets).count > 1
        var lines = addedBuckets.map { "bucket \($0) added" } + removedBuckets.map { "bucket \($0) removed" }
        for change in paths {
            let subjects = change.subjects.map(\.description).joined(separator: "; ")
            lines.append("\(severalBuckets ? "\(change.bucket): " : "")\(change.path): \(subjects)")
        }
        return lines
    }
}

extension AccessChange.SubjectChange: CustomStringConvertible {
    fileprivate init?(subject: AccessTable.Subject, before: [AccessTable.Grant], after: [AccessTable.Grant]) {
        let before = before.map(\.action)
        let after = after.map(\.action)
        self.subject = subject
        gained = after.filter { !before.contains($0) }
        lost = before.filter { !after.contains($0) }
        if gained.isEmpty && lost.isEmpty { return nil }
    }

    /// `guest gained read, lost write`
    package var description: String {
        let parts = [("gained", gained), ("lost", lost)].filter { !$0.1.isEmpty }.map { verb, actions in
            "\(verb) \(StorageAction.words(for: actions).joined(separator: ", "))"
        }
        return "\(subject) \(parts.joined(separator: ", "))"
    }
}

extension RuleSet {
    fileprivate func declaredPaths(inBucket name: String) -> OrderedSet<StoragePath> {
        let bucket = buckets.first { $0.name == name }
        return OrderedSet((bucket?.definition.access ?? []).map { StoragePath($0.path) })
    }
}
