/// The account of work: how many steps an evaluation may still do.
///
/// A step is some ten nanoseconds of optimised code. What takes longer costs more, so that an evaluation that uses up its
/// budget takes about as long whatever it does.
struct Budget {
    private(set) var remaining: Int
    private var nextCheck: Int
    private let isCancelled: @Sendable () -> Bool
    /// Nanoseconds that each thread of the evaluation may take of its processor.
    private let processorTime: Int

    /// Steps between two looks at the other bounds.
    private static let interval = 1024

    /// What a call costs beside the steps of what is called.
    static let call = 10
    /// Waking another thread and falling asleep.
    static let threadSwitch = 400

    init(_ limits: EvaluationLimits, isCancelled: @escaping @Sendable () -> Bool) {
        remaining = limits.steps
        nextCheck = limits.steps - Self.interval
        processorTime = Int(limits.processorSeconds * 1e9)
        self.isCancelled = isCancelled
    }

    /// Takes steps from the account; `true` when it is time to look at the bounds.
    @inline(__always)
    mutating func spend(_ steps: Int) -> Bool {
        remaining = remaining.subtractingReportingOverflow(steps).partialValue
        return remaining < nextCheck
    }

    /// Why the evaluation must end now, if it must.
    mutating func exhaustion(heap: Heap) -> Stop.Reason? {
        nextCheck = remaining - Self.interval
        if remaining <= 0 { return .tooManySteps }
        if heap.isExhausted { return .tooMuchMemory }
        // Threads are made for one evaluation, so all their time is its own.
        if currentThreadProcessorTime() > processorTime { return .tooManySteps }
        return isCancelled() ? .cancelled : nil
    }
}
