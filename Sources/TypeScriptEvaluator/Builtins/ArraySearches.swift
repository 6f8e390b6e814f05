/// Methods of arrays that look something up or make a text.
///
/// Reference: https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object
extension Realm {
    func addArraySearches(_ prototype: Object) {
        prototype.method("includes", 1) { call in
            let list = try ArrayLike(call)
            let count = try list.length
            for index in try list.relativeIndex(call[1], default: 0, count: count)..<count {
                let value = try list.value(index)
                try call.realm.weigh(value, call[0])
                if sameValueZero(value, call[0]) { return .boolean(true) }
            }
            return .boolean(false)
        }
        prototype.method("indexOf", 1) { call in
            let list = try ArrayLike(call)
            let count = try list.length
            for index in try list.relativeIndex(call[1], default: 0, count: count)..<count {
                if let value = try list.element(index), try call.realm.isStrictlyEqualWeighed(value, call[0]) {
                    return .integer(index)
                }
            }
            return .integer(-1)
        }
        prototype.method("lastIndexOf", 1) { call in
            let list = try ArrayLike(call)
            let count = try list.length
            var index = count - 1
            if call.arguments.count > 1 {
                let start = try call.realm.toIntegerOrInfinity(call[1])
                index = Int(start < 0 ? max(Double(count) + start, -1) : min(start, Double(count - 1)))
            }
            while index >= 0 {
                if let value = try list.element(index), try call.realm.isStrictlyEqualWeighed(value, call[0]) {
                    return .integer(index)
                }
                index -= 1
            }
            return .integer(-1)
        }
        prototype.method("at", 1) { call in
            let list = try ArrayLike(call)
            let count = try list.length
            let index = try call.realm.toIntegerOrInfinity(call[0])
            let position = index < 0 ? Double(count) + index : index
            guard position >= 0, position < Double(count) else { return .undefined }
            return try list.value(Int(position))
        }
        prototype.method("join", 1) { call in
            let separator = call[0].isUndefined ? "," : try call.realm.toText(call[0])
            return .string(try call.realm.join(ArrayLike(call), separator: separator))
        }
        prototype.method("toString", 0) { call in
            .string(try call.realm.join(ArrayLike(call), separator: ","))
        }
        prototype.method("toLocaleString", 0) { call in
            .string(try call.realm.join(ArrayLike(call), separator: ","))
        }
    }

    /// Reference: https://tc39.es/ecma262/#sec-array.prototype.join
    private func join(_ list: ArrayLike, separator: UTF16String) throws -> UTF16String {
        // A list inside itself is written as nothing.
        guard joining.insert(ObjectIdentifier(list.object)).inserted else { return "" }
        defer { joining.remove(ObjectIdentifier(list.object)) }
        try checkStack(at: list.site)
        var text = GrowingText(self, at: list.site)
        for index in 0..<(try list.length) {
            if index > 0 { try text.append(separator.units) }
            let value = try list.value(index)
            if !value.isNullish { try text.append(toText(value).units) }
        }
        return text.string
    }
}
