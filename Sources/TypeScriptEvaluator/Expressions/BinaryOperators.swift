import Glibc
import SourceText
import TypeScriptSyntax

extension Compiler {
    /// AdditiveExpression, MultiplicativeExpression, RelationalExpression, EqualityExpression, …
    ///
    /// Reference: https://tc39.es/ecma262/#sec-evaluatestringornumericbinaryexpression
    func binary(_ node: BinaryExpression) -> Evaluation {
        let left = expression(node.left)
        let right = expression(node.right)
        let operation = operation(node.operator, at: range(node.range))
        return { frame in
            let leftValue = try left(frame)
            return try operation(frame.realm, leftValue, right(frame))
        }
    }

    /// What an operator does with two values.
    func operation(
        _ operator: BinaryExpression.Operator, at site: SourceRange
    ) -> @Sendable (Realm, Value, Value) throws -> Value {
        switch `operator` {
        case .add: { realm, left, right in try realm.add(left, right, at: site) }
        case .strictEqual: { realm, left, right in .boolean(try realm.isStrictlyEqualWeighed(left, right)) }
        case .strictNotEqual: { realm, left, right in .boolean(!(try realm.isStrictlyEqualWeighed(left, right))) }
        case .equal: { realm, left, right in .boolean(try realm.isLooselyEqual(left, right)) }
        case .notEqual: { realm, left, right in .boolean(!(try realm.isLooselyEqual(left, right))) }
        case .lessThan, .lessThanOrEqual, .greaterThan, .greaterThanOrEqual: comparison(`operator`, at: site)
        case .subtract: arithmetic(at: site) { $0 - $1 }
        case .multiply: arithmetic(at: site) { $0 * $1 }
        case .divide: arithmetic(at: site) { $0 / $1 }
        case .remainder: arithmetic(at: site) { $0.truncatingRemainder(dividingBy: $1) }
        case .exponentiate: arithmetic(at: site, exponentiate)
        case .bitwiseAnd: bitwise(at: site) { $0 & $1 }
        case .bitwiseOr: bitwise(at: site) { $0 | $1 }
        case .bitwiseXor: bitwise(at: site) { $0 ^ $1 }
        case .shiftLeft: bitwise(at: site) { $0 << ($1 & 31) }
        case .shiftRight: bitwise(at: site) { $0 >> ($1 & 31) }
        case .shiftRightUnsigned:
            { realm, left, right in
                realm.site = site
                let left = try realm.toUInt32(left)
                return .number(Double(left >> (try realm.toUInt32(right) & 31)))
            }
        case .in: { realm, left, right in try realm.has(left, in: right, at: site) }
        case .instanceof: { realm, left, right in .boolean(try realm.isInstance(left, of: right, at: site)) }
        }
    }

    private func arithmetic(
        at site: SourceRange, _ compute: @escaping @Sendable (Double, Double) -> Double
    ) -> @Sendable (Realm, Value, Value) throws -> Value {
        { realm, left, right in
            let left = try realm.number(left, at: site)
            return .number(compute(left, try realm.number(right, at: site)))
        }
    }

    private func bitwise(
        at site: SourceRange, _ compute: @escaping @Sendable (Int32, Int32) -> Int32
    ) -> @Sendable (Realm, Value, Value) throws -> Value {
        { realm, left, right in
            realm.site = site
            let left = try realm.toInt32(left)
            return .number(Double(compute(left, try realm.toInt32(right))))
        }
    }

    private func comparison(
        _ operator: BinaryExpression.Operator, at site: SourceRange
    ) -> @Sendable (Realm, Value, Value) throws -> Value {
        { realm, left, right in
            if case .number(let left) = left, case .number(let right) = right {
                switch `operator` {
                case .lessThan: return .boolean(left < right)
                case .lessThanOrEqual: return .boolean(left <= right)
                case .greaterThan: return .boolean(left > right)
                default: return .boolean(left >= right)
                }
            }
            realm.site = site
            let left = try realm.toPrimitive(left, preferring: .number)
            let right = try realm.toPrimitive(right, preferring: .number)
            switch `operator` {
            case .lessThan: return .boolean(try realm.isLessThan(left, right) ?? false)
            case .lessThanOrEqual: return .boolean(try realm.isLessThan(right, left).map(!) ?? false)
            case .greaterThan: return .boolean(try realm.isLessThan(right, left) ?? false)
            default: return .boolean(try realm.isLessThan(left, right).map(!) ?? false)
            }
        }
    }
}

extension Realm {
    /// `+`
    ///
    /// Reference: https://tc39.es/ecma262/#sec-applystringornumericbinaryoperator
    func add(_ left: Value, _ right: Value, at site: SourceRange) throws -> Value {
        if case .number(let left) = left, case .number(let right) = right { return .number(left + right) }
        self.site = site
        let left = try toPrimitive(left)
        let right = try toPrimitive(right)
        if case .string(let left) = left { return try concatenate(left, toText(right), at: site) }
        if case .string(let right) = right { return try concatenate(toText(left), right, at: site) }
        return .number(try toNumber(left) + toNumber(right))
    }

    private func concatenate(_ left: UTF16String, _ right: UTF16String, at site: SourceRange) throws -> Value {
        let count = left.count + right.count
        try step(1 + count / 32, at: site)
        try reserve(textOf: count, at: site)
        return .string(left + right)
    }

    /// `left in right`
    func has(_ left: Value, in right: Value, at site: SourceRange) throws -> Value {
        self.site = site
        guard let object = right.asObject else {
            throw typeError(
                "Cannot use 'in' operator to search for '\(inspectPlain(left))' in \(inspectPlain(right))", at: site)
        }
        return .boolean(object.hasProperty(try toPropertyKey(left)))
    }

    /// Reference: https://tc39.es/ecma262/#sec-instanceofoperator
    func isInstance(_ value: Value, of target: Value, at site: SourceRange) throws -> Bool {
        guard let target = target.asObject else {
            throw typeError("Right-hand side of 'instanceof' is not an object", at: site)
        }
        self.site = site
        if let handler = try target.get(.symbol(.hasInstance)).asFunction {
            return try handler.call(this: .object(target), [value], at: site).isTruthy
        }
        guard target is FunctionObject else {
            throw typeError("Right-hand side of 'instanceof' is not callable", at: site)
        }
        return try ordinaryHasInstance(target, value)
    }

    /// Reference: https://tc39.es/ecma262/#sec-ordinaryhasinstance
    func ordinaryHasInstance(_ constructor: Object, _ value: Value) throws -> Bool {
        guard var object = value.asObject else { return false }
        let prototypeValue = try constructor.get(.prototype)
        guard let prototype = prototypeValue.asObject else {
            throw typeError("Function has non-object prototype '\(inspectPlain(prototypeValue))' in instanceof check")
        }
        while let parent = object.prototype {
            if parent === prototype { return true }
            object = parent
        }
        return false
    }
}

/// `**`, which unlike C's `pow` knows no answer for 1 and −1 to an infinite or unknown power.
///
/// Reference: https://tc39.es/ecma262/#sec-numeric-types-number-exponentiate
func exponentiate(_ base: Double, _ exponent: Double) -> Double {
    if exponent.isNaN || base.magnitude == 1 && exponent.isInfinite { return .nan }
    return pow(base, exponent)
}
