/// An iterator over a list that may still grow, or over anything else that comes one by one.
///
/// Reference: https://tc39.es/ecma262/#sec-array-iterator-objects, and those of Map, Set and String
final class ListIterator: Object {
    private var nextValue: (() throws -> Value?)?

    init(_ realm: Realm, _ nextValue: @escaping () throws -> Value?) {
        self.nextValue = nextValue
        super.init(realm, prototype: realm.intrinsics.listIteratorPrototype)
    }

    override var className: UTF16String { "Array Iterator" }

    override func clear() {
        super.clear()
        nextValue = nil
    }

    /// The next value; once there was none there never is one again.
    func next() throws -> Value? {
        guard let value = try nextValue?() else {
            nextValue = nil
            return nil
        }
        return value
    }
}

extension Realm {
    func makeListIterator(_ values: [Value]) -> Object {
        var rest = values[...]
        return ListIterator(self) { rest.popFirst() }
    }

    func makeListIterator(over list: ArrayLike, _ item: @escaping (Int, Value) -> Value) -> Object {
        var index = 0
        return ListIterator(self) {
            guard index < (try list.length) else { return nil }
            defer { index += 1 }
            return item(index, try list.value(index))
        }
    }

    func makeIteratorPrototype() -> Object {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        prototype.method(.iterator, "[Symbol.iterator]") { call in call.this }
        addIteratorHelpers(prototype)
        return prototype
    }

    func makeListIteratorPrototype() -> Object {
        let prototype = Object(self, prototype: intrinsics.iteratorPrototype)
        prototype.method("next", 0) { call in
            guard let iterator = call.this.asObject as? ListIterator else {
                throw call.typeError("next method called on incompatible receiver \(inspectPlain(call.this))")
            }
            try call.realm.step(at: call.site)
            let value = try iterator.next()
            return call.realm.iterationResult(value ?? .undefined, isDone: value == nil)
        }
        return prototype
    }

    func makeGeneratorPrototype() -> Object {
        let prototype = Object(self, prototype: intrinsics.iteratorPrototype)
        prototype.put(.symbol(.toStringTag), "Generator", .configurable)
        prototype.method("next", 1) { call in
            try call.thisGenerator().resume(with: .value(call[0]))
        }
        prototype.method("return", 1) { call in
            try call.thisGenerator().resume(with: .completion(call[0]))
        }
        prototype.method("throw", 1) { call in
            try call.thisGenerator().resume(with: .error(call.realm.thrown(call[0], at: call.site)))
        }
        return prototype
    }

    /// Reference: https://tc39.es/ecma262/#sec-iterator.prototype
    private func addIteratorHelpers(_ prototype: Object) {
        prototype.method("toArray", 0) { call in
            .object(ArrayObject(call.realm, try call.realm.values(of: call.this, at: call.site)))
        }
        prototype.method("forEach", 1) { call in
            let callback = try call.callback(0)
            for (index, value) in try call.realm.values(of: call.this, at: call.site).enumerated() {
                _ = try callback.call(this: .undefined, [value, .integer(index)], at: call.site)
            }
            return .undefined
        }
        prototype.method("map", 1) { call in
            let callback = try call.callback(0)
            var iteration = try call.realm.makeIteration(of: call.this, at: call.site)
            var index = 0
            return .object(
                ListIterator(call.realm) {
                    guard let value = try iteration.next() else { return nil }
                    defer { index += 1 }
                    return try callback.call(this: .undefined, [value, .integer(index)], at: call.site)
                })
        }
        prototype.method("filter", 1) { call in
            let callback = try call.callback(0)
            var iteration = try call.realm.makeIteration(of: call.this, at: call.site)
            return .object(
                ListIterator(call.realm) {
                    while let value = try iteration.next() {
                        if try callback.call(this: .undefined, [value], at: call.site).isTruthy { return value }
                    }
                    return nil
                })
        }
    }
}

extension Call {
    fileprivate func thisGenerator() throws -> GeneratorObject {
        guard let generator = this.asObject as? GeneratorObject else {
            throw typeError("next method called on incompatible receiver \(inspectPlain(this))")
        }
        return generator
    }
}
