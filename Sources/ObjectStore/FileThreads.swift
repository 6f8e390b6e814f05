import NIOPosix

/// The threads on which files are written, synced and removed, so that the threads of tasks and connections never wait
/// for a disk.
final class FileThreads: Sendable {
    /// More than processors, since most of their time is waiting for the disk.
    static let count = 4

    private let pool = NIOThreadPool(numberOfThreads: count)

    init() { pool.start() }

    /// Runs work that calls nobody back. After ``stop()`` on the caller's thread, so that nobody waits for it in vain.
    func submit(_ work: @escaping @Sendable () -> Void) {
        pool.submit { _ in work() }
    }

    /// Runs work and gives its result. A cancelled task still waits: what is half done on a disk must be known.
    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            pool.submit { state in
                switch state {
                case .active: continuation.resume(with: Result { try work() })
                case .cancelled: continuation.resume(throwing: StoreFault.closed)
                }
            }
        }
    }

    /// Ends the threads after the work that they have.
    func stop() async {
        // It has no other error than being stopped already.
        try? await pool.shutdownGracefully()
    }
}
