/// Methods of arrays that make a new array out of old ones.
///
/// Reference: https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object
extension Realm {
    func addArrayCopies(_ prototype: Object) {
        prototype.method("concat", 1) { call in
            var result: [Value?] = []
            for value in [.object(try ArrayLike(call).object)] + call.arguments {
                if let array = value.asArray {
                    try call.realm.reserve(bytes: array.elements.count * 16, at: call.site)
                    result += array.elements
                } else {
                    result.append(value)
                }
            }
            return .object(ArrayObject(call.realm, result, origin: call.site))
        }
        prototype.method("slice", 2) { call in
            let list = try ArrayLike(call)
            let count = try list.length
            let start = try list.relativeIndex(call[0], default: 0, count: count)
            var end = try list.relativeIndex(call[1], default: count, count: count)
            // Reading the arguments may have made the array shorter.
            if let array = list.object as? ArrayObject { end = min(end, array.elements.count) }
            guard start < end else { return .object(ArrayObject(call.realm, origin: call.site)) }
            try call.realm.steps((end - start) / 16, at: call.site)
            if let array = list.object as? ArrayObject {
                return .object(ArrayObject(call.realm, Array(array.elements[start..<end]), origin: call.site))
            }
            return .object(ArrayObject(call.realm, try (start..<end).map { try list.element($0) }, origin: call.site))
        }
        prototype.method("flat", 0) { call in
            let depth = call[0].isUndefined ? 1 : try call.realm.toIntegerOrInfinity(call[0])
            var result: [Value?] = []
            try call.flatten(try call.elementsOfThis(), depth: depth, into: &result)
            return .object(ArrayObject(call.realm, result, origin: call.site))
        }
        prototype.method("toReversed", 0) { call in
            .object(ArrayObject(call.realm, try ArrayLike(call).values.reversed(), origin: call.site))
        }
        prototype.method("toSorted", 1) { call in
            .object(ArrayObject(call.realm, try call.sorted(ArrayLike(call).values), origin: call.site))
        }
        prototype.method("toSpliced", 2) { call in
            var values = try ArrayLike(call).values
            let (start, count) = try call.spliceRange(of: values.count)
            values.replaceSubrange(start..<start + count, with: call.arguments.dropFirst(2))
            return .object(ArrayObject(call.realm, values, origin: call.site))
        }
        prototype.method("with", 2) { call in
            var values = try ArrayLike(call).values
            let index = try call.realm.toIntegerOrInfinity(call[0])
            let position = index < 0 ? Double(values.count) + index : index
            guard position >= 0, position < Double(values.count) else {
                throw call.rangeError("Invalid index : \(numberToText(index))")
            }
            values[Int(position)] = call[1]
            return .object(ArrayObject(call.realm, values, origin: call.site))
        }
    }
}

extension Call {
    fileprivate func elementsOfThis() throws -> [Value?] {
        let list = try ArrayLike(self)
        if let array = list.object as? ArrayObject { return array.elements }
        return try list.values
    }

    fileprivate func flatten(_ values: [Value?], depth: Double, into result: inout [Value?]) throws {
        try realm.checkStack(at: site)
        for value in values {
            try realm.step(at: site)
            guard let value else { continue }
            if depth >= 1, let array = value.asArray {
                try flatten(array.elements, depth: depth - 1, into: &result)
            } else {
                realm.heap.charge(bytes: 16)
                result.append(value)
            }
        }
    }
}
