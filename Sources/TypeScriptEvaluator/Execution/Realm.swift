package import SourceText

/// One evaluation: the intrinsic objects, the heap, the account of steps and stack, and the modules.
///
/// It lives on one thread. Generators and async functions have threads of their own, of which only one runs at a time.
///
/// Reference: https://tc39.es/ecma262/#sec-code-realms
package final class Realm {
    package let host: EvaluationHost
    package let heap: Heap
    /// Set once in `init`; objects need the realm before it is complete.
    package private(set) var intrinsics: Intrinsics!
    package private(set) var global: Object!

    var budget: Budget
    /// Open calls, outermost first.
    var calls: [CallRecord] = []
    /// Where the running thread's stack must end.
    var stackLimit: UInt
    private var currentSite: CodeSite
    /// What `currentSite` is before anything runs.
    private let emptyFile = SourceFile(name: "", text: "")
    var jobs = JobQueue()
    var coroutines = CoroutinePool()
    /// Promises that were rejected while nobody listened; some may be listened to later.
    var rejectedPromises: [PromiseObject] = []
    /// What the definition has told the author.
    package var console: [ConsoleLine] = []
    package var diagnostics = DiagnosticCollector()
    package let modules: ModuleGraph
    package var unsetVariables = UnsetVariables()
    /// Calls of functions that are written in Swift.
    private var builtinCalls = 0
    var symbolRegistry: [UTF16String: Symbol] = [:]
    var randomState: UInt64 = 0
    /// Arrays that are being made into text.
    var joining: Set<ObjectIdentifier> = []
    /// `process.env`
    package private(set) lazy var environment: Object = EnvironmentObject(self)
    /// The last read of a member that a host object does not have, for the error that is bound to follow.
    var unknownMember: UnknownMember?
    package internal(set) var opaqueTokens = OpaqueTokens()
    /// Told of each use of an opaque value.
    package weak var opaqueObserver: (any OpaqueObserver)?

    /// To be called at the beginning of a thread with the stack that the host's limits name. `isCancelled` is asked now
    /// and then from that thread.
    package init(
        host: EvaluationHost, loader: any ModuleLoader, packages: any PackageProvider,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.host = host
        heap = Heap(limit: host.limits.allocatedBytes)
        budget = Budget(host.limits, isCancelled: isCancelled)
        stackLimit = StackBounds.limit(size: host.limits.stackBytes)
        currentSite = CodeSite(SourceRange(file: emptyFile, offsets: 0..<0))
        modules = ModuleGraph(loader: loader, packages: packages)
        intrinsics = Intrinsics(self)
        global = makeGlobalObject()
        intrinsics.complete()
    }

    /// Ends suspended functions and takes all objects apart. Nothing may be evaluated afterwards.
    package func close() {
        terminateCoroutines()
        jobs = JobQueue()
        modules.clear()
        calls = []
        rejectedPromises = []
        joining = []
        unknownMember = nil
        opaqueTokens.clear()
        global = nil
        heap.clear()
    }

    /// An empty ordinary object.
    package func makeObject() -> Object {
        Object(self, prototype: intrinsics.objectPrototype)
    }

    // MARK: Bounds

    /// How many steps of the budget are left.
    package var stepsLeft: Int { budget.remaining }

    /// The expression that is being evaluated, as far as exotic objects and built-ins want to know.
    package var site: SourceRange {
        get { currentSite.range }
        @inline(__always) set { currentSite = CodeSite(newValue) }
    }

    /// Counts work.
    @inline(__always)
    func step(_ cost: Int = 1, at range: @autoclosure () -> SourceRange) throws {
        if budget.spend(cost) { try checkBounds(at: range()) }
    }

    /// Counts work in proportion to a size, and looks at all bounds.
    func steps(_ count: Int, at range: SourceRange? = nil) throws {
        _ = budget.spend(max(count, 1))
        try checkBounds(at: range ?? site)
    }

    private func checkBounds(at range: SourceRange) throws {
        if let reason = budget.exhaustion(heap: heap) { throw stop(reason, at: range) }
    }

    /// Counts the work of looking through a text, if it is long.
    @inline(__always)
    func weigh(_ text: UTF16String) throws {
        if text.count > 256 { try steps(text.count / 16) }
    }

    /// Counts the work of comparing two values, if they are long texts.
    @inline(__always)
    func weigh(_ left: Value, _ right: Value) throws {
        if case .string(let left) = left, case .string = right { try weigh(left) }
    }

    /// Counts the work and the memory of a built-in: it looks at its texts and arguments at least once, and may do
    /// more between two steps than others do in thousands.
    @inline(__always)
    func weighCall(this: Value, _ arguments: [Value]) throws {
        var size = arguments.count
        if case .string(let text) = this { size += text.count }
        for argument in arguments { if case .string(let text) = argument { size += text.count } }
        builtinCalls &+= 1
        if size > 256 || builtinCalls & 15 == 0 { try steps(size / 8) }
    }

    /// Asks for the memory of a text.
    func reserve(textOf count: Int, at range: SourceRange? = nil) throws {
        heap.charge(textOf: count)
        if heap.isExhausted { throw stop(.tooMuchMemory, at: range ?? site) }
    }

    /// Asks for memory before it is used.
    package func reserve(bytes: Int, at range: SourceRange? = nil) throws {
        heap.charge(bytes: bytes)
        if heap.isExhausted { throw stop(.tooMuchMemory, at: range ?? site) }
    }

    /// Throws the error that ECMAScript engines throw when calls nest too deeply.
    func checkStack(at range: SourceRange? = nil) throws {
        if StackBounds.address < stackLimit {
            throw rangeError("Maximum call stack size exceeded", at: range)
        }
    }

    /// Opens a call; `leave` closes it.
    @inline(__always)
    func enter(_ function: FunctionObject, at site: SourceRange) throws {
        try step(Budget.call, at: site)
        if StackBounds.address < stackLimit { try checkStack(at: site) }
        currentSite = CodeSite(site)
        calls.append(CallRecord(function, at: currentSite))
    }

    @inline(__always)
    func leave() {
        calls.removeLast()
    }

    // MARK: Abrupt endings

    /// The open calls, innermost first; of very many the innermost.
    var trace: [TraceEntry] {
        calls.suffix(20).reversed().map { TraceEntry(function: $0.function.traceName, site: $0.site.range) }
    }

    func stop(_ reason: Stop.Reason, at range: SourceRange? = nil) -> Abrupt {
        .stopped(Stop(reason: reason, range: range ?? site, trace: trace))
    }

    /// Stops the evaluation at a feature that is outside the subset.
    package func unsupported(_ feature: String, at range: SourceRange? = nil) -> Abrupt {
        stop(.unsupported(feature), at: range)
    }

    package func thrown(_ value: Value, at range: SourceRange? = nil, help: String? = nil) -> Abrupt {
        .thrown(Thrown(value: value, range: range ?? site, trace: trace, help: help))
    }

    package func error(
        _ kind: ErrorKind, _ message: String, at range: SourceRange? = nil, help: String? = nil
    ) -> Abrupt {
        let range = range ?? site
        let object = ErrorObject(
            self, prototype: intrinsics.errorPrototype(kind), message: UTF16String(message.prefix(2_000)), origin: range
        )
        return thrown(.object(object), at: range, help: help)
    }

    package func typeError(_ message: String, at range: SourceRange? = nil) -> Abrupt {
        error(.type, message, at: range)
    }

    func rangeError(_ message: String, at range: SourceRange? = nil) -> Abrupt {
        error(.range, message, at: range)
    }
}
