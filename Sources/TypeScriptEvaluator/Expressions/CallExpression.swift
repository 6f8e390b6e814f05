import SourceText
import TypeScriptSyntax

/// A compiled callee: the function, and its `this`.
typealias CalleeEvaluation = @Sendable (Frame) throws -> (function: Value, this: Value)

extension Compiler {
    /// CallExpression : CoverCallExpression, CallExpression Arguments
    ///
    /// Reference: https://tc39.es/ecma262/#sec-function-calls-runtime-semantics-evaluation
    func call(_ node: CallExpression) -> Evaluation {
        let callee = callee(node.callee)
        let arguments = arguments(node.arguments)
        let site = range(node.range)
        let calleeNode = node.callee
        return { frame in
            let (function, this) = try callee(frame)
            let arguments = try arguments(frame)
            if let function = function.asFunction { return try function.call(this: this, arguments, at: site) }
            throw frame.realm.notCallable(calleeNode, this: this, at: site)
        }
    }

    /// What is called, with the object that a method was taken from as `this`.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-evaluatecall
    func callee(_ node: ExpressionNode) -> CalleeEvaluation {
        switch node {
        case .member(let node):
            let object = expression(node.object)
            let name = PropertyName(node.property.text)
            let site = range(node.range)
            return { frame in
                let base = try object(frame)
                return (try frame.realm.member(name, of: base, at: site), base)
            }
        case .index(let node):
            let object = expression(node.object)
            let index = expression(node.index)
            let site = range(node.range)
            return { frame in
                let base = try object(frame)
                return (try frame.realm.element(index(frame), of: base, at: site), base)
            }
        case .privateMember(let node):
            let object = expression(node.object)
            let read = privateRead(node)
            return { frame in
                let base = try object(frame)
                return (try read(frame, base), base)
            }
        case .superMember, .superIndex:
            let value = expression(node)
            return { frame in (try value(frame), frame.thisFrame.thisValue ?? .undefined) }
        case .optionalChain(let node):
            let link = calleeLink(node.expression)
            return { frame in try link(frame) ?? (.undefined, .undefined) }
        default:
            let value = expression(node)
            return { frame in (try value(frame), .undefined) }
        }
    }

    /// Arguments, left to right.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-runtime-semantics-argumentlistevaluation
    func arguments(_ nodes: [Argument]) -> @Sendable (Frame) throws -> [Value] {
        var plain: [Evaluation] = []
        for node in nodes {
            guard case .expression(let node) = node else { return spreadArguments(nodes) }
            plain.append(expression(node))
        }
        let evaluations = plain
        switch evaluations.count {
        case 0: return { _ in [] }
        case 1:
            let only = evaluations[0]
            return { frame in [try only(frame)] }
        default:
            return { frame in
                var values: [Value] = []
                values.reserveCapacity(evaluations.count)
                for evaluation in evaluations { values.append(try evaluation(frame)) }
                return values
            }
        }
    }

    private func spreadArguments(_ nodes: [Argument]) -> @Sendable (Frame) throws -> [Value] {
        let parts = nodes.map { node -> (Evaluation, spread: (SourceRange, ExpressionNode)?) in
            switch node {
            case .expression(let node): (expression(node), nil)
            case .spread(let node): (expression(node), (range(node.range), node))
            }
        }
        return { frame in
            var values: [Value] = []
            for (evaluation, spread) in parts {
                let value = try evaluation(frame)
                guard let spread else {
                    values.append(value)
                    continue
                }
                try frame.realm.forEach(in: value, at: spread.0, describedBy: .callSpread(spread.1)) { element in
                    frame.realm.heap.charge(bytes: 16)
                    values.append(element)
                    return .goOn
                }
            }
            return values
        }
    }
}

extension Compiler {
    /// NewExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-new-operator-runtime-semantics-evaluation
    func new(_ node: NewExpression) -> Evaluation {
        let callee = expression(node.callee)
        let arguments = arguments(node.arguments)
        let site = range(node.range)
        let calleeNode = node.callee
        return { frame in
            let function = try callee(frame)
            let arguments = try arguments(frame)
            guard let constructor = function.asFunction, constructor.isConstructor else {
                throw frame.realm.error(
                    .type, "\(textInErrors(calleeNode)) is not a constructor", at: site,
                    help: frame.realm.adviceOnUnknownMember(within: site))
            }
            return .object(try constructor.construct(arguments, newTarget: constructor, at: site))
        }
    }

    /// `super(…)`
    ///
    /// Reference: https://tc39.es/ecma262/#sec-super-keyword-runtime-semantics-evaluation
    func superCall(_ node: SuperCall) -> Evaluation {
        let arguments = arguments(node.arguments)
        let site = range(node.range)
        return { frame in
            let arguments = try arguments(frame)
            return try frame.callSuperConstructor(arguments, at: site)
        }
    }
}

extension Frame {
    /// Makes `this` by the parent class, then gives it the fields of the class whose constructor is running.
    func callSuperConstructor(_ arguments: [Value], at site: SourceRange) throws -> Value {
        let owner = thisFrame
        guard let function = owner.function, let newTarget = owner.newTarget else {
            throw realm.error(.syntax, "'super' keyword unexpected here", at: site)
        }
        guard let parent = function.prototype as? FunctionObject, parent.isConstructor else {
            throw realm.typeError(
                "Super constructor \(inspect(Value(function.prototype))) is not a constructor", at: site)
        }
        let instance = try parent.construct(arguments, newTarget: newTarget, at: site)
        guard owner.thisValue == nil else {
            throw realm.error(.reference, "Super constructor may only be called once", at: site)
        }
        owner.thisValue = .object(instance)
        try function.initializeElements(of: instance)
        try owner.assignParameterProperties()
        return .object(instance)
    }

    /// `constructor(private x)`
    func assignParameterProperties() throws {
        guard let function, let this = thisValue, !function.code.parameterProperties.isEmpty else { return }
        // In the constructor's own scope, even when `super()` stands in a block or an arrow inside.
        let current = scope
        scope = entryScope
        defer { scope = current }
        for property in function.code.parameterProperties {
            try realm.setMember(property.name, of: this, to: property.value(self), at: property.range)
        }
    }
}

extension Realm {
    /// Calls any value, with the engines' error when it cannot be called.
    func call(
        _ function: Value, this: Value, _ arguments: [Value], at site: SourceRange, callee: ExpressionNode
    ) throws -> Value {
        guard let function = function.asFunction else { throw notCallable(callee, this: this, at: site) }
        return try function.call(this: this, arguments, at: site)
    }

    func notCallable(_ callee: ExpressionNode, this: Value, at site: SourceRange) -> Abrupt {
        var help = adviceOnUnknownMember(within: site)
        if case .member(let node) = callee, let host = this.asObject as? HostObject {
            help = host.advice(onCalling: node.property.text) ?? help
        }
        return error(.type, "\(textInErrors(callee)) is not a function", at: site, help: help)
    }
}
