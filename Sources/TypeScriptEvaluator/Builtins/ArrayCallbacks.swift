import SourceText

/// Methods of arrays that call a function for each element. Holes are left out, except by the `find` family.
///
/// Reference: https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object
extension Realm {
    func addArrayCallbacks(_ prototype: Object) {
        prototype.method("forEach", 1) { call in
            try ArrayWalk(call).run { _, _, _ in .goOn }
            return .undefined
        }
        prototype.method("map", 1) { call in
            let walk = try ArrayWalk(call)
            let count = try walk.list.length
            try call.realm.reserve(bytes: count * 16, at: call.site)
            var results = [Value?](repeating: nil, count: count)
            try walk.run { index, _, result in
                results[index] = result
                return .goOn
            }
            return .object(ArrayObject(call.realm, results, origin: call.site))
        }
        prototype.method("filter", 1) { call in
            var kept: [Value?] = []
            try ArrayWalk(call).run { _, value, result in
                if result.isTruthy { kept.append(value) }
                return .goOn
            }
            return .object(ArrayObject(call.realm, kept, origin: call.site))
        }
        prototype.method("some", 1) { call in
            var found = false
            try ArrayWalk(call).run { _, _, result in
                found = result.isTruthy
                return found ? .stop : .goOn
            }
            return .boolean(found)
        }
        prototype.method("every", 1) { call in
            var holds = true
            try ArrayWalk(call).run { _, _, result in
                holds = result.isTruthy
                return holds ? .goOn : .stop
            }
            return .boolean(holds)
        }
        prototype.method("flatMap", 1) { call in
            let flat = ArrayObject(call.realm, origin: call.site)
            try ArrayWalk(call).run { _, _, result in
                try flat.append(result.asArray?.elements.compactMap { $0 } ?? [result])
                return .goOn
            }
            return .object(flat)
        }
        addFinders(prototype)
        addReducers(prototype)
    }

    private func addFinders(_ prototype: Object) {
        let finders: [(StaticString, isLast: Bool, givesIndex: Bool)] = [
            ("find", false, false), ("findIndex", false, true), ("findLast", true, false),
            ("findLastIndex", true, true),
        ]
        for (name, isLast, givesIndex) in finders {
            prototype.method(name, 1) { call in
                let walk = try ArrayWalk(call)
                let count = try walk.list.length
                for position in 0..<count {
                    let index = isLast ? count - 1 - position : position
                    let value = try walk.list.value(index)
                    if try walk.callback(value, index).isTruthy { return givesIndex ? .integer(index) : value }
                }
                return givesIndex ? .integer(-1) : .undefined
            }
        }
    }

    private func addReducers(_ prototype: Object) {
        for (name, isReversed) in [("reduce", false), ("reduceRight", true)] as [(StaticString, Bool)] {
            prototype.method(name, 1) { call in
                let list = try ArrayLike(call)
                let function = try call.callback(0)
                let count = try list.length
                var accumulator: Value? = call.arguments.count > 1 ? call[1] : nil
                for position in 0..<count {
                    let index = isReversed ? count - 1 - position : position
                    guard let value = try list.element(index) else { continue }
                    guard let current = accumulator else {
                        accumulator = value
                        continue
                    }
                    accumulator = try function.call(
                        this: .undefined, [current, value, .integer(index), .object(list.object)], at: call.site)
                }
                guard let accumulator else { throw call.typeError("Reduce of empty array with no initial value") }
                return accumulator
            }
        }
    }
}

/// A walk over a list that calls the first argument for each element.
private struct ArrayWalk {
    let list: ArrayLike
    private let function: FunctionObject
    private let this: Value

    init(_ call: Call) throws {
        list = try ArrayLike(call)
        function = try call.callback(0)
        this = call[1]
    }

    func callback(_ value: Value, _ index: Int) throws -> Value {
        try function.call(this: this, [value, .integer(index), .object(list.object)], at: list.site)
    }

    /// Gives index, value and result of each call to `body`, holes left out.
    func run(_ body: (Int, Value, Value) throws -> IterationStep) throws {
        for index in 0..<(try list.length) {
            guard let value = try list.element(index) else { continue }
            if try body(index, value, callback(value, index)) == .stop { return }
        }
    }
}
