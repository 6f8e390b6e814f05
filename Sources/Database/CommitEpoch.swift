import Synchronization

/// Tells whether something that was read is still what the database holds.
///
/// Invariant: the count is odd from before a commit begins until after it is visible to every reader, and even otherwise.
/// So what was read between two looks at one even count is what any reader would have seen at either look.
package final class CommitEpoch: Sendable {
    private let count = Atomic<UInt64>(0)

    /// A number that no earlier state had; nil while a commit is under way.
    package var settled: UInt64? {
        let count = count.load(ordering: .sequentiallyConsistent)
        return count.isMultiple(of: 2) ? count : nil
    }

    /// Runs one commit. There is one writer, so two never overlap.
    func whileCommitting<T>(_ body: () throws -> T) rethrows -> T {
        count.add(1, ordering: .sequentiallyConsistent)
        defer { count.add(1, ordering: .sequentiallyConsistent) }
        return try body()
    }
}
