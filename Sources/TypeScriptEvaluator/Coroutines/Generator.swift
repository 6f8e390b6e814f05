import SourceText
import TypeScriptSyntax

/// What a call of a generator function gives.
///
/// Reference: https://tc39.es/ecma262/#sec-generator-objects
final class GeneratorObject: Object {
    private var coroutine: Coroutine?
    private var isStarted = false

    init(_ realm: Realm, prototype: Object, _ coroutine: Coroutine) {
        self.coroutine = coroutine
        super.init(realm, prototype: prototype)
    }

    override var className: UTF16String { "Generator" }

    override func clear() {
        super.clear()
        coroutine?.terminate()
        coroutine = nil
    }

    /// `next`, `return` and `throw`.
    func resume(with resumption: Coroutine.Resumption) throws -> Value {
        guard let coroutine, !coroutine.isFinished else { return try finished(resumption) }
        guard !coroutine.isRunning else { throw realm.typeError("Generator is already running") }
        if !isStarted, case .value = resumption {
        } else if !isStarted {
            // Ended before it began: the body never runs.
            coroutine.terminate()
            self.coroutine = nil
            return try finished(resumption)
        }
        isStarted = true
        switch try coroutine.resume(with: resumption) {
        case .suspended(let value): return realm.iterationResult(value, isDone: false)
        case .returned(let value):
            self.coroutine = nil
            return realm.iterationResult(value, isDone: true)
        case .failed(let error):
            self.coroutine = nil
            throw error
        }
    }

    private func finished(_ resumption: Coroutine.Resumption) throws -> Value {
        switch resumption {
        case .value: realm.iterationResult(.undefined, isDone: true)
        case .completion(let value): realm.iterationResult(value, isDone: true)
        case .error(let error): throw error
        }
    }
}

/// `return` called from outside: unwinds the body so that `finally` blocks run, and is caught by nothing else.
struct GeneratorCompletion: Error {
    // Only passes between a body and its own coroutine.
    nonisolated(unsafe) let value: Value
}

extension ScriptFunction {
    /// Reference: https://tc39.es/ecma262/#sec-runtime-semantics-evaluategeneratorbody
    func startGenerator(this: Value, _ arguments: [Value]) throws -> Value {
        if code.isAsync { throw realm.unsupported("an async generator", at: code.range) }
        let prototype = try prototypeForInstances(default: realm.intrinsics.generatorPrototype)
        // Parameters are bound by the call itself, so the frame must know the coroutine that comes later.
        var frame: Frame?
        let coroutine = Coroutine(realm) { [code] coroutine in
            guard let frame else { return .undefined }
            do {
                if case .return(let value) = try code.body(frame) { return value }
                return .undefined
            } catch let completion as GeneratorCompletion {
                return completion.value
            }
        }
        let body = makeFrame(this: this, arguments, coroutine: coroutine)
        try code.prepare(body)
        frame = body
        return .object(GeneratorObject(realm, prototype: prototype, coroutine))
    }
}

extension Compiler {
    /// YieldExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-generator-function-definitions-runtime-semantics-evaluation
    func yieldExpression(_ node: YieldExpression) -> Evaluation {
        function.suspends = true
        let operand = node.operand.map(expression)
        let site = range(node.range)
        if node.isDelegate, let operand { return delegatingYield(operand, site) }
        return { frame in
            let value = try operand?(frame) ?? .undefined
            try frame.realm.step(at: site)
            return try frame.suspend(yielding: value, at: site)
        }
    }

    /// `yield* iterable`
    private func delegatingYield(_ operand: @escaping Evaluation, _ site: SourceRange) -> Evaluation {
        { frame in
            var iteration = try frame.realm.makeIteration(of: operand(frame), at: site)
            do {
                while let value = try iteration.next() { _ = try frame.suspend(yielding: value, at: site) }
            } catch {
                // The first error counts, not one from closing the iterator.
                try? iteration.close()
                throw error
            }
            return iteration.returnValue
        }
    }
}

extension Frame {
    fileprivate func suspend(yielding value: Value, at site: SourceRange) throws -> Value {
        guard let coroutine else { throw realm.unsupported("`yield` here", at: site) }
        switch coroutine.suspend(value) {
        case .value(let sent): return sent
        case .error(let error): throw error
        case .completion(let value): throw GeneratorCompletion(value: value)
        }
    }
}

extension Realm {
    func iterationResult(_ value: Value, isDone: Bool) -> Value {
        let result = Object(self, prototype: intrinsics.objectPrototype)
        result.put(.value, value)
        result.put(.done, .boolean(isDone))
        return .object(result)
    }
}
