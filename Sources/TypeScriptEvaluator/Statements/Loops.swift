import SourceText
import TypeScriptSyntax

/// What a loop does after a round of its body.
private enum LoopStep {
    case next
    case leave(Completion)
}

extension Completion {
    /// Reference: https://tc39.es/ecma262/#sec-loopcontinues
    fileprivate func step(_ labels: [LabelID]) -> LoopStep {
        switch self {
        case .normal, .continue(nil): .next
        case .continue(let label?): labels.contains(label) ? .next : .leave(self)
        case .break(nil): .leave(.normal)
        case .break, .return: .leave(self)
        }
    }
}

extension Compiler {
    /// WhileStatement
    ///
    /// Reference: https://tc39.es/ecma262/#sec-while-statement
    func whileStatement(_ node: WhileStatement, labels: [LabelID]) -> Execution {
        let test = expression(node.test)
        let body = statement(node.body)
        let site = range(node.range)
        return { frame in
            while try test(frame).isTruthy {
                try frame.realm.step(at: site)
                if case .leave(let completion) = try body(frame).step(labels) { return completion }
            }
            return .normal
        }
    }

    /// DoWhileStatement
    func doWhileStatement(_ node: DoWhileStatement, labels: [LabelID]) -> Execution {
        let body = statement(node.body)
        let test = expression(node.test)
        let site = range(node.range)
        return { frame in
            repeat {
                try frame.realm.step(at: site)
                if case .leave(let completion) = try body(frame).step(labels) { return completion }
            } while try test(frame).isTruthy
            return .normal
        }
    }

    /// ForStatement
    ///
    /// Reference: https://tc39.es/ecma262/#sec-for-statement
    func forStatement(_ node: ForStatement, labels: [LabelID]) -> Execution {
        guard case .declaration(let declaration)? = node.initializer, declaration.kind != .var else {
            var initialize: Execution = { _ in .normal }
            switch node.initializer {
            case .declaration(let declaration): initialize = variableDeclaration(declaration)
            case .expression(let node):
                let value = expression(node)
                initialize = { frame in
                    _ = try value(frame)
                    return .normal
                }
            case nil: break
            }
            let rounds = forRounds(node, labels, copiesScope: false)
            return { [initialize] frame in
                _ = try initialize(frame)
                return try rounds(frame)
            }
        }
        let inner = StaticScope(parent: scope)
        return withScope(inner) {
            for declarator in declaration.declarators {
                for name in declarator.target.boundNames {
                    inner.declare(name.name, declaration.kind == .const ? .constant : .let)
                }
            }
            let initialize = variableDeclaration(declaration)
            let rounds = forRounds(node, labels, copiesScope: declaration.kind == .let)
            let count = inner.slotCount
            return { frame in
                try frame.withScope(count: count) {
                    _ = try initialize(frame)
                    return try rounds(frame)
                }
            }
        }
    }

    /// Everything but the initializer. With `let` each round has variables of its own, for closures to keep.
    private func forRounds(_ node: ForStatement, _ labels: [LabelID], copiesScope: Bool) -> Execution {
        let test = node.test.map(expression)
        let update = node.update.map(expression)
        let body = statement(node.body)
        let site = range(node.range)
        return { frame in
            if copiesScope { frame.scope = frame.scope.copy() }
            while try test?(frame).isTruthy ?? true {
                try frame.realm.step(at: site)
                if case .leave(let completion) = try body(frame).step(labels) { return completion }
                if copiesScope { frame.scope = frame.scope.copy() }
                _ = try update?(frame)
            }
            return .normal
        }
    }

