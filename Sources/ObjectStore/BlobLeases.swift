import Synchronization

/// Which blobs are being read, so that their files outlive the deletion of their rows.
final class BlobLeases: Sendable {
    private struct State {
        var readers: [Int64: Int] = [:]
        /// Without rows, removed when the last reader is gone.
        var condemned: Set<Int64> = []
    }

    private let state = Mutex(State())
    private let removeFile: @Sendable (Int64) -> Void

    init(removeFile: @escaping @Sendable (Int64) -> Void) { self.removeFile = removeFile }

    /// Removes a blob's file, now or when nobody reads it any more.
    func condemn(_ number: Int64) {
        let isFree = state.withLock { state in
            if state.readers[number] == nil { return true }
            state.condemned.insert(number)
            return false
        }
        if isFree { removeFile(number) }
    }

    fileprivate func take(_ number: Int64) {
        state.withLock { $0.readers[number, default: 0] += 1 }
    }

    fileprivate func giveBack(_ number: Int64) {
        let mustRemove = state.withLock { state in
            let left = (state.readers[number] ?? 1) - 1
            state.readers[number] = left == 0 ? nil : left
            return left == 0 && state.condemned.remove(number) != nil
        }
        if mustRemove { removeFile(number) }
    }
}

/// One reader's hold on a blob.
final class BlobLease: Sendable {
    let number: Int64
    private let key: ObjectKey
    private let expected: BodyRow
    private let leases: BlobLeases
    private let verifier: BlobVerifier

    init(_ body: BodyRow, of key: ObjectKey, leases: BlobLeases, verifier: BlobVerifier) {
        number = body.number
        self.key = key
        expected = body
        self.leases = leases
        self.verifier = verifier
        leases.take(number)
    }

    deinit { leases.giveBack(number) }

    /// Opens the file on the caller's thread, which is quick: its names are in the system's cache or nearly so.
    func open() async throws -> OpenFile {
        try await verifier.open(expected, of: key)
    }
}
