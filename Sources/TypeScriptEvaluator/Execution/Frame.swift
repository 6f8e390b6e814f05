/// What running code has at hand: one for each call, and one for the code of a module.
///
/// Reference: https://tc39.es/ecma262/#sec-execution-contexts
final class Frame {
    let realm: Realm
    let module: ModuleRecord
    var scope: Scope
    /// The scope that the code began in: of a function, the one that holds its parameters.
    let entryScope: Scope
    /// The frame that `this`, `super`, `new.target` and `arguments` belong to: another one in an arrow function.
    private let owner: Frame?
    /// `nil` in the constructor of a derived class before `super()` has returned.
    var thisValue: Value?
    let function: ScriptFunction?
    let newTarget: FunctionObject?
    /// Where `super.x` begins to look, one above.
    let homeObject: Object?
    let arguments: [Value]
    /// The thread that `await` and `yield` suspend; absent at the top level of a module.
    let coroutine: Coroutine?

    init(
        realm: Realm, module: ModuleRecord, scope: Scope, owner: Frame? = nil, thisValue: Value? = nil,
        function: ScriptFunction? = nil, newTarget: FunctionObject? = nil, homeObject: Object? = nil,
        arguments: [Value] = [], coroutine: Coroutine? = nil
    ) {
        self.realm = realm
        self.module = module
        self.scope = scope
        self.entryScope = scope
        self.owner = owner
        self.thisValue = thisValue
        self.function = function
        self.newTarget = newTarget
        self.homeObject = homeObject
        self.arguments = arguments
        self.coroutine = coroutine
    }

    /// Reference: https://tc39.es/ecma262/#sec-getthisenvironment
    var thisFrame: Frame { owner ?? self }

    /// Runs `body` in a new scope inside the current one.
    @inline(__always)
    func withScope<Result>(count: Int, _ body: () throws -> Result) rethrows -> Result {
        let outer = scope
        scope = Scope(parent: outer, count: count)
        defer { scope = outer }
        return try body()
    }
}

/// How a statement ended, exceptions apart.
///
/// Reference: https://tc39.es/ecma262/#sec-completion-record-specification-type
enum Completion {
    case normal
    case `break`(LabelID?)
    case `continue`(LabelID?)
    case `return`(Value)
}

/// A label, by a number that the compiler gave it.
struct LabelID: Sendable, Hashable {
    let number: Int
}

/// A compiled expression.
typealias Evaluation = @Sendable (Frame) throws -> Value
/// A compiled statement.
typealias Execution = @Sendable (Frame) throws -> Completion
