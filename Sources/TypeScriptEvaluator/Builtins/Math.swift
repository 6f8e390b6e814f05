import Glibc
import SourceText

/// Math
///
/// Reference: https://tc39.es/ecma262/#sec-math-object
extension Realm {
    func makeMath() -> Object {
        let math = Object(self, prototype: intrinsics.objectPrototype)
        let constants: [(PropertyName, Double)] = [
            ("PI", .pi), ("E", M_E), ("LN2", M_LN2), ("LN10", M_LN10), ("LOG2E", M_LOG2E), ("LOG10E", M_LOG10E),
            ("SQRT2", 2.0.squareRoot()), ("SQRT1_2", 0.5.squareRoot()),
        ]
        for (name, value) in constants { math.put(name, .number(value), []) }
        math.put(.symbol(.toStringTag), "Math", .configurable)
        addUnaryFunctions(to: math)
        math.method("atan2", 2) { call in
            .number(atan2(try call.realm.toNumber(call[0]), try call.realm.toNumber(call[1])))
        }
        math.method("pow", 2) { call in
            .number(exponentiate(try call.realm.toNumber(call[0]), try call.realm.toNumber(call[1])))
        }
        math.method("imul", 2) { call in
            let left = try call.realm.toInt32(call[0])
            return .number(Double(left &* (try call.realm.toInt32(call[1]))))
        }
        math.method("clz32", 1) { call in .integer(try call.realm.toUInt32(call[0]).leadingZeroBitCount) }
        math.method("max", 2) { call in
            .number(try call.extreme(-.infinity) { $0 > $1 || $1 == 0 && $1.sign == .minus && $0 == 0 })
        }
        math.method("min", 2) { call in
            .number(try call.extreme(.infinity) { $0 < $1 || $0 == 0 && $0.sign == .minus && $1 == 0 })
        }
        math.method("hypot", 2) { call in
            let numbers = try call.arguments.map(call.realm.toNumber)
            if numbers.contains(where: \.isInfinite) { return .number(.infinity) }
            return .number(numbers.reduce(0) { $0 + $1 * $1 }.squareRoot())
        }
        math.method("random", 0) { call in
            call.realm.diagnostics.addOnce(
                Diagnostic(
                    .warning, code: "random-at-load",
                    message: "`Math.random` gives the same numbers on each evaluation", range: call.site))
            return .number(call.realm.nextRandom())
        }
        return math
    }

    private func addUnaryFunctions(to math: Object) {
        let functions: [(StaticString, @Sendable (Double) -> Double)] = [
            ("abs", { $0.magnitude }), ("ceil", { $0.rounded(.up) }), ("floor", { $0.rounded(.down) }),
            ("trunc", { $0.rounded(.towardZero) }), ("sqrt", { $0.squareRoot() }), ("cbrt", cubeRoot),
            ("round", roundHalfUp), ("sign", { $0 == 0 || $0.isNaN ? $0 : $0 < 0 ? -1 : 1 }),
            ("fround", { Double(Float($0)) }), ("exp", { exp($0) }), ("expm1", { expm1($0) }), ("log", { log($0) }),
            ("log2", { log2($0) }), ("log10", { log10($0) }), ("log1p", { log1p($0) }), ("sin", { sin($0) }),
            ("cos", { cos($0) }), ("tan", { tan($0) }), ("asin", { asin($0) }), ("acos", { acos($0) }),
            ("atan", { atan($0) }), ("sinh", { sinh($0) }), ("cosh", { cosh($0) }), ("tanh", { tanh($0) }),
            ("asinh", { asinh($0) }), ("acosh", { acosh($0) }), ("atanh", { atanh($0) }),
        ]
        for (name, function) in functions {
            math.method(name, 1) { call in .number(function(try call.realm.toNumber(call[0]))) }
        }
    }

    /// A number from 0 to 1 of a sequence that is the same in each evaluation, so that the same definition gives the
    /// same backend.
    func nextRandom() -> Double {
        randomState &+= 0x9E37_79B9_7F4A_7C15
        var bits = randomState
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((bits ^ (bits >> 31)) >> 11) / 9_007_199_254_740_992
    }
}

extension Call {
    /// The greatest or least argument; NaN when one is.
    fileprivate func extreme(_ start: Double, _ isBetter: (Double, Double) -> Bool) throws -> Double {
        var best = start
        for argument in arguments {
            let number = try realm.toNumber(argument)
            if number.isNaN || isBetter(number, best), !best.isNaN { best = number }
        }
        return best
    }
}

/// Half a unit goes towards positive infinity.
private func roundHalfUp(_ number: Double) -> Double {
    guard number.isFinite, number.magnitude < 4_503_599_627_370_496 else { return number }
    let floor = number.rounded(.down)
    let rounded = number - floor >= 0.5 ? floor + 1 : floor
    return rounded == 0 && number.sign == .minus ? -0.0 : rounded
}

/// Exact for cubes of whole numbers.
private func cubeRoot(_ number: Double) -> Double {
    let root = cbrt(number)
    let whole = root.rounded()
    return whole * whole * whole == number ? whole : root
}
