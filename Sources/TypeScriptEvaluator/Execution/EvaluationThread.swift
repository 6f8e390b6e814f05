import Glibc
import Synchronization

/// Runs work on a new thread with a stack of the given size, and waits for it without blocking the caller's thread.
/// `nil` when the machine has no thread to give.
package func withEvaluationThread<Result: Sendable>(
    stackBytes: Int, _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) -> Result
) async -> Result? {
    let isCancelled = CancellationFlag()
    return await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
            let isStarted = startThread(stackBytes: stackBytes) {
                continuation.resume(returning: work { isCancelled.value.load(ordering: .relaxed) })
            }
            if !isStarted { continuation.resume(returning: nil) }
        }
    } onCancel: {
        isCancelled.value.store(true, ordering: .relaxed)
    }
}

private final class CancellationFlag: Sendable {
    let value = Atomic(false)
}

private final class ThreadBody {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// What the running thread has used of its processor, in nanoseconds.
func currentThreadProcessorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Starts a detached thread; `false` when there is none to be had.
func startThread(stackBytes: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let context = Unmanaged.passRetained(ThreadBody(body))
    let code = pthread_create(
        &thread, &attributes,
        { context in
            guard let context else { return nil }
            Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
            return nil
        }, context.toOpaque())
    if code != 0 { context.release() }
    return code == 0
}
