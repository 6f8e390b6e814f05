import SourceText
import TypeScriptSyntax

extension Compiler {
    /// ImportCall
    ///
    /// Reference: https://tc39.es/ecma262/#sec-import-calls
    func importCall(_ node: ImportCall) -> Evaluation {
        let specifier = expression(node.specifier)
        let site = range(node.range)
        return { frame in
            let promise = PromiseObject(frame.realm)
            do {
                let text = try frame.realm.toText(specifier(frame)).text
                let exports = try frame.realm.modules.evaluate(text, from: frame.module, at: site, in: frame.realm)
                try promise.resolve(with: .object(exports))
            } catch Abrupt.thrown(let thrown) {
                promise.settle(rejection: .thrown(thrown))
            }
            return .object(promise)
        }
    }
}
