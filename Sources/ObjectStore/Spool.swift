import NIOCore
import Synchronization

/// Writes one body to a temporary file and digests it, on the file threads, in the order in which it comes.
final class Spool: Sendable {
    struct Outcome: Sendable {
        var file: TemporaryFile
        var md5: [UInt8]
        var checksums: [ChecksumAlgorithm: [UInt8]]
    }

    private struct State {
        var queue: [ByteBuffer] = []
        var queuedBytes = 0
        var isRunning = false
        var fault: (any Error)?
        var awaitingSpace: CheckedContinuation<Void, Never>?
        var awaitingEnd: CheckedContinuation<Outcome, any Error>?
    }

    /// So much of one body may wait for the file threads before its sender must.
    static let highWater = 1 << 20
    /// The same when ``SpooledBytes/limit`` is passed: many slow disks' worth of senders share the memory then.
    static let lowWater = 1 << 16

    private let threads: FileThreads
    private let allQueued: SpooledBytes
    private let state = Mutex(State())
    private let worker: Worker

    init(folder: BlobFolder, checksums: Set<ChecksumAlgorithm>) {
        threads = folder.threads
        allQueued = folder.spooledBytes
        worker = Worker(folder: folder, checksums: checksums)
    }

    /// Takes bytes; waits when too many are queued. Throws what went wrong with earlier ones.
    func append(_ bytes: ByteBuffer) async throws {
        let (mustStart, mustWait) = try state.withLock { state in
            if let fault = state.fault { throw fault }
            state.queue.append(bytes)
            state.queuedBytes += bytes.readableBytes
            allQueued.add(bytes.readableBytes)
            defer { state.isRunning = true }
            return (!state.isRunning, isFull(state))
        }
        if mustStart { start() }
        if mustWait { await waitForSpace() }
    }

    /// Waits for all bytes taken and ends the digests.
    func finish() async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            let mustStart = state.withLock { state in
                state.awaitingEnd = continuation
                defer { state.isRunning = true }
                return !state.isRunning
            }
            if mustStart { start() }
        }
    }

    /// Drops what waits. The file goes with the last reference.
    func abandon() {
        state.withLock { state in
            allQueued.add(-state.queue.reduce(0) { $0 + $1.readableBytes })
            state.queue = []
        }
    }

    private func waitForSpace() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if !isFull(state) { return true }
                state.awaitingSpace = continuation
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func start() {
        threads.submit { [self] in drain() }
    }

    private func drain() {
        while true {
            let (batch, end, fault) = state.withLock { state in
                let batch = state.queue
                state.queue = []
                guard batch.isEmpty else { return (batch, nil, state.fault) as Turn }
                defer { state.awaitingEnd = nil }
                state.isRunning = false
                return ([], state.awaitingEnd, state.fault)
            }
            if batch.isEmpty {
                end?.resume(with: Result { try finish(fault) })
                return
            }
            if fault == nil { write(batch) }
            release(batch.reduce(0) { $0 + $1.readableBytes })
        }
    }

    private typealias Turn = ([ByteBuffer], CheckedContinuation<Outcome, any Error>?, (any Error)?)

    private func finish(_ fault: (any Error)?) throws -> Outcome {
        if let fault { throw fault }
        return try worker.finish()
    }

    private func write(_ batch: [ByteBuffer]) {
        do {
            for bytes in batch { try worker.write(bytes) }
        } catch {
            state.withLock { $0.fault = error }
        }
    }

    private func isFull(_ state: borrowing State) -> Bool {
        state.queuedBytes >= (allQueued.isOverLimit ? Self.lowWater : Self.highWater)
    }

    private func release(_ count: Int) {
        allQueued.add(-count)
        let waiter = state.withLock { state in
            state.queuedBytes = state.queue.reduce(0) { $0 + $1.readableBytes }
            guard state.queuedBytes <= Self.lowWater || state.fault != nil else {
                return nil as CheckedContinuation<Void, Never>?
            }
            defer { state.awaitingSpace = nil }
            return state.awaitingSpace
        }
        waiter?.resume()
    }
}

/// How many bytes all spools together hold in memory.
final class SpooledBytes: Sendable {
    /// Beyond it, each spool takes little more.
    static let limit = 16 << 20

    private let count = Atomic(0)

    var isOverLimit: Bool { count.load(ordering: .relaxed) > Self.limit }

    func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
}

/// The file and the digests of one spool.
///
/// Unchecked: one job at a time touches it, and the spool's lock lies between two jobs.
private final class Worker: @unchecked Sendable {
    private let folder: BlobFolder
    private var digests: BodyDigests
    private var file: TemporaryFile?
    private var size = 0
    private var sizeAtWriteBack = 0
    private let isWritingBack = Mutex(false)

    init(folder: BlobFolder, checksums: Set<ChecksumAlgorithm>) {
        self.folder = folder
        digests = BodyDigests(checksums)
    }

    func write(_ bytes: ByteBuffer) throws {
        let file = try openFile()
        try bytes.withUnsafeReadableBytes { bytes in
            try FileCalls.write(bytes, to: file.descriptor)
            digests.update(bytes)
        }
        if size == 0 { CrashPoint.temporaryFileHalfWritten.pass() }
        size += bytes.readableBytes
        startWriteBack(file)
    }

    func finish() throws -> Spool.Outcome {
        let file = try openFile()
        self.file = nil
        CrashPoint.temporaryFileWritten.pass()
        let (md5, checksums) = digests.finish()
        return Spool.Outcome(file: file, md5: md5, checksums: checksums)
    }

    private func openFile() throws -> TemporaryFile {
        if let file { return file }
        let file = try TemporaryFile(in: folder)
        self.file = file
        return file
    }

    /// Lets the disk begin while bytes still come, so that the sync at the end finds little left.
    private func startWriteBack(_ file: TemporaryFile) {
        guard folder.isSynced, size - sizeAtWriteBack >= 8 << 20 else { return }
        let isFree = isWritingBack.withLock { isBusy in
            defer { isBusy = true }
            return !isBusy
        }
        guard isFree else { return }
        sizeAtWriteBack = size
        folder.threads.submit { [self] in
            // Only a head start: the sync at the end tells what went wrong.
            try? FileCalls.sync(file.descriptor)
            isWritingBack.withLock { $0 = false }
        }
    }
}
