#if SANDBOX_CRASH_POINTS
    import Glibc
    import Synchronization
#endif

/// A place where a test lets the process die, to see what a crash there leaves behind.
///
/// Compiled into debug builds only; in a release nothing of it is there.
package enum CrashPoint: String, Sendable, CaseIterable, Codable {
    case temporaryFileOpened, temporaryFileHalfWritten, temporaryFileWritten, temporaryFileSynced
    case blobRenamed, folderSynced
    case rowsChanged, committed
    case beforeBlobRemoval, afterBlobRemoval, garbageForgotten
    case sweepBegun, sweepEnded

    /// Dies here, as `kill -9` would, when this is the chosen place.
    @inline(__always)
    func pass() {
        #if SANDBOX_CRASH_POINTS
            Self.countDown(self)
        #endif
    }

    #if SANDBOX_CRASH_POINTS
        private struct Choice {
            var point: CrashPoint
            var remaining: Int
        }

        /// From the environment at first: `SANDBOX_CRASH_POINT=name` or, for the n-th time that it is passed, `name:n`.
        private static let choice = Mutex<Choice?>(
            getenv("SANDBOX_CRASH_POINT").flatMap { text in
                let fields = String(cString: text).split(separator: ":")
                guard let point = fields.first.flatMap({ CrashPoint(rawValue: String($0)) }) else { return nil }
                return Choice(point: point, remaining: fields.count > 1 ? Int(fields[1]) ?? 1 : 1)
            })

        /// Chooses the place, and how many times it is passed until then.
        static func choose(_ point: CrashPoint, passes: Int) {
            choice.withLock { $0 = Choice(point: point, remaining: passes) }
        }

        private static func countDown(_ point: CrashPoint) {
            let isReached = choice.withLock { choice in
                guard choice?.point == point else { return false }
                choice?.remaining -= 1
                return choice?.remaining == 0
            }
            if isReached { kill(getpid(), SIGKILL) }
        }
    #endif
}
