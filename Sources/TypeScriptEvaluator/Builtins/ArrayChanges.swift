/// Methods that change the array they are called on.
///
/// Reference: https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object
extension Realm {
    func addArrayChanges(_ prototype: Object) {
        prototype.method("push", 1) { call in
            if let array = call.this.asArray {
                if call.arguments.count == 1 {
                    try array.append(call.arguments[0])
                } else {
                    try array.append(call.arguments)
                }
                return .integer(array.elements.count)
            }
            let list = try ArrayLike(call)
            let count = try list.length
            for (offset, value) in call.arguments.enumerated() { try list.set(count + offset, to: value) }
            try list.setLength(count + call.arguments.count)
            return .integer(count + call.arguments.count)
        }
        prototype.method("pop", 0) { call in
            let array = try call.mutableArray("pop")
            return array.elements.popLast().map { $0 ?? .undefined } ?? .undefined
        }
        prototype.method("shift", 0) { call in
            let array = try call.mutableArray("shift")
            guard !array.elements.isEmpty else { return .undefined }
            try call.realm.steps(array.elements.count / 16, at: call.site)
            return array.elements.removeFirst() ?? .undefined
        }
        prototype.method("unshift", 1) { call in
            let array = try call.mutableArray("unshift")
            try call.realm.steps(array.elements.count / 16, at: call.site)
            try call.realm.reserve(bytes: call.arguments.count * 16, at: call.site)
            array.elements.insert(contentsOf: call.arguments.map(Optional.some), at: 0)
            return .integer(array.elements.count)
        }
        prototype.method("splice", 2) { call in
            let array = try call.mutableArray("splice")
            var (start, count) = try call.spliceRange(of: array.elements.count)
            // Reading the arguments may have made the array shorter.
            start = min(start, array.elements.count)
            count = min(count, array.elements.count - start)
            let removed = Array(array.elements[start..<start + count])
            let added = call.arguments.dropFirst(2)
            try call.realm.steps(array.elements.count / 16, at: call.site)
            try call.realm.reserve(bytes: added.count * 16, at: call.site)
            array.elements.replaceSubrange(start..<start + count, with: added.map(Optional.some))
            return .object(ArrayObject(call.realm, removed, origin: call.site))
        }
        prototype.method("reverse", 0) { call in
            let array = try call.mutableArray("reverse")
            array.elements.reverse()
            return call.this
        }
        prototype.method("fill", 1) { call in
            let list = try ArrayLike(call)
            let count = try list.length
            let start = try list.relativeIndex(call[1], default: 0, count: count)
            let end = try list.relativeIndex(call[2], default: count, count: count)
            for index in start..<max(start, end) {
                try call.realm.step(at: call.site)
                try list.set(index, to: call[0])
            }
            return call.this
        }
        prototype.method("copyWithin", 2) { call in
            let array = try call.mutableArray("copyWithin")
            let list = try ArrayLike(call)
            let length = try list.length
            let target = try list.relativeIndex(call[0], default: 0, count: length)
            let start = try list.relativeIndex(call[1], default: 0, count: length)
            let end = try list.relativeIndex(call[2], default: length, count: length)
            // Reading the arguments may have made the array shorter.
            let count = min(end - start, array.elements.count - max(target, start))
            guard count > 0 else { return call.this }
            try call.realm.steps(count, at: call.site)
            let copied = Array(array.elements[start..<start + count])
            array.elements.replaceSubrange(target..<target + count, with: copied)
            return call.this
        }
        prototype.method("sort", 1) { call in
            let array = try call.mutableArray("sort")
            let sorted = try call.sorted(array.elements)
            // The comparison may have changed the array; what it was sorted to wins.
            array.elements = sorted
            return call.this
        }
    }
}

extension Call {
    /// `this` as an array whose elements may change. Array-like objects are refused: nobody sorts `arguments`.
    fileprivate func mutableArray(_ method: String) throws -> ArrayObject {
        guard let array = this.asArray else {
            if this.isNullish { throw typeError("Array.prototype.\(method) called on null or undefined") }
            throw realm.unsupported("`Array.prototype.\(method)` on something that is no array", at: site)
        }
        guard array.isMutable else {
            throw typeError("Cannot assign to read only property '0' of object '[object Array]'")
        }
        return array
    }

    /// Where `splice` begins and how much it removes.
    func spliceRange(of length: Int) throws -> (start: Int, count: Int) {
        let start = clampedIndex(try realm.toIntegerOrInfinity(self[0]), count: length)
        switch arguments.count {
        case 0: return (start, 0)
        case 1: return (start, length - start)
        default:
            let count = try realm.toIntegerOrInfinity(self[1])
            return (start, Int(min(max(count, 0), Double(length - start))))
        }
    }

    /// The elements in order: by the comparison given, or as texts; `undefined` and holes last.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-sortindexedproperties
    func sorted(_ elements: [Value?]) throws -> [Value?] {
        guard self[0].isUndefined || self[0].asFunction != nil else {
            throw typeError("The comparison function must be either a function or undefined")
        }
        let values = elements.compactMap { $0 }.filter { !$0.isUndefined }
        let undefinedCount = elements.count { $0?.isUndefined ?? false }
        let holes = elements.count - values.count - undefinedCount
        try realm.steps(values.count, at: site)
        let ordered: [Value]
        if let compare = self[0].asFunction {
            ordered = try mergeSorted(values) { left, right in
                try realm.toNumber(compare.call(this: .undefined, [left, right], at: site)) <= 0
            }
        } else {
            let keyed = try values.map { (key: try realm.toText($0), value: $0) }
            ordered = try mergeSorted(keyed) { left, right in
                try realm.step(at: site)
                return left.key <= right.key
            }.map(\.value)
        }
        return ordered.map(Optional.some) + Array(repeating: .some(.undefined), count: undefinedCount)
            + Array(repeating: nil, count: holes)
    }

    /// A stable sort that survives any comparison, however inconsistent. NaN counts as equal.
    private func mergeSorted<Element>(
        _ elements: [Element], _ isInOrder: (Element, Element) throws -> Bool
    ) throws -> [Element] {
        var source = elements
        var width = 1
        while width < source.count {
            var merged: [Element] = []
            merged.reserveCapacity(source.count)
            for start in stride(from: 0, to: source.count, by: width * 2) {
                var left = start
                let middle = min(start + width, source.count)
                var right = middle
                let end = min(start + width * 2, source.count)
                while left < middle, right < end {
                    if try isInOrder(source[left], source[right]) {
                        merged.append(source[left])
                        left += 1
                    } else {
                        merged.append(source[right])
                        right += 1
                    }
                }
                merged += source[left..<middle]
                merged += source[right..<end]
            }
            source = merged
            width *= 2
        }
        return source
    }
}
