import SourceText
import TypeScriptSyntax

extension Compiler {
    /// SwitchStatement
    ///
    /// Reference: https://tc39.es/ecma262/#sec-switch-statement
    func switchStatement(_ node: SwitchStatement) -> Execution {
        let discriminant = expression(node.discriminant)
        let inner = StaticScope(parent: scope)
        let all = node.cases.flatMap(\.consequent)
        let (instantiate, cases) = withScope(inner) {
            declareLexicalNames(of: all)
            let instantiate = declarationInstantiation(of: all).run
            let cases = node.cases.map { ($0.test.map(expression), statementList($0.consequent)) }
            return (instantiate, cases)
        }
        let count = inner.slotCount
        return { frame in
            let value = try discriminant(frame)
            return try frame.withScope(count: count) {
                try instantiate(frame)
                var start: Int?
                for (index, (test, _)) in cases.enumerated() {
                    if let test, try frame.realm.isStrictlyEqualWeighed(value, test(frame)) {
                        start = index
                        break
                    }
                }
                guard let start = start ?? cases.firstIndex(where: { $0.0 == nil }) else { return .normal }
                for (_, body) in cases[start...] {
                    let completion = try body(frame)
                    if case .break(nil) = completion { return .normal }
                    guard case .normal = completion else { return completion }
                }
                return .normal
            }
        }
    }
}
