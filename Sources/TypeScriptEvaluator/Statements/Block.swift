import SourceText
import TypeScriptSyntax

extension Compiler {
    /// StatementList
    ///
    /// Reference: https://tc39.es/ecma262/#sec-block-runtime-semantics-evaluation
    func statementList(_ nodes: [StatementNode]) -> Execution {
        // What runs nothing is not worth a step.
        let nodes = nodes.filter { node in
            switch node {
            case .function, .import, .exportNamed, .exportAll, .empty: false
            default: true
            }
        }
        let statements = nodes.map { statement($0) }
        let ranges = nodes.map(\.range)
        let file = file
        if statements.isEmpty { return { _ in .normal } }
        return { frame in
            for (index, statement) in statements.enumerated() {
                try frame.realm.step(at: SourceRange(file: file, offsets: ranges[index]))
                let completion = try statement(frame)
                guard case .normal = completion else { return completion }
            }
            return .normal
        }
    }

    /// Block : `{` StatementList `}`
    func block(_ node: Block) -> Execution {
        guard node.hasDeclarations else { return statementList(node.statements) }
        return scopedStatements(node.statements)
    }

    /// Statements in a scope of their own.
    func scopedStatements(_ statements: [StatementNode]) -> Execution {
        let inner = StaticScope(parent: scope)
        return withScope(inner) {
            declareLexicalNames(of: statements)
            let declarations = declarationInstantiation(of: statements)
            let instantiate = declarations.run
            let body = statementList(statements)
            let count = inner.slotCount
            return { frame in
                try frame.withScope(count: count) {
                    try instantiate(frame)
                    return try body(frame)
                }
            }
        }
    }

    /// ExpressionStatement
    func expressionStatement(_ node: ExpressionStatement) -> Execution {
        let value = expression(node.expression)
        return { frame in
            _ = try value(frame)
            return .normal
        }
    }

    /// IfStatement
    ///
    /// Reference: https://tc39.es/ecma262/#sec-if-statement
    func ifStatement(_ node: IfStatement) -> Execution {
        let test = expression(node.test)
        let consequent = statement(node.consequent)
        let alternate = node.alternate.map { statement($0) }
        return { frame in
            if try test(frame).isTruthy { return try consequent(frame) }
            return try alternate?(frame) ?? .normal
        }
    }

    /// ReturnStatement
    func returnStatement(_ node: ReturnStatement) -> Execution {
        guard let argument = node.argument else { return { _ in .return(.undefined) } }
        let value = expression(argument)
        return { frame in .return(try value(frame)) }
    }

    /// BreakStatement
    func breakStatement(_ node: BreakStatement) -> Execution {
        let label = node.label.flatMap { labelID($0.text) }
        return { _ in .break(label) }
    }

    /// ContinueStatement
    func continueStatement(_ node: ContinueStatement) -> Execution {
        let label = node.label.flatMap { labelID($0.text) }
        return { _ in .continue(label) }
    }

    private func labelID(_ name: String) -> LabelID? {
        labels.last { $0.name == name }?.id
    }

    /// LabelledStatement
    ///
    /// Reference: https://tc39.es/ecma262/#sec-labelled-statements
    func labelledStatement(_ node: LabelledStatement, labels outer: [LabelID]) -> Execution {
        let id = makeLabel()
        labels.append((node.label.text, id))
        defer { labels.removeLast() }
        let body = statement(node.body, labels: outer + [id])
        return { frame in
            let completion = try body(frame)
            if case .break(let label) = completion, label == id { return .normal }
            return completion
        }
    }
}
