import Synchronization

/// The batches of one watcher, for one listener. A batch that is not taken at once is joined with the next.
package struct FileChangeSequence: AsyncSequence, Sendable {
    fileprivate let pending: PendingChanges

    init(pending: PendingChanges) {
        self.pending = pending
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let pending: PendingChanges

        package mutating func next() async -> FileChanges? {
            await pending.next()
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pending: pending)
    }
}

/// Changes on their way from the watching thread to one listener: at most one joined batch waits.
final class PendingChanges: Sendable {
    private struct State {
        var changes = FileChanges()
        var listener: CheckedContinuation<FileChanges?, Never>?
        var isFinished = false
    }

    private let state = Mutex(State())

    func add(_ changes: FileChanges) {
        let ready = state.withLock { state -> (CheckedContinuation<FileChanges?, Never>, FileChanges)? in
            state.changes.join(changes)
            guard !state.changes.isEmpty, let listener = state.listener else { return nil }
            defer {
                state.changes = FileChanges()
                state.listener = nil
            }
            return (listener, state.changes)
        }
        if let (listener, changes) = ready { listener.resume(returning: changes) }
    }

    func finish() {
        let listener = state.withLock { state in
            state.isFinished = true
            defer { state.listener = nil }
            return state.listener
        }
        listener?.resume(returning: nil)
    }

    /// The next batch; absent once the watcher has stopped or the task is cancelled.
    func next() async -> FileChanges? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> FileChanges?? in
                    if state.isFinished || Task.isCancelled { return .some(nil) }
                    guard !state.changes.isEmpty else {
                        precondition(state.listener == nil, "one listener at a time")
                        state.listener = continuation
                        return nil
                    }
                    defer { state.changes = FileChanges() }
                    return state.changes
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let listener = state.withLock { state in
                defer { state.listener = nil }
                return state.listener
            }
            listener?.resume(returning: nil)
        }
    }
}
