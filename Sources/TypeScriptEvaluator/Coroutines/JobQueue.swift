/// What waits to be done when the running code has come to its end: reactions of promises, then timers.
///
/// Timers do not wait: the one that is due first runs as soon as nothing else is left to do.
///
/// Reference: https://tc39.es/ecma262/#sec-jobs
struct JobQueue {
    private var jobs: [() throws -> Void] = []
    private var first = 0
    private var timers: [Timer] = []
    private var timerCount = 0

    private struct Timer {
        let id: Int
        let due: Double
        let job: () throws -> Void
    }

    /// The time by the timers that have run, in milliseconds since the evaluation began.
    private var time = 0.0

    mutating func add(_ job: @escaping () throws -> Void) {
        jobs.append(job)
    }

    mutating func addTimer(after delay: Double, _ job: @escaping () throws -> Void) -> Int {
        timerCount += 1
        timers.append(Timer(id: timerCount, due: time + max(delay.isFinite ? delay : 0, 1), job: job))
        return timerCount
    }

    mutating func removeTimer(_ id: Int) {
        timers.removeAll { $0.id == id }
    }

    /// The next job, `nil` when nothing is left.
    mutating func next() -> (() throws -> Void)? {
        if first < jobs.count {
            defer {
                first += 1
                if first == jobs.count {
                    jobs.removeAll(keepingCapacity: true)
                    first = 0
                }
            }
            return jobs[first]
        }
        guard let due = timers.map(\.due).min(), let index = timers.firstIndex(where: { $0.due == due }) else {
            return nil
        }
        let timer = timers.remove(at: index)
        time = timer.due
        return timer.job
    }
}

extension Realm {
    /// Runs jobs until none is left, or until `isDone` says that enough was done.
    func runJobs(until isDone: () -> Bool = { false }) throws {
        while !isDone(), let job = jobs.next() {
            try step(at: site)
            try job()
        }
    }
}
