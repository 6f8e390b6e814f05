#if SANDBOX_CRASH_POINTS
    import Glibc
    import Synchronization
#endif

/// A place where a test lets the process die, to see what a crash there leaves behind.
///
/// In builds for release nothing of it is there.
package enum CrashPoint: String, Sendable, CaseIterable {
    case temporaryFileOpened, temporaryFileHalfWritten, temporaryFileWritten, temporaryFileSynced
    case blobRenamed, folderSynced
    case rowsChanged, committed
    case beforeBlobRemoval, afterBlobRemoval, garbageForgotten
    case sweepBegun, sweepEnded

    /// Dies here, as `kill -9` would, when the environment's `SANDBOX_CRASH_POINT` names this place. With `:n` after the
    /// name, at the n-th time that it is passed.
    @inline(__always)
    func pass() {
        #if SANDBOX_CRASH_POINTS
            Self.countDown(self)
        #endif
    }

    #if SANDBOX_CRASH_POINTS
        private static let chosen: (point: CrashPoint, remaining: RemainingCount)? = {
            guard let text = getenv("SANDBOX_CRASH_POINT").map({ String(cString: $0) }) else { return nil }
            let fields = text.split(separator: ":")
            guard let point = fields.first.flatMap({ CrashPoint(rawValue: String($0)) }) else { return nil }
            return (point, RemainingCount(fields.count > 1 ? Int(fields[1]) ?? 1 : 1))
        }()

        private static func countDown(_ point: CrashPoint) {
            guard let chosen, chosen.point == point, chosen.remaining.decrement() == 0 else { return }
            kill(getpid(), SIGKILL)
        }
    #endif
}

#if SANDBOX_CRASH_POINTS
    /// How many times a crash point is still to be passed.
    private final class RemainingCount: Sendable {
        private let count: Atomic<Int>

        init(_ count: Int) { self.count = Atomic(count) }

        func decrement() -> Int { count.subtract(1, ordering: .relaxed).newValue }
    }
#endif
