import SourceText
import TypeScriptSyntax

extension Compiler {
    /// AwaitExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-async-function-definitions-runtime-semantics-evaluation
    func awaitExpression(_ node: AwaitExpression) -> Evaluation {
        function.suspends = true
        let operand = expression(node.operand)
        let site = range(node.range)
        return { frame in try frame.waitFor(operand(frame), at: site) }
    }
}

extension Frame {
    /// Waits for a value: an async function is suspended, the top level of a module runs jobs meanwhile.
    ///
    /// Reference: https://tc39.es/ecma262/#await
    func waitFor(_ value: Value, at site: SourceRange) throws -> Value {
        realm.site = site
        let promise = try realm.promise(resolving: value)
        guard let coroutine else { return try awaitAtTopLevel(promise, at: site) }
        switch coroutine.suspend(.object(promise)) {
        case .value(let value), .completion(let value): return value
        case .error(let error): throw error
        }
    }

    private func awaitAtTopLevel(_ promise: PromiseObject, at site: SourceRange) throws -> Value {
        promise.whenSettled { _ in }
        try realm.runJobs { !promise.isPending }
        switch promise.state {
        case .fulfilled(let value): return value
        case .rejected(let error, _): throw error
        case .pending:
            let reason = promise.waitsFor.map { ": \($0) is not available while a definition is evaluated" } ?? ""
            throw realm.stop(.unavailable("this waits for something that never comes\(reason)"), at: site)
        }
    }
}

extension ScriptFunction {
    /// Reference: https://tc39.es/ecma262/#sec-async-functions-abstract-operations-async-function-start
    func startAsyncFunction(this: Value, _ arguments: [Value]) throws -> Value {
        let promise = PromiseObject(realm)
        guard code.suspends else {
            do {
                try promise.resolve(with: run(in: makeFrame(this: this, arguments)))
            } catch Abrupt.thrown(let thrown) {
                promise.settle(rejection: .thrown(thrown))
            }
            return .object(promise)
        }
        let coroutine = Coroutine(realm) { [unowned self] coroutine in
            try run(in: makeFrame(this: this, arguments, coroutine: coroutine))
        }
        try realm.advance(coroutine, with: .value(.undefined), settling: promise)
        return .object(promise)
    }
}

extension Realm {
    /// Runs an async function to its next `await` or its end.
    fileprivate func advance(
        _ coroutine: Coroutine, with resumption: Coroutine.Resumption, settling promise: PromiseObject
    ) throws {
        switch try coroutine.resume(with: resumption) {
        case .returned(let value): try promise.resolve(with: value)
        case .failed(Abrupt.thrown(let thrown)): promise.settle(rejection: .thrown(thrown))
        case .failed(let error): throw error
        case .suspended(let value):
            guard let awaited = value.asObject as? PromiseObject else { return }
            promise.waitsFor = awaited.waitsFor
            awaited.whenSettled { [self] state in
                switch state {
                case .pending: return
                case .fulfilled(let value): try advance(coroutine, with: .value(value), settling: promise)
                case .rejected(let error, _): try advance(coroutine, with: .error(error), settling: promise)
                }
            }
        }
    }
}
