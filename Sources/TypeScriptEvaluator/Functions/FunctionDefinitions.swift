import SourceText
import TypeScriptSyntax

extension Compiler {
    /// FunctionExpression, ArrowFunction, AsyncFunctionExpression, GeneratorExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-runtime-semantics-instantiateordinaryfunctionexpression
    func functionExpression(_ node: FunctionNode, name: UTF16String?) -> Evaluation {
        guard let ownName = node.name else {
            let code = functionCode(node, name: name ?? "")
            return { frame in .object(ScriptFunction(code, in: frame)) }
        }
        // Its own name is visible inside, and only there.
        let inner = StaticScope(parent: scope)
        inner.declare(ownName.name, .ownName)
        let code = withScope(inner) { functionCode(node, name: UTF16String(ownName.name)) }
        return { frame in
            frame.withScope(count: 1) {
                let function = Value.object(ScriptFunction(code, in: frame))
                frame.scope.slots[0] = function
                return function
            }
        }
    }

    /// FunctionDeclaration
    func functionDeclaration(_ node: FunctionNode, name: UTF16String) -> Evaluation {
        let code = functionCode(node, name: name)
        return { frame in .object(ScriptFunction(code, in: frame)) }
    }

    /// What a function does when it is called.
    ///
    /// Parameters, variables and declarations share one scope when every parameter is a plain name. Otherwise the body
    /// has a scope of its own, for a default value may hold a closure that must not see the body's names.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-functiondeclarationinstantiation
    func functionCode(_ node: FunctionNode, name: UTF16String) -> FunctionCode {
        let outerFunction = function
        let outerLabels = labels
        function = FunctionContext()
        labels = []
        defer {
            function = outerFunction
            labels = outerLabels
        }
        let parameterScope = StaticScope(parent: scope)
        return withScope(parameterScope) {
            for parameter in node.parameters {
                for name in parameter.target.boundNames { parameterScope.declare(name.name, .parameter) }
            }
            let bindArguments = argumentBinding(node)
            let bindArgumentsObject = argumentsObjectBinding(node)
            let properties = parameterProperties(node)
            let body: (prepare: @Sendable (Frame) throws -> Void, run: Execution)
            if node.hasSimpleParameters {
                body = functionBody(node)
            } else {
                let bodyScope = StaticScope(parent: parameterScope)
                let inner = withScope(bodyScope) { functionBody(node) }
                body = Self.inOwnScope(inner, bodyScope, sharingNamesWith: parameterScope)
            }
            let isBase = node.kind == .constructor
            return FunctionCode(
                name: name, kind: node.kind, isAsync: node.isAsync, isGenerator: node.isGenerator,
                suspends: function.suspends, length: node.expectedArgumentCount, range: range(node.range),
                slotCount: parameterScope.slotCount, parameterProperties: properties,
                prepare: { frame in
                    bindArgumentsObject?(frame)
                    try bindArguments(frame)
                    try body.prepare(frame)
                    if isBase { try frame.assignParameterProperties() }
                },
                body: body.run)
        }
    }

    private func functionBody(
        _ node: FunctionNode
    ) -> (prepare: @Sendable (Frame) throws -> Void, run: Execution) {
        switch node.body {
        case .expression(let node):
            let value = expression(node)
            return ({ _ in }, { frame in .return(try value(frame)) })
        case .statements(let statements):
            let variables = node.varDeclaredNames.filter { scope.bindings[$0] == nil }
            let slots = variables.map { scope.declare($0, .variable) }
            declareLexicalNames(of: statements)
            let declarations = declarationInstantiation(of: statements).run
            let run = statementList(statements)
            return (
                { frame in
                    for slot in slots { frame.scope.slots[slot] = .undefined }
                    try declarations(frame)
                }, run
            )
        }
    }

    /// Gives a body its own scope, in which a variable that is called like a parameter begins with its value.
    private static func inOwnScope(
        _ body: (prepare: @Sendable (Frame) throws -> Void, run: Execution), _ bodyScope: StaticScope,
        sharingNamesWith parameterScope: StaticScope
    ) -> (prepare: @Sendable (Frame) throws -> Void, run: Execution) {
        let count = bodyScope.slotCount
        let shared = bodyScope.names.compactMap { name, slot -> (from: Int, to: Int)? in
            guard bodyScope.bindings[name]?.kind == .variable else { return nil }
            return parameterScope.bindings[name].map { ($0.slot, slot) }
        }
        return (
            { frame in
                frame.scope = Scope(parent: frame.scope, count: count)
                try body.prepare(frame)
                for (from, to) in shared { frame.scope.slots[to] = frame.entryScope.slots[from] }
            }, body.run
        )
    }

    /// Puts the arguments into the parameters.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-runtime-semantics-iteratorbindinginitialization
    private func argumentBinding(_ node: FunctionNode) -> @Sendable (Frame) throws -> Void {
        if node.hasSimpleParameters {
            let slots = node.parameters.map { parameter -> Int in
                guard case .identifier(let name) = parameter.target else { return 0 }
                return scope.bindings[name.name]?.slot ?? 0
            }
            return { frame in
                let arguments = frame.arguments
                for (index, slot) in slots.enumerated() {
                    frame.scope.slots[slot] = index < arguments.count ? arguments[index] : .undefined
                }
            }
        }
        let bindings = node.parameters.map { parameter -> (PatternBinding, Evaluation?, isRest: Bool) in
            let bind = pattern(parameter.target, .initialize, from: .parameter)
            var defaultValue: Evaluation?
            if let node = parameter.defaultValue {
                if case .identifier(let name) = parameter.target {
                    defaultValue = namedEvaluation(node, name: UTF16String(name.name))
                } else {
                    defaultValue = expression(node)
                }
            }
            return (bind, defaultValue, parameter.isRest)
        }
        return { frame in
            for (index, (bind, defaultValue, isRest)) in bindings.enumerated() {
                if isRest {
                    let rest = ArrayObject(frame.realm, frame.arguments.dropFirst(index).map(Optional.some))
                    try bind(frame, .object(rest))
                    continue
                }
                var value = index < frame.arguments.count ? frame.arguments[index] : .undefined
                if value.isUndefined, let defaultValue { value = try defaultValue(frame) }
                try bind(frame, value)
            }
        }
    }

    private func argumentsObjectBinding(_ node: FunctionNode) -> (@Sendable (Frame) -> Void)? {
        guard node.mentionsArguments, node.kind != .arrow, scope.bindings["arguments"] == nil else { return nil }
        let slot = scope.declare("arguments", .variable)
        return { frame in frame.scope.slots[slot] = .object(frame.realm.makeArgumentsObject(frame.arguments)) }
    }

    private func parameterProperties(_ node: FunctionNode) -> [FunctionCode.ParameterProperty] {
        node.parameters.compactMap { parameter in
            guard parameter.isProperty, case .identifier(let name) = parameter.target else { return nil }
            return FunctionCode.ParameterProperty(
                name: PropertyName(name.name), value: identifierReference(name), range: range(name.range))
        }
    }
}
