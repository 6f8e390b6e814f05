import Database
import GRDB
import Logging
import Synchronization

/// Removes the files of blobs whose rows are gone, then their entries in the table of garbage.
///
/// An entry outlives its file: a crash at any moment leaves an entry without a file at worst.
final class GarbageCollector: Sendable {
    private struct State {
        var numbers: [Int64] = []
        var isRunning = false
        var isClosed = false
        var closer: CheckedContinuation<Void, Never>?
    }

    private let database: MetadataDatabase
    private let folder: BlobFolder
    private let logger: Logger
    private let state = Mutex(State())

    init(database: MetadataDatabase, folder: BlobFolder, logger: Logger) {
        self.database = database
        self.folder = folder
        self.logger = logger
    }

    /// Removes a blob's file soon. After ``close()`` the next start does it.
    func remove(_ number: Int64) {
        let mustStart = state.withLock { state in
            guard !state.isClosed else { return false }
            state.numbers.append(number)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { folder.threads.submit { [self] in removeBatch() } }
    }

    /// Waits for the removals under way and takes no further ones.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.isRunning { state.closer = continuation }
                return !state.isRunning
            }
            if isIdle { continuation.resume() }
        }
    }

    private func removeBatch() {
        let batch = state.withLock { state in
            defer { state.numbers = [] }
            return state.numbers
        }
        let removed = batch.filter { number in
            CrashPoint.beforeBlobRemoval.pass()
            do {
                try folder.remove(number)
                CrashPoint.afterBlobRemoval.pass()
                return true
            } catch {
                // Its entry stays, so the next start tries again.
                logger.warning(
                    "cannot remove a blob", metadata: ["file": "\(folder.filePath(number))", "error": "\(error)"])
                return false
            }
        }
        database.enqueueWrite { db in
            for number in removed { try db.perform("DELETE FROM garbage WHERE body = ?", Int(number)) }
        } finished: { [self] error in
            CrashPoint.garbageForgotten.pass()
            if let error { logger.warning("cannot forget removed blobs", metadata: ["error": "\(error)"]) }
            goOn()
        }
    }

    private func goOn() {
        let (isEmpty, closer) = state.withLock { state in
            guard state.numbers.isEmpty else { return (false, nil) as (Bool, CheckedContinuation<Void, Never>?) }
            state.isRunning = false
            defer { state.closer = nil }
            return (true, state.closer)
        }
        if !isEmpty { return folder.threads.submit { [self] in removeBatch() } }
        closer?.resume()
    }
}
