import SourceText

/// A promise.
///
/// Reference: https://tc39.es/ecma262/#sec-promise-objects
final class PromiseObject: Object {
    enum State {
        case pending
        case fulfilled(Value)
        case rejected(any Error, reason: Value)
    }

    private(set) var state: State = .pending
    private var reactions: [(State) throws -> Void] = []
    /// Somebody looks at how it ends, so a rejection is not lost.
    private(set) var isHandled = false
    /// Why it may stay pending for ever: it waits for something that is not there.
    var waitsFor: String?

    override init(_ realm: Realm, prototype: Object? = nil) {
        super.init(realm, prototype: prototype ?? realm.intrinsics.promisePrototype)
    }

    override var className: UTF16String { "Promise" }

    override func clear() {
        super.clear()
        reactions = []
        state = .pending
    }

    override func report(to census: inout TextCensus) {
        super.report(to: &census)
        if case .fulfilled(let value) = state { census.add(value) }
    }

    /// Where it was thrown, once it is rejected.
    var rejectionRange: SourceRange? {
        guard case .rejected(Abrupt.thrown(let thrown), _) = state else { return nil }
        return thrown.range
    }

    var isPending: Bool { if case .pending = state { true } else { false } }

    /// Reference: https://tc39.es/ecma262/#sec-promise-resolve-functions
    func resolve(with value: Value) throws {
        guard isPending else { return }
        guard case .object(let object) = value else { return settle(.fulfilled(value)) }
        if object === self {
            return settle(rejection: realm.typeError("Chaining cycle detected for promise #<Promise>"))
        }
        do {
            guard let then = try object.get(.then).asFunction else { return settle(.fulfilled(value)) }
            realm.jobs.add { [self] in
                let (resolve, reject) = makeResolvingFunctions()
                do {
                    _ = try then.call(this: value, [.object(resolve), .object(reject)])
                } catch Abrupt.thrown(let thrown) {
                    settle(rejection: .thrown(thrown))
                }
            }
        } catch Abrupt.thrown(let thrown) {
            settle(rejection: .thrown(thrown))
        }
    }

    /// Rejects it with an exception, whose place is kept.
    func settle(rejection: Abrupt) {
        guard case .thrown(let thrown) = rejection else { return }
        settle(.rejected(rejection, reason: thrown.value))
    }

    private func settle(_ new: State) {
        guard isPending else { return }
        state = new
        let reactions = reactions
        self.reactions = []
        for reaction in reactions { realm.jobs.add { try reaction(new) } }
        if case .rejected = new, !isHandled { realm.rejectedPromises.append(self) }
    }

    /// Calls back with the final state, never at once.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-performpromisethen
    func whenSettled(_ reaction: @escaping (State) throws -> Void) {
        isHandled = true
        if isPending {
            reactions.append(reaction)
        } else {
            realm.jobs.add { [state] in try reaction(state) }
        }
    }

    /// The pair of functions that settles it, of which only the first call counts.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-createresolvingfunctions
    func makeResolvingFunctions() -> (resolve: FunctionObject, reject: FunctionObject) {
        var isResolved = false
        let resolve = NativeFunction(realm, name: "", length: 1) { [unowned self] call in
            if !isResolved {
                isResolved = true
                try self.resolve(with: call[0])
            }
            return .undefined
        }
        let reject = NativeFunction(realm, name: "", length: 1) { [unowned self] call in
            if !isResolved {
                isResolved = true
                settle(rejection: realm.thrown(call[0], at: call.site))
            }
            return .undefined
        }
        return (resolve, reject)
    }
}

extension Realm {
    /// How those promises ended that were rejected and never listened to.
    func takeUnhandledRejections() -> [PromiseObject.State] {
        defer { rejectedPromises = [] }
        return rejectedPromises.filter { !$0.isHandled }.map(\.state)
    }

    /// Reference: https://tc39.es/ecma262/#sec-promise-resolve
    func promise(resolving value: Value) throws -> PromiseObject {
        if let promise = value.asObject as? PromiseObject { return promise }
        let promise = PromiseObject(self)
        try promise.resolve(with: value)
        return promise
    }

    /// `then`: a promise for what the handlers make of the first one's outcome.
    func then(_ promise: PromiseObject, onFulfilled: FunctionObject?, onRejected: FunctionObject?) -> PromiseObject {
        let derived = PromiseObject(self)
        derived.waitsFor = promise.waitsFor
        promise.whenSettled { state in
            do {
                switch state {
                case .pending: return
                case .fulfilled(let value):
                    try derived.resolve(with: onFulfilled?.call(this: .undefined, [value]) ?? value)
                case .rejected(let error, let reason):
                    guard let onRejected else { throw error }
                    try derived.resolve(with: onRejected.call(this: .undefined, [reason]))
                }
            } catch Abrupt.thrown(let thrown) {
                derived.settle(rejection: .thrown(thrown))
            }
        }
        return derived
    }
}
