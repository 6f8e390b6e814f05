/// `===`
///
/// Reference: https://tc39.es/ecma262/#sec-isstrictlyequal
package func isStrictlyEqual(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.undefined, .undefined), (.null, .null): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.symbol(let left), .symbol(let right)): left === right
    case (.object(let left), .object(let right)): left === right
    default: false
    }
}

/// Like `===`, but NaN equals itself: for `includes`, `Map` and `Set`.
///
/// Reference: https://tc39.es/ecma262/#sec-samevaluezero
func sameValueZero(_ left: Value, _ right: Value) -> Bool {
    if case .number(let left) = left, case .number(let right) = right, left.isNaN { return right.isNaN }
    return isStrictlyEqual(left, right)
}

/// `Object.is`
///
/// Reference: https://tc39.es/ecma262/#sec-samevalue
func sameValue(_ left: Value, _ right: Value) -> Bool {
    if case .number(let left) = left, case .number(let right) = right, left == 0, right == 0 {
        return left.sign == right.sign
    }
    return sameValueZero(left, right)
}

extension Realm {
    /// `===`, counted as work when the texts are long.
    func isStrictlyEqualWeighed(_ left: Value, _ right: Value) throws -> Bool {
        try weigh(left, right)
        return isStrictlyEqual(left, right)
    }

    /// `==`
    ///
    /// Reference: https://tc39.es/ecma262/#sec-islooselyequal
    func isLooselyEqual(_ left: Value, _ right: Value) throws -> Bool {
        switch (left, right) {
        case (.undefined, .null), (.null, .undefined): return true
        case (.number(let left), .string): return left == (try toNumber(right))
        case (.string, .number(let right)): return try toNumber(left) == right
        case (.boolean(let left), _): return try isLooselyEqual(.number(left ? 1 : 0), right)
        case (_, .boolean(let right)): return try isLooselyEqual(left, .number(right ? 1 : 0))
        case (.object, .string), (.object, .number), (.object, .symbol):
            return try isLooselyEqual(toPrimitive(left), right)
        case (.string, .object), (.number, .object), (.symbol, .object):
            return try isLooselyEqual(left, toPrimitive(right))
        default: return try isStrictlyEqualWeighed(left, right)
        }
    }

    /// Whether `left < right`; `nil` when one of them is not a number.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-islessthan
    func isLessThan(_ left: Value, _ right: Value) throws -> Bool? {
        if case .string(let leftText) = left, case .string(let rightText) = right {
            try weigh(left, right)
            return leftText < rightText
        }
        let leftNumber = try toNumber(left)
        let rightNumber = try toNumber(right)
        return leftNumber.isNaN || rightNumber.isNaN ? nil : leftNumber < rightNumber
    }
}
