import Synchronization

/// Syncs folders for many writers at once: those that come while a folder is being synced share its next sync.
final class FolderSyncer: Sendable {
    private typealias Waiter = CheckedContinuation<Void, any Error>

    private struct State {
        var waiting: [String: [Waiter]] = [:]
        var isRunning = false
    }

    private let threads: FileThreads
    private let state = Mutex(State())

    init(threads: FileThreads) { self.threads = threads }

    func sync(_ path: String) async throws {
        try await withCheckedThrowingContinuation { (waiter: Waiter) in
            let mustStart = state.withLock { state in
                state.waiting[path, default: []].append(waiter)
                defer { state.isRunning = true }
                return !state.isRunning
            }
            if mustStart { threads.submit { [self] in drain() } }
        }
    }

    private func drain() {
        while let batch = nextBatch() {
            for (path, waiters) in batch {
                let result = Result { () throws in try FileCalls.syncFolder(path) }
                for waiter in waiters { waiter.resume(with: result) }
            }
        }
    }

    private func nextBatch() -> [String: [Waiter]]? {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.isRunning = false
                return nil
            }
            defer { state.waiting = [:] }
            return state.waiting
        }
    }
}
