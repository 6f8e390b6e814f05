import Synchronization

/// How many errors were reported.
final class ErrorCount: Sendable {
    private let number = Mutex(0)
    var value: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
}
