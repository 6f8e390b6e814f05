import SourceText
import TypeScriptSyntax

extension Compiler {
    /// ArrayLiteral
    ///
    /// Reference: https://tc39.es/ecma262/#sec-array-initializer-runtime-semantics-evaluation
    func arrayLiteral(_ node: ArrayLiteral) -> Evaluation {
        let site = range(node.range)
        var elements: [Evaluation] = []
        var ranges: [SourceRange] = []
        for element in node.elements {
            guard case .expression(let node) = element else { return arrayLiteralWithGaps(node) }
            elements.append(expression(node))
            ranges.append(range(node.range))
        }
        let evaluations = elements
        let elementRanges = ranges
        return { frame in
            var values: [Value?] = []
            values.reserveCapacity(evaluations.count)
            for evaluation in evaluations { values.append(try evaluation(frame)) }
            let array = ArrayObject(frame.realm, values, origin: site)
            array.elementRanges = elementRanges
            return .object(array)
        }
    }

    private enum Part: Sendable {
        case element(Evaluation)
        case spread(Evaluation, SourceRange, ExpressionNode)
        case hole
    }

    /// With `...` or with nothing between two commas.
    private func arrayLiteralWithGaps(_ node: ArrayLiteral) -> Evaluation {
        let site = range(node.range)
        let parts = node.elements.map { element -> Part in
            switch element {
            case .expression(let node): .element(expression(node))
            case .spread(let node): .spread(expression(node), range(node.range), node)
            case .hole: .hole
            }
        }
        return { frame in
            var values: [Value?] = []
            for part in parts {
                switch part {
                case .element(let evaluation): values.append(try evaluation(frame))
                case .hole: values.append(nil)
                case .spread(let evaluation, let range, let node):
                    try frame.realm.forEach(in: evaluation(frame), at: range, describedBy: .expression(node)) { value in
                        frame.realm.heap.charge(bytes: 16)
                        values.append(value)
                        return .goOn
                    }
                }
            }
            return .object(ArrayObject(frame.realm, values, origin: site))
        }
    }
}
