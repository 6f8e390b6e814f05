import SourceText
import TypeScriptSyntax

/// Binds or assigns a value.
typealias PatternBinding = @Sendable (Frame, Value) throws -> Void

/// Whether names get their first value or a new one.
enum PatternMode {
    case initialize
    case assign
}

/// Where the value of a pattern comes from, for the error when it cannot be taken apart.
enum PatternSource {
    case expression(ExpressionNode)
    case parameter
    /// Out of a pattern around it.
    case pattern
}

extension Compiler {
    /// BindingPattern, AssignmentPattern
    ///
    /// Reference: https://tc39.es/ecma262/#sec-destructuring-binding-patterns
    func pattern(_ node: PatternNode, _ mode: PatternMode, from source: PatternSource = .pattern) -> PatternBinding {
        switch node {
        case .identifier(let node):
            mode == .initialize ? initialization(of: node.name) : assignment(toName: node)
        case .expression(let node): expressionTarget(node)
        case .object(let node): objectPattern(node, mode, source)
        case .array(let node): arrayPattern(node, mode, source)
        }
    }

    private func expressionTarget(_ node: ExpressionNode) -> PatternBinding {
        let reference = reference(to: node)
        return { frame, value in try reference(frame).set(frame, value) }
    }

    /// `target = default`
    private func element(_ node: PatternElement, _ mode: PatternMode) -> PatternBinding {
        let bind = pattern(node.target, mode)
        guard let defaultNode = node.defaultValue else { return bind }
        let defaultValue: Evaluation
        if case .identifier(let name) = node.target {
            defaultValue = namedEvaluation(defaultNode, name: UTF16String(name.name))
        } else {
            defaultValue = expression(defaultNode)
        }
        return { frame, value in try bind(frame, value.isUndefined ? defaultValue(frame) : value) }
    }

    /// `{ a, b: c = 1, ...rest }`
    private func objectPattern(
        _ node: ObjectPattern, _ mode: PatternMode, _ source: PatternSource
    ) -> PatternBinding {
        let properties = node.properties.map { property in
            (propertyKey(property.key), element(property.element, mode), range(property.range))
        }
        let rest = node.rest.map { pattern($0, mode) }
        let site = range(node.range)
        let firstKey = node.properties.first?.key.staticName?.text
        return { frame, value in
            if value.isNullish { throw frame.realm.cannotDestructure(value, source, key: firstKey, at: site) }
            var taken: [PropertyName] = []
            for (key, bind, range) in properties {
                let name = try key(frame)
                if rest != nil { taken.append(name) }
                try bind(frame, frame.realm.member(name, of: value, at: range))
            }
            if let rest {
                let object = Object(frame.realm, prototype: frame.realm.intrinsics.objectPrototype)
                object.origin = value.asObject?.origin
                try frame.realm.copyDataProperties(from: value, to: object, excluding: taken, at: site)
                try rest(frame, .object(object))
            }
        }
    }

    /// `[a, , b = 1, ...rest]`
    private func arrayPattern(
        _ node: ArrayPattern, _ mode: PatternMode, _ source: PatternSource
    ) -> PatternBinding {
        let elements = node.elements.map { $0.map { element($0, mode) } }
        let rest = node.rest.map { pattern($0, mode) }
        let site = range(node.range)
        var description = IterableDescription.value
        if case .expression(let node) = source, node.isPlainName { description = .expression(node) }
        return { [description] frame, value in
            var iteration = try frame.realm.makeIteration(of: value, at: site, describedBy: description)
            do {
                for bind in elements {
                    let value = try iteration.next() ?? .undefined
                    try bind?(frame, value)
                }
                if let rest {
                    let array = ArrayObject(frame.realm, origin: site)
                    while let value = try iteration.next() { try array.append([value]) }
                    try rest(frame, .object(array))
                }
            } catch {
                // The first error counts, not one from closing the iterator.
                try? iteration.close()
                throw error
            }
            try iteration.close()
        }
    }
}

extension ExpressionNode {
    fileprivate var isPlainName: Bool {
        switch self {
        case .identifier, .null: true
        default: false
        }
    }
}

extension Realm {
    fileprivate func cannotDestructure(
        _ value: Value, _ source: PatternSource, key: String?, at site: SourceRange
    ) -> Abrupt {
        let text = inspectPlain(value)
        let description: String
        switch source {
        case .expression(let node): description = textInErrors(node)
        case .parameter: description = text
        case .pattern:
            if let key { return typeError("Cannot read properties of \(text) (reading '\(key)')", at: site) }
            description = text
        }
        let property = key.map { "property '\($0)' of " } ?? ""
        return error(
            .type, "Cannot destructure \(property)'\(description)' as it is \(text).", at: site,
            help: adviceOnUnknownMember(within: site))
    }

    /// Copies own enumerable properties, with the places of their keys.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-copydataproperties
    func copyDataProperties(
        from source: Value, to target: Object, excluding: [PropertyName], at site: SourceRange
    ) throws {
        if source.isNullish { return }
        let source = try toObject(source)
        for name in source.ownPropertyNames where !excluding.contains(name) {
            guard let property = source.ownProperty(name), property.isEnumerable else { continue }
            try step(at: site)
            let value: Value
            if case .value(let plain) = property.content, !source.isExotic {
                value = plain
            } else {
                value = try source.get(name)
            }
            target.put(name, value, keyRange: property.keyRange)
        }
    }
}
