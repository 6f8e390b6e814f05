import SourceText
import TypeScriptSyntax

extension Compiler {
    /// LexicalDeclaration, VariableStatement
    ///
    /// Reference: https://tc39.es/ecma262/#sec-let-and-const-declarations-runtime-semantics-evaluation
    func variableDeclaration(_ node: VariableDeclaration) -> Execution {
        let declarators = node.declarators.compactMap { declarator($0, node.kind) }
        if declarators.count == 1 {
            let only = declarators[0]
            return { frame in
                try only(frame)
                return .normal
            }
        }
        return { frame in
            for declarator in declarators { try declarator(frame) }
            return .normal
        }
    }

    private func declarator(
        _ node: VariableDeclarator, _ kind: VariableDeclaration.Kind
    ) -> (@Sendable (Frame) throws -> Void)? {
        let source = node.initializer.map(PatternSource.expression) ?? .pattern
        let bind = pattern(node.target, kind == .var ? .assign : .initialize, from: source)
        guard let initializer = node.initializer else {
            // `var x` leaves x as it is; `let x` makes it undefined.
            if kind == .var { return nil }
            return { frame in try bind(frame, .undefined) }
        }
        let value: Evaluation
        if case .identifier(let name) = node.target {
            value = namedEvaluation(initializer, name: UTF16String(name.name))
        } else {
            value = expression(initializer)
        }
        return { frame in try bind(frame, value(frame)) }
    }

    /// ClassDeclaration
    func classDeclaration(_ node: ClassNode) -> Execution {
        let value = classExpression(node, name: nil)
        let initialize = initialization(of: node.name?.name ?? "*default*")
        return { frame in
            initialize(frame, try value(frame))
            return .normal
        }
    }

    /// `export default` of an expression or a class; a function was made before the module began.
    func exportDefault(_ node: ExportDefault) -> Execution {
        switch node.value {
        case .function: return { _ in .normal }
        case .class(let node):
            if node.name != nil { return classDeclaration(node) }
            let value = classExpression(node, name: "default")
            let initialize = initialization(of: "*default*")
            return { frame in
                initialize(frame, try value(frame))
                return .normal
            }
        case .expression(let node):
            let value = namedEvaluation(node, name: "default")
            let initialize = initialization(of: "*default*")
            return { frame in
                initialize(frame, try value(frame))
                return .normal
            }
        }
    }
}
