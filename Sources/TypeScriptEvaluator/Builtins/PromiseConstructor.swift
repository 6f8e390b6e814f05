import SourceText

/// Promise
///
/// Reference: https://tc39.es/ecma262/#sec-promise-constructor
extension Realm {
    func makePromiseClass() -> Intrinsics.Class {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "Promise", length: 1, prototype: prototype) { call in
            guard let newTarget = call.newTarget else {
                throw call.typeError("Promise constructor cannot be invoked without 'new'")
            }
            guard let executor = call[0].asFunction else {
                throw call.typeError("Promise resolver \(inspectPlain(call[0])) is not a function")
            }
            let promise = PromiseObject(
                call.realm, prototype: try newTarget.prototypeForInstances(default: prototype))
            let (resolve, reject) = promise.makeResolvingFunctions()
            do {
                _ = try executor.call(this: .undefined, [.object(resolve), .object(reject)], at: call.site)
            } catch Abrupt.thrown(let thrown) {
                promise.settle(rejection: .thrown(thrown))
            }
            return .object(promise)
        }
        constructor.method("resolve", 1) { call in .object(try call.realm.promise(resolving: call[0])) }
        constructor.method("reject", 1) { call in
            let promise = PromiseObject(call.realm)
            promise.settle(rejection: call.realm.thrown(call[0], at: call.site))
            return .object(promise)
        }
        constructor.method("withResolvers", 0) { call in
            let promise = PromiseObject(call.realm)
            let (resolve, reject) = promise.makeResolvingFunctions()
            let result = Object(call.realm, prototype: call.realm.intrinsics.objectPrototype)
            result.put("promise", .object(promise))
            result.put("resolve", .object(resolve))
            result.put("reject", .object(reject))
            return .object(result)
        }
        addPromiseCombinators(constructor)
        addPromiseHandlers(prototype)
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    private func addPromiseHandlers(_ prototype: Object) {
        prototype.put(.symbol(.toStringTag), "Promise", .configurable)
        prototype.method("then", 2) { call in
            .object(
                call.realm.then(try call.thisPromise(), onFulfilled: call[0].asFunction, onRejected: call[1].asFunction)
            )
        }
        prototype.method("catch", 1) { call in
            .object(call.realm.then(try call.thisPromise(), onFulfilled: nil, onRejected: call[0].asFunction))
        }
        prototype.method("finally", 1) { call in
            let promise = try call.thisPromise()
            guard let callback = call[0].asFunction else {
                return .object(call.realm.then(promise, onFulfilled: nil, onRejected: nil))
            }
            return .object(call.realm.finally(promise, callback))
        }
    }

    /// Runs a callback however a promise ends, and passes its end on.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-promise.prototype.finally
    private func finally(_ promise: PromiseObject, _ callback: FunctionObject) -> PromiseObject {
        /// Runs the callback, waits for what it gives, then goes on with `rest`.
        func after(_ rest: @escaping (Value) throws -> Value) -> FunctionObject {
            NativeFunction(self, name: "", length: 1) { call in
                let outcome = call[0]
                let result = try call.realm.promise(resolving: callback.call(this: .undefined, []))
                let goOn = NativeFunction(call.realm, name: "", length: 0) { _ in try rest(outcome) }
                return .object(call.realm.then(result, onFulfilled: goOn, onRejected: nil))
            }
        }
        return then(
            promise, onFulfilled: after { $0 },
            onRejected: after { [unowned self] in throw self.thrown($0, at: promise.rejectionRange) })
    }

    private func addPromiseCombinators(_ constructor: NativeFunction) {
        constructor.method("all", 1) { call in
            try call.combine { values, _ in
                values.allSatisfy { $0 != nil } ? values : nil
            } onRejection: { _ in
                nil
            }
        }
        constructor.method("allSettled", 1) { call in
            let realm = call.realm
            return try call.combine { values, _ in
                values.allSatisfy { $0 != nil } ? values : nil
            } wrapping: { value in
                let object = Object(realm, prototype: realm.intrinsics.objectPrototype)
                object.put("status", "fulfilled")
                object.put(.value, value)
                return .object(object)
            } onRejection: { reason in
                let object = Object(realm, prototype: realm.intrinsics.objectPrototype)
                object.put("status", "rejected")
                object.put("reason", reason)
                return .object(object)
            }
        }
        constructor.method("race", 1) { call in try call.first(.settled) }
        constructor.method("any", 1) { call in try call.first(.fulfilled) }
    }
}

/// Which of several promises decides.
private enum DecidingOutcome {
    case settled
    case fulfilled
}

extension Call {
    fileprivate func thisPromise() throws -> PromiseObject {
        guard let promise = this.asObject as? PromiseObject else {
            throw typeError("Method Promise.prototype.then called on incompatible receiver \(inspectPlain(this))")
        }
        return promise
    }

    fileprivate func promises() throws -> [PromiseObject] {
        try realm.values(of: self[0], at: site).map { try realm.promise(resolving: $0) }
    }

    /// A promise for the list of all results. `onRejection` may make a result of a rejection; else it rejects the whole.
    fileprivate func combine(
        _ finished: @escaping ([Value?], Int) -> [Value?]?, wrapping wrap: @escaping (Value) -> Value = { $0 },
        onRejection: @escaping (Value) -> Value?
    ) throws -> Value {
        let result = PromiseObject(realm)
        let promises = try rejecting(result) { try self.promises() } ?? []
        guard result.isPending else { return .object(result) }
        result.waitsFor = promises.lazy.compactMap(\.waitsFor).first
        var values = [Value?](repeating: nil, count: promises.count)
        let realm = realm
        if promises.isEmpty { try result.resolve(with: .object(ArrayObject(realm))) }
        for (index, promise) in promises.enumerated() {
            promise.whenSettled { state in
                switch state {
                case .pending: return
                case .fulfilled(let value): values[index] = wrap(value)
                case .rejected(let error, let reason):
                    guard let value = onRejection(reason) else {
                        if let error = error as? Abrupt { result.settle(rejection: error) }
                        return
                    }
                    values[index] = value
                }
                if let all = finished(values, index) {
                    try result.resolve(with: .object(ArrayObject(realm, all)))
                }
            }
        }
        return .object(result)
    }

    /// A promise for the first that decides.
    fileprivate func first(_ deciding: DecidingOutcome) throws -> Value {
        let result = PromiseObject(realm)
        let promises = try rejecting(result) { try self.promises() } ?? []
        result.waitsFor = promises.lazy.compactMap(\.waitsFor).first
        var rejections = 0
        let realm = realm
        let site = site
        for promise in promises {
            promise.whenSettled { state in
                switch state {
                case .pending: return
                case .fulfilled(let value): try result.resolve(with: value)
                case .rejected(let error, _):
                    rejections += 1
                    if deciding == .settled, let error = error as? Abrupt { result.settle(rejection: error) }
                    if deciding == .fulfilled, rejections == promises.count {
                        result.settle(rejection: realm.error(.error, "All promises were rejected", at: site))
                    }
                }
            }
        }
        return .object(result)
    }

    /// An exception while the list is read rejects the promise instead.
    private func rejecting<Result>(_ promise: PromiseObject, _ body: () throws -> Result) throws -> Result? {
        do {
            return try body()
        } catch Abrupt.thrown(let thrown) {
            promise.settle(rejection: .thrown(thrown))
            return nil
        }
    }
}
