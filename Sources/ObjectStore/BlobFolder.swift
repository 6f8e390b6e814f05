import FoundationEssentials
import Glibc
import Logging
import Synchronization

/// The folder of the blobs' files.
///
/// A blob comes into being in `incoming/` and is moved to `<n / 1024>/<n>`, both hexadecimal, under a number that was never
/// used. Consecutive numbers share a folder, so that concurrent writers share its sync.
///
/// Invariant: a file outside `incoming/` without a row is either on its way to its row (its number is in `inFlight`) or is
/// in the table of garbage; after a crash such files are only in the folders from `settledFolder` on.
final class BlobFolder: Sendable {
    private struct State {
        var nextNumber: Int64 = 1
        var inFlight: Set<Int64> = []
        var knownFolders: Set<Int64> = []
        var settledFolder: Int64 = 0
        var temporaryCount = 0
    }

    static let blobsPerFolder: Int64 = 1024

    let path: String
    let isSynced: Bool
    let threads: FileThreads
    let spooledBytes = SpooledBytes()
    private let syncer: FolderSyncer
    private let state = Mutex(State())

    /// Blocks; for start-up.
    init(path: String, isSynced: Bool, threads: FileThreads) throws(StoreFault) {
        self.path = path
        self.isSynced = isSynced
        self.threads = threads
        syncer = FolderSyncer(threads: threads)
        try FileCalls.makeFolder(path)
        try FileCalls.makeFolder(incoming)
    }

    var incoming: String { path + "/incoming" }

    static func folder(of number: Int64) -> Int64 { number / blobsPerFolder }

    func folderPath(_ folder: Int64) -> String { path + "/" + String(folder, radix: 16) }

    func filePath(_ number: Int64) -> String {
        folderPath(Self.folder(of: number)) + "/" + String(number, radix: 16)
    }

    /// A number for a body, never given before.
    func takeNumber() -> Int64 {
        state.withLock { state in
            defer { state.nextNumber += 1 }
            return state.nextNumber
        }
    }

    func newTemporaryPath() -> String {
        let number = state.withLock { state in
            state.temporaryCount += 1
            return state.temporaryCount
        }
        return incoming + "/" + String(number, radix: 16)
    }

    /// Makes a written temporary file a blob: synced, under its final name, the name synced too.
    ///
    /// The caller commits a row for it and then calls ``settle(_:)``, or else ``discard(_:)``.
    func adopt(_ file: TemporaryFile) async throws -> Blob {
        let (number, identity) = try await threads.run { [self] in try move(file) }
        if isSynced {
            do {
                try await syncer.sync(folderPath(Self.folder(of: number)))
            } catch {
                discard(number)
                throw error
            }
        }
        CrashPoint.folderSynced.pass()
        return Blob(number: number, changedAt: identity.changedAt)
    }

    private func move(_ file: TemporaryFile) throws -> (Int64, FileCalls.Identity) {
        if isSynced { try FileCalls.sync(file.descriptor) }
        CrashPoint.temporaryFileSynced.pass()
        let number = state.withLock { state in
            defer { state.nextNumber += 1 }
            state.inFlight.insert(state.nextNumber)
            return state.nextNumber
        }
        do {
            try makeFolder(Self.folder(of: number))
            try file.move(to: filePath(number))
            CrashPoint.blobRenamed.pass()
            // Taken after the renaming, which counts as a change.
            return (number, try FileCalls.identity(of: file.descriptor))
        } catch {
            discard(number)
            throw error
        }
    }

    /// A blob's row is committed.
    func settle(_ number: Int64) {
        state.withLock { _ = $0.inFlight.remove(number) }
    }

    /// A blob gets no row: its file goes.
    func discard(_ number: Int64) {
        threads.submit { [self] in
            // What cannot be removed now is found by the next start, since the number is not settled.
            if (try? FileCalls.unlink(filePath(number))) != nil { settle(number) }
        }
    }

    /// The first folder that may hold files without rows, when that has changed since it was last asked for.
    func takeNewSettledFolder() -> Int64? {
        state.withLock { state in
            let folder = Self.folder(of: state.inFlight.min() ?? state.nextNumber)
            guard folder > state.settledFolder else { return nil }
            state.settledFolder = folder
            return folder
        }
    }

    /// Takes up where the rows say that the last process stopped.
    func start(afterNumber number: Int64, settledFolder: Int64) {
        state.withLock { state in
            state.nextNumber = max(state.nextNumber, number + 1)
            state.settledFolder = settledFolder
        }
    }

    private func makeFolder(_ folder: Int64) throws(StoreFault) {
        guard state.withLock({ !$0.knownFolders.contains(folder) }) else { return }
        if try FileCalls.makeFolder(folderPath(folder)), isSynced { try FileCalls.syncFolder(path) }
        state.withLock { state in
            if state.knownFolders.count > 64 { state.knownFolders.removeAll() }
            state.knownFolders.insert(folder)
        }
    }

    /// Removes a blob's file and, when it was the last one of a folder that gets no new ones, the folder.
    func remove(_ number: Int64) throws(StoreFault) {
        try FileCalls.unlink(filePath(number))
        let folder = Self.folder(of: number)
        if state.withLock({ folder < Self.folder(of: $0.inFlight.min() ?? $0.nextNumber) }) {
            // Most often it fails, since the folder is not empty.
            rmdir(folderPath(folder))
        }
    }
}

/// A file that has its final name, but no row yet.
struct Blob: Sendable {
    var number: Int64
    var changedAt: Int
}

/// A file in `incoming/`. It is removed with the value unless it was moved.
final class TemporaryFile: Sendable {
    let descriptor: CInt
    private let path: Mutex<String?>
    private let threads: FileThreads

    /// Blocks.
    init(in folder: BlobFolder) throws(StoreFault) {
        let path = folder.newTemporaryPath()
        descriptor = try FileCalls.open(path, O_RDWR | O_CREAT | O_EXCL)
        self.path = Mutex(path)
        threads = folder.threads
        CrashPoint.temporaryFileOpened.pass()
    }

    deinit {
        guard let path = path.withLock({ $0 }) else { return FileCalls.close(descriptor) }
        threads.submit { [descriptor] in
            // Closed last, so that the space is given back on this thread. What stays is swept at the next start.
            try? FileCalls.unlink(path)
            FileCalls.close(descriptor)
        }
    }

    /// Blocks.
    func move(to newPath: String) throws(StoreFault) {
        guard let old = path.withLock({ $0 }) else { return }
        try FileCalls.rename(old, to: newPath)
        path.withLock { $0 = nil }
    }
}