    /// ForInOfStatement : `for` `(` ForDeclaration `in` Expression `)` Statement
    ///
    /// Reference: https://tc39.es/ecma262/#sec-for-in-and-for-of-statements
    func forInStatement(_ node: ForInStatement, labels: [LabelID]) -> Execution {
        let object = expression(node.object)
        let round = forRound(node.binding, node.body)
        let site = range(node.range)
        return { frame in
            let value = try object(frame)
            if value.isNullish { return .normal }
            let object = try frame.realm.toObject(value)
            for name in object.enumerableNamesWithInherited {
                try frame.realm.step(at: site)
                // Deleted meanwhile.
                guard object.hasProperty(name) else { continue }
                let completion = try round(frame, .string(name.string))
                if case .leave(let completion) = completion.step(labels) { return completion }
            }
            return .normal
        }
    }

    /// ForInOfStatement : `for` `(` ForDeclaration `of` AssignmentExpression `)` Statement
    func forOfStatement(_ node: ForOfStatement, labels: [LabelID]) -> Execution {
        if node.isAwait { return forAwaitStatement(node, labels: labels) }
        let iterable = expression(node.iterable)
        let iterableRange = range(node.iterable.range)
        let iterableNode = node.iterable
        let round = forRound(node.binding, node.body)
        return { frame in
            let value = try iterable(frame)
            var result = Completion.normal
            try frame.realm.forEach(in: value, at: iterableRange, describedBy: .expression(iterableNode)) { value in
                guard case .leave(let completion) = try round(frame, value).step(labels) else { return .goOn }
                result = completion
                return .stop
            }
            return result
        }
    }

    /// `for await (binding of iterable)`
    private func forAwaitStatement(_ node: ForOfStatement, labels: [LabelID]) -> Execution {
        function.suspends = true
        let iterable = expression(node.iterable)
        let site = range(node.iterable.range)
        let round = forRound(node.binding, node.body)
        return { frame in
            let value = try iterable(frame)
            guard let method = try frame.realm.member(.symbol(.asyncIterator), of: value, at: site).asFunction else {
                var result = Completion.normal
                try frame.realm.forEach(in: value, at: site) { value in
                    let awaited = try frame.waitFor(value, at: site)
                    guard case .leave(let completion) = try round(frame, awaited).step(labels) else { return .goOn }
                    result = completion
                    return .stop
                }
                return result
            }
            let iterator = try method.call(this: value, [], at: site)
            while true {
                let next = try frame.realm.member(.next, of: iterator, at: site)
                guard let next = next.asFunction else { throw frame.realm.typeError("iterator.next is not a function") }
                let result = try frame.waitFor(next.call(this: iterator, [], at: site), at: site)
                if try frame.realm.member(.done, of: result, at: site).isTruthy { return .normal }
                let item = try frame.realm.member(.value, of: result, at: site)
                if case .leave(let completion) = try round(frame, item).step(labels) { return completion }
            }
        }
    }

    /// One round: bind the value, run the body, in a scope of its own when something is declared.
    private func forRound(
        _ binding: ForBinding, _ body: StatementNode
    ) -> @Sendable (Frame, Value) throws -> Completion {
        switch binding {
        case .assignment(let target), .declaration(.var, let target):
            let bind = pattern(target, .assign)
            let body = statement(body)
            return { frame, value in
                try bind(frame, value)
                return try body(frame)
            }
        case .declaration(let kind, let target):
            let inner = StaticScope(parent: scope)
            return withScope(inner) {
                for name in target.boundNames { inner.declare(name.name, kind == .const ? .constant : .let) }
                let bind = pattern(target, .initialize)
                let body = statement(body)
                let count = inner.slotCount
                return { frame, value in
                    try frame.withScope(count: count) {
                        try bind(frame, value)
                        return try body(frame)
                    }
                }
            }
        }
    }
}

extension Object {
    /// The names that `for … in` visits: enumerable strings of the object, then of its prototypes.
    var enumerableNamesWithInherited: [PropertyName] {
        var seen: Set<PropertyName> = []
        var names: [PropertyName] = []
        var object: Object? = self
        while let current = object {
            for name in current.ownPropertyNames where !name.isSymbol && seen.insert(name).inserted {
                if current.ownProperty(name)?.isEnumerable == true { names.append(name) }
            }
            object = current.prototype
        }
        return names
    }
}
