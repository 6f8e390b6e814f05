import SourceText
import TypeScriptSyntax

extension Compiler {
    /// TryStatement
    ///
    /// What stops the whole evaluation is neither caught nor does it run a `finally`.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-try-statement
    func tryStatement(_ node: TryStatement) -> Execution {
        var run = block(node.block)
        if let handler = node.handler { run = catching(run, catchClause(node.parameter, handler)) }
        guard let finalizer = node.finalizer else { return run }
        let finish = block(finalizer)
        return { [run] frame in
            let completion: Completion
            let scope = frame.scope
            do {
                completion = try run(frame)
            } catch Abrupt.stopped(let stop) {
                throw Abrupt.stopped(stop)
            } catch {
                frame.scope = scope
                // A `return` or `break` in `finally` replaces the exception.
                let override = try finish(frame)
                if case .normal = override { throw error }
                return override
            }
            let override = try finish(frame)
            if case .normal = override { return completion }
            return override
        }
    }

    private func catching(
        _ run: @escaping Execution, _ handle: @escaping @Sendable (Frame, Value) throws -> Completion
    ) -> Execution {
        { frame in
            let scope = frame.scope
            do {
                return try run(frame)
            } catch Abrupt.thrown(let thrown) {
                frame.scope = scope
                return try handle(frame, thrown.value)
            }
        }
    }

    /// `catch (parameter) { … }`
    private func catchClause(
        _ parameter: PatternNode?, _ handler: Block
    ) -> @Sendable (Frame, Value) throws -> Completion {
        guard let parameter else {
            let body = block(handler)
            return { frame, _ in try body(frame) }
        }
        let inner = StaticScope(parent: scope)
        return withScope(inner) {
            for name in parameter.boundNames { inner.declare(name.name, .let) }
            let bind = pattern(parameter, .initialize)
            let body = block(handler)
            let count = inner.slotCount
            return { frame, value in
                try frame.withScope(count: count) {
                    try bind(frame, value)
                    return try body(frame)
                }
            }
        }
    }

    /// ThrowStatement
    ///
    /// Reference: https://tc39.es/ecma262/#sec-throw-statement
    func throwStatement(_ node: ThrowStatement) -> Execution {
        let argument = expression(node.argument)
        let site = range(node.range)
        return { frame in
            let value = try argument(frame)
            throw frame.realm.thrown(value, at: site)
        }
    }
}
