import SourceText
import TypeScriptSyntax

extension UTF16String {
    /// The value of a string in source text.
    init(_ value: StringValue) {
        if let units = value.illFormedUnits { self.init(units: units) } else { self.init(value.text) }
    }
}

/// Literal
///
/// Reference: https://tc39.es/ecma262/#sec-literals-runtime-semantics-evaluation
extension Compiler {
    func booleanLiteral(_ node: BooleanLiteral) -> Evaluation {
        let value = node.value
        return { _ in .boolean(value) }
    }

    func numericLiteral(_ node: NumericLiteral) -> Evaluation {
        let value = node.value
        return { _ in .number(value) }
    }

    func stringLiteral(_ node: StringLiteral) -> Evaluation {
        let value = UTF16String(node.value)
        return { _ in .string(value) }
    }

    /// A new object each time; the pattern is compiled once.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-regular-expression-literals-runtime-semantics-evaluation
    func regularExpressionLiteral(_ node: RegularExpressionLiteral) -> Evaluation {
        let source = UTF16String(node.pattern)
        let flags = UTF16String(node.flags)
        let site = range(node.range)
        switch Result(catching: { () throws(PatternError) in try CompiledPattern(source, flags: flags) }) {
        case .success(let pattern):
            return { frame in
                .object(
                    RegExpObject(frame.realm, pattern, prototype: frame.realm.intrinsics.regExpPrototype))
            }
        case .failure(let error):
            return { frame in throw frame.realm.patternError(error, source: source, at: site) }
        }
    }
}

extension Compiler {
    /// TemplateLiteral
    ///
    /// Reference: https://tc39.es/ecma262/#sec-template-literals-runtime-semantics-evaluation
    func templateLiteral(_ node: TemplateLiteral) -> Evaluation {
        let texts = node.elements.map { $0.cooked.map { UTF16String($0).units } ?? [] }
        guard !node.substitutions.isEmpty else {
            let text = UTF16String(units: texts[0])
            return { _ in .string(text) }
        }
        let substitutions = node.substitutions.map(expression)
        let site = range(node.range)
        return { frame in
            var text = GrowingText(frame.realm, at: site)
            try text.append(texts[0])
            for (index, substitution) in substitutions.enumerated() {
                let value = try substitution(frame)
                frame.realm.site = site
                try text.append(frame.realm.toText(value).units)
                try text.append(texts[index + 1])
            }
            frame.realm.heap.charge(textOf: min(text.count, 512))
            return .string(text.string)
        }
    }

    /// MemberExpression TemplateLiteral
    ///
    /// Reference: https://tc39.es/ecma262/#sec-tagged-templates-runtime-semantics-evaluation
    func taggedTemplate(_ node: TaggedTemplate) -> Evaluation {
        let callee = callee(node.tag)
        let cooked = node.template.elements.map { $0.cooked.map { UTF16String($0) } }
        let raw = node.template.elements.map { UTF16String($0.raw) }
        let substitutions = node.template.substitutions.map(expression)
        let site = range(node.range)
        let tag = node.tag
        return { frame in
            let (function, this) = try callee(frame)
            let realm = frame.realm
            let strings = ArrayObject(realm, cooked.map { $0.map(Value.string) ?? .undefined })
            let rawStrings = ArrayObject(realm, raw.map(Value.string))
            rawStrings.restrict(.frozen)
            strings.put("raw", .object(rawStrings), [])
            strings.restrict(.frozen)
            let arguments = try [.object(strings)] + substitutions.map { try $0(frame) }
            return try realm.call(function, this: this, arguments, at: site, callee: tag)
        }
    }
}
