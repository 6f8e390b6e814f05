import SourceText
import TypeScriptSyntax

/// A walk over anything that can be iterated. Arrays with their own iterator are walked without making one.
///
/// Reference: https://tc39.es/ecma262/#sec-operations-on-iterator-objects
struct Iteration {
    private enum Source {
        case array(ArrayObject, next: Int)
        case iterator(Object, next: FunctionObject, isDone: Bool)
    }

    private let realm: Realm
    private let site: SourceRange
    private var source: Source
    /// What the iterator gave with `done: true`.
    private(set) var returnValue = Value.undefined

    fileprivate init(_ realm: Realm, _ array: ArrayObject, at site: SourceRange) {
        self.realm = realm
        self.site = site
        source = .array(array, next: 0)
    }

    fileprivate init(_ realm: Realm, iterator: Object, next: FunctionObject, at site: SourceRange) {
        self.realm = realm
        self.site = site
        source = .iterator(iterator, next: next, isDone: false)
    }

    /// The next value, `nil` at the end.
    mutating func next() throws -> Value? {
        try realm.step(at: site)
        switch source {
        case .array(let array, let index):
            guard index < array.elements.count else {
                source = .array(array, next: .max)
                return nil
            }
            source = .array(array, next: index + 1)
            return array.elements[index] ?? .undefined
        case .iterator(_, _, isDone: true): return nil
        case .iterator(let iterator, let next, isDone: false):
            // An iterator that throws is not closed.
            source = .iterator(iterator, next: next, isDone: true)
            let result = try next.call(this: .object(iterator), [], at: site)
            guard let object = result.asObject else {
                throw realm.typeError("Iterator result \(inspect(result)) is not an object", at: site)
            }
            if try object.get(.done).isTruthy {
                returnValue = try object.get(.value)
                return nil
            }
            let value = try object.get(.value)
            source = .iterator(iterator, next: next, isDone: false)
            return value
        }
    }

    /// Tells an iterator that has not come to its end that nobody wants the rest.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-iteratorclose
    func close() throws {
        guard case .iterator(let iterator, _, isDone: false) = source else { return }
        guard let function = try iterator.get("return").asFunction else { return }
        let result = try function.call(this: .object(iterator), [], at: site)
        guard result.asObject != nil else {
            throw realm.typeError("\(inspect(result)) is not an object", at: site)
        }
    }
}

/// How an error names what cannot be iterated.
enum IterableDescription {
    /// By the value.
    case value
    /// By the expression, as in `[...list]` and `for (const x of list)`.
    case expression(ExpressionNode)
    /// By the expression in `f(...list)`.
    case callSpread(ExpressionNode)
}

/// What a callback wants of the rest of an iteration.
enum IterationStep {
    case goOn
    case stop
}

extension Realm {
    /// Reference: https://tc39.es/ecma262/#sec-getiterator
    func makeIteration(
        of value: Value, at site: SourceRange, describedBy description: IterableDescription = .value
    ) throws -> Iteration {
        if let array = value.asArray, isPlainlyIterable(array) { return Iteration(self, array, at: site) }
        let method = value.isNullish ? nil : try member(.iterator, of: value, at: site).asFunction
        guard let method else { throw notIterable(value, description, at: site) }
        let iterator = try method.call(this: value, [], at: site)
        guard let object = iterator.asObject else {
            throw typeError("Result of the Symbol.iterator method is not an object", at: site)
        }
        guard let next = try object.get(.next).asFunction else {
            throw typeError("\(inspect(try object.get(.next))) is not a function", at: site)
        }
        return Iteration(self, iterator: object, next: next, at: site)
    }

    /// Whether nobody has changed how this array is iterated.
    private func isPlainlyIterable(_ array: ArrayObject) -> Bool {
        array.prototype === intrinsics.arrayPrototype && array.properties.isEmpty
            && intrinsics.arrayPrototype.properties[.iterator]?.plainValue.asObject === intrinsics.arrayValues
    }

    private func notIterable(_ value: Value, _ description: IterableDescription, at site: SourceRange) -> Abrupt {
        let message =
            switch description {
            case .expression(let node): "\(textInErrors(node)) is not iterable"
            case .callSpread(let node) where value.isNullish:
                "\(textInErrors(node)) is not iterable (cannot read property \(inspectPlain(value)))"
            case .callSpread: "Spread syntax requires ...iterable[Symbol.iterator] to be a function"
            case .value:
                "\(value.textWithType) is not iterable (cannot read property Symbol(Symbol.iterator))"
            }
        return error(.type, message, at: site, help: adviceOnUnknownMember(within: site))
    }

    /// Gives each value to `body`, and closes the iterator when that stops or throws.
    func forEach(
        in iterable: Value, at site: SourceRange, describedBy description: IterableDescription = .value,
        _ body: (Value) throws -> IterationStep
    ) throws {
        var iteration = try makeIteration(of: iterable, at: site, describedBy: description)
        while let value = try iteration.next() {
            let step: IterationStep
            do {
                step = try body(value)
            } catch {
                // The first error counts, not one from closing the iterator.
                try? iteration.close()
                throw error
            }
            if step == .stop { return try iteration.close() }
        }
    }

    /// All values of an iterable.
    func values(of iterable: Value, at site: SourceRange) throws -> [Value] {
        var values: [Value] = []
        try forEach(in: iterable, at: site) { value in
            heap.charge(bytes: 16)
            values.append(value)
            return .goOn
        }
        return values
    }
}

extension Value {
    /// `number 5`, `undefined`, `object`: as messages about iteration name a value.
    fileprivate var textWithType: String {
        switch self {
        case .undefined: "undefined"
        case .null: "object null"
        case .object: "\(typeName)"
        default: "\(typeName) \(inspectPlain(self))"
        }
    }
}
