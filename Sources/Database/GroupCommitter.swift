import GRDB
import Synchronization

/// Gathers concurrent writes into transactions: while one batch is being synced, the next one fills up.
final class GroupCommitter: Sendable {
    /// One caller's change. Called on the writer's thread: `run` inside the transaction, then `finish` once, outside it.
    private struct Job: Sendable {
        var run: @Sendable (GRDB.Database) -> (any Error)?
        var finish: @Sendable ((any Error)?) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isDraining = false
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// So many changes share one transaction at most: it bounds how long the first of them waits for the last.
    private static let maximumBatch = 256
    /// So many changes may wait. Each has a waiting caller, so the real bound is the number of connections.
    private static let maximumWaiting = 65_536

    private let pool: DatabasePool
    private let path: String
    private let epoch: CommitEpoch
    private let state = Mutex(State())

    init(pool: DatabasePool, path: String, epoch: CommitEpoch) {
        self.pool = pool
        self.path = path
        self.epoch = epoch
    }

    func perform<T: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database) throws -> T, committed: (@Sendable (T) -> Void)?
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            // Written and read on the writer's thread only; the lock is never contended.
            let result = ResultBox<T>()
            let job = Job { db in
                do {
                    result.value = try body(db)
                    return nil
                } catch {
                    return error
                }
            } finish: { [path] error in
                if let error {
                    continuation.resume(throwing: DatabaseFault.translate(error, path: path))
                } else if let value = result.value {
                    committed?(value)
                    continuation.resume(returning: value)
                }
            }
            enqueue(job)
        }
    }

    /// Takes a change and calls `finished` with its error, if any, when it is decided.
    func submit(
        _ body: @escaping @Sendable (GRDB.Database) throws -> Void,
        finished: @escaping @Sendable ((any Error)?) -> Void
    ) {
        let job = Job { db in
            do {
                try body(db)
                return nil
            } catch {
                return error
            }
        } finish: { [path] error in
            finished(error.map { DatabaseFault.translate($0, path: path) })
        }
        enqueue(job)
    }

    /// Returns when all changes taken so far are decided; takes none from now on.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.isDraining { state.closers.append(continuation) }
                return !state.isDraining
            }
            if isIdle { continuation.resume() }
        }
    }

    private func enqueue(_ job: Job) {
        let (refusal, mustStart) = state.withLock { state -> (DatabaseFault?, Bool) in
            if state.isClosed { return (.closed, false) }
            if state.waiting.count >= Self.maximumWaiting { return (.overloaded, false) }
            state.waiting.append(job)
            defer { state.isDraining = true }
            return (nil, !state.isDraining)
        }
        if let refusal { return job.finish(refusal) }
        if mustStart { pool.asyncWriteWithoutTransaction { [self] db in drain(db) } }
    }

    /// Commits batch after batch until nobody waits. Runs on the writer's thread.
    private func drain(_ db: GRDB.Database) {
        while let batch = nextBatch() {
            if commitTogether(batch, db) { continue }
            var remaining = batch[...]
            while !remaining.isEmpty { remaining = commitEachForItself(remaining, db) }
        }
        let closers = state.withLock { state in
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    private func nextBatch() -> [Job]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            guard state.waiting.count > Self.maximumBatch else {
                defer { state.waiting = [] }
                return state.waiting
            }
            defer { state.waiting.removeFirst(Self.maximumBatch) }
            return Array(state.waiting.prefix(Self.maximumBatch))
        }
    }

    /// Runs changes in one transaction; false, and nothing done and nobody told, when one of several fails.
    ///
    /// The ordinary case: savepoints would make SQLite copy each page once for each change.
    private func commitTogether(_ jobs: [Job], _ db: GRDB.Database) -> Bool {
        var failure: (any Error)?
        do {
            try db.perform("BEGIN IMMEDIATE")
            for job in jobs {
                failure = job.run(db)
                if failure != nil { break }
            }
            if failure == nil { try epoch.whileCommitting { try db.perform("COMMIT") } }
        } catch {
            failure = error
        }
        if failure != nil {
            rollBack(db)
            if jobs.count > 1 { return false }
        }
        for job in jobs { job.finish(failure) }
        return true
    }

    /// Runs changes in one transaction, so that one that fails undoes itself alone, and tells their callers. What it
    /// returns is still to be done.
    private func commitEachForItself(_ jobs: ArraySlice<Job>, _ db: GRDB.Database) -> ArraySlice<Job> {
        var done: [(job: Job, error: (any Error)?)] = []
        done.reserveCapacity(jobs.count)
        var failure: (any Error)?
        do {
            try db.perform("BEGIN IMMEDIATE")
            for job in jobs {
                done.append((job, try runAlone(job, db)))
                // A full disk and the like make SQLite roll back everything by itself.
                guard db.isInsideTransaction else { break }
            }
            if db.isInsideTransaction {
                try epoch.whileCommitting { try db.perform("COMMIT") }
            } else {
                failure = done.last?.error
            }
        } catch {
            failure = error
            rollBack(db)
            done = jobs.map { ($0, nil) }
        }
        for (job, error) in done { job.finish(error ?? failure) }
        return jobs.dropFirst(done.count)
    }

    private func runAlone(_ job: Job, _ db: GRDB.Database) throws -> (any Error)? {
        try db.perform("SAVEPOINT job")
        let error = job.run(db)
        guard db.isInsideTransaction else { return error ?? DatabaseFault.closed }
        if error != nil { try db.perform("ROLLBACK TO job") }
        try db.perform("RELEASE job")
        return error
    }

    private func rollBack(_ db: GRDB.Database) {
        // The first error is the one to tell; a connection that cannot roll back has already done so.
        if db.isInsideTransaction { try? db.perform("ROLLBACK") }
    }
}

/// Where a change leaves its value until the commit.
///
/// Unchecked: only the writer's thread touches it, first while the change runs and then when it is finished.
private final class ResultBox<T: Sendable>: @unchecked Sendable {
    var value: T?
}
