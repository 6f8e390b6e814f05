import Glibc

/// A function body on a thread of its own, so that it can be suspended in the middle.
///
/// Only one thread of an evaluation runs at a time: whoever resumes a coroutine sleeps until it is suspended again or
/// ends. So nothing is ever touched by two threads at once, and the hand-over orders their memory accesses.
// All state is handed over between threads that wait for one another.
final class Coroutine: @unchecked Sendable {
    /// What a suspended body is continued with.
    enum Resumption {
        case value(Value)
        case error(any Error)
        /// `generator.return(value)`
        case completion(Value)
    }

    /// Why a coroutine gave control back.
    enum Outcome {
        case suspended(Value)
        case returned(Value)
        case failed(any Error)
    }

    private let realm: Realm
    /// Let go of at the end: it holds the frame that holds the coroutine.
    private var body: ((Coroutine) throws -> Value)?
    private let wakeBody = Semaphore()
    private let wakeResumer = Semaphore()
    private var resumption: Resumption = .value(.undefined)
    private var outcome: Outcome = .returned(.undefined)
    private var isStarted = false
    private(set) var isFinished = false
    private(set) var isRunning = false

    init(_ realm: Realm, _ body: @escaping (Coroutine) throws -> Value) {
        self.realm = realm
        self.body = body
    }

    /// Runs the body from where it stands to its next suspension or its end.
    func resume(with resumption: Resumption) throws -> Outcome {
        try realm.step(Budget.threadSwitch, at: realm.site)
        return try run(with: resumption)
    }

    /// Ends the body for good, whatever is left of the budget; what never began is forgotten.
    func terminate() {
        // What the body throws at its end is the order to end.
        if isStarted, !isFinished { _ = try? run(with: .error(realm.stop(.cancelled))) }
        if !isStarted || isFinished { body = nil }
    }

    private func run(with resumption: Resumption) throws -> Outcome {
        self.resumption = resumption
        // The open calls and the stack belong to the thread.
        let calls = realm.calls
        let stackLimit = realm.stackLimit
        isRunning = true
        if isStarted { wakeBody.signal() } else { try start() }
        wakeResumer.wait()
        isRunning = false
        realm.calls = calls
        realm.stackLimit = stackLimit
        if isFinished { realm.coroutines.remove(self) }
        return outcome
    }

    /// Gives control back to the resumer; called by the body. What it is resumed with comes back.
    func suspend(_ value: Value) -> Resumption {
        let calls = realm.calls
        let stackLimit = realm.stackLimit
        outcome = .suspended(value)
        wakeResumer.signal()
        wakeBody.wait()
        realm.calls = calls
        realm.stackLimit = stackLimit
        return resumption
    }

    private func start() throws {
        try realm.coroutines.add(self, limit: realm.host.limits.coroutines, in: realm)
        isStarted = true
        let isStarted = startThread(stackBytes: CoroutinePool.stackBytes) { [self] in
            realm.stackLimit = StackBounds.limit(size: CoroutinePool.stackBytes)
            do {
                outcome = .returned(try body?(self) ?? .undefined)
            } catch {
                outcome = .failed(error)
            }
            body = nil
            isFinished = true
            wakeResumer.signal()
        }
        guard isStarted else {
            isFinished = true
            realm.coroutines.remove(self)
            throw realm.stop(.tooManyCoroutines)
        }
    }
}

/// The coroutines that are suspended or running.
struct CoroutinePool {
    /// Address space; only what is used becomes memory.
    static let stackBytes = 32 << 20

    private var coroutines: [ObjectIdentifier: Coroutine] = [:]

    mutating func add(_ coroutine: Coroutine, limit: Int, in realm: Realm) throws {
        guard coroutines.count < limit else { throw realm.stop(.tooManyCoroutines) }
        realm.heap.charge(bytes: 32 << 10)
        coroutines[ObjectIdentifier(coroutine)] = coroutine
    }

    mutating func remove(_ coroutine: Coroutine) {
        coroutines[ObjectIdentifier(coroutine)] = nil
    }

    var all: [Coroutine] { Array(coroutines.values) }
}

extension Realm {
    /// Ends all suspended bodies; neither their handlers nor their finalizers run.
    func terminateCoroutines() {
        // A body that is told to stop can start no further one, so this ends.
        for coroutine in coroutines.all { coroutine.terminate() }
    }
}

/// A counting semaphore.
// The pointer is set once, and the C functions may be called from any thread.
private final class Semaphore: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func signal() { sem_post(semaphore) }

    func wait() {
        // Interrupted by a signal handler: go on waiting.
        while sem_wait(semaphore) != 0 {}
    }
}
