/// Number
///
/// Reference: https://tc39.es/ecma262/#sec-number-objects
extension Realm {
    func makeNumberClass() -> Intrinsics.Class {
        let prototype = PrimitiveObject(self, .number(0), prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "Number", length: 1, prototype: prototype) { call in
            let value = Value.number(call.arguments.isEmpty ? 0 : try call.realm.toNumber(call[0]))
            guard let newTarget = call.newTarget else { return value }
            return .object(
                PrimitiveObject(
                    call.realm, value, prototype: try newTarget.prototypeForInstances(default: prototype)))
        }
        addNumberConstants(constructor)
        addNumberFormats(prototype)
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    private func addNumberConstants(_ constructor: NativeFunction) {
        let constants: [(PropertyName, Double)] = [
            ("MAX_SAFE_INTEGER", 9_007_199_254_740_991), ("MIN_SAFE_INTEGER", -9_007_199_254_740_991),
            ("MAX_VALUE", .greatestFiniteMagnitude), ("MIN_VALUE", .leastNonzeroMagnitude), ("EPSILON", .ulpOfOne),
            ("POSITIVE_INFINITY", .infinity), ("NEGATIVE_INFINITY", -.infinity), ("NaN", .nan),
        ]
        for (name, value) in constants { constructor.put(name, .number(value), []) }
        constructor.method("isInteger", 1) { call in .boolean(call[0].asNumber?.isInteger ?? false) }
        constructor.method("isSafeInteger", 1) { call in
            .boolean(call[0].asNumber.map { $0.isInteger && $0.magnitude <= 9_007_199_254_740_991 } ?? false)
        }
        constructor.method("isFinite", 1) { call in .boolean(call[0].asNumber?.isFinite ?? false) }
        constructor.method("isNaN", 1) { call in .boolean(call[0].asNumber?.isNaN ?? false) }
        for name in ["parseInt", "parseFloat"] as [PropertyName] {
            constructor.put(name, global.ownProperty(name)?.plainValue ?? .undefined, .hidden)
        }
    }

    private func addNumberFormats(_ prototype: Object) {
        prototype.method("valueOf", 0) { call in try call.thisPrimitive("Number", "valueOf") }
        prototype.method("toString", 1) { call in
            let number = try call.thisNumber("toString")
            let radix = call[0].isUndefined ? 10 : try call.realm.toIntegerOrInfinity(call[0])
            guard radix >= 2, radix <= 36 else {
                throw call.rangeError("toString() radix argument must be between 2 and 36")
            }
            return .text(numberToText(number, radix: Int(radix)))
        }
        prototype.method("toLocaleString", 0) { call in
            let number = try call.thisNumber("toLocaleString")
            guard call[0].isUndefined || call[0].asText?.hasPrefix("en") == true, call[1].isUndefined else {
                throw call.realm.unsupported("formatting a number for a locale", at: call.site)
            }
            return .text(englishText(number))
        }
        prototype.method("toFixed", 1) { call in
            let number = try call.thisNumber("toFixed")
            let digits = try call.realm.toIntegerOrInfinity(call[0])
            guard digits >= 0, digits <= 100 else {
                throw call.rangeError("toFixed() digits argument must be between 0 and 100")
            }
            return .text(fixedText(number, digits: Int(digits)))
        }
        prototype.method("toPrecision", 1) { call in
            let number = try call.thisNumber("toPrecision")
            guard !call[0].isUndefined, number.isFinite else { return .text(numberToText(number)) }
            let digits = try call.realm.toIntegerOrInfinity(call[0])
            guard digits >= 1, digits <= 100 else {
                throw call.rangeError("toPrecision() argument must be between 1 and 100")
            }
            return .text(preciseText(number, digits: Int(digits)))
        }
        prototype.method("toExponential", 1) { call in
            let number = try call.thisNumber("toExponential")
            let digits = try call.realm.toIntegerOrInfinity(call[0])
            guard number.isFinite else { return .text(numberToText(number)) }
            guard digits >= 0, digits <= 100 else {
                throw call.rangeError("toExponential() argument must be between 0 and 100")
            }
            return .text(exponentialText(number, fractionDigits: call[0].isUndefined ? nil : Int(digits)))
        }
    }
}

extension Double {
    /// Whether it is a finite whole number.
    var isInteger: Bool { isFinite && self == rounded(.towardZero) }
}

extension Call {
    fileprivate func thisNumber(_ method: String) throws -> Double {
        try thisPrimitive("Number", method).asNumber ?? .nan
    }
}

/// Reference: https://tc39.es/ecma262/#sec-number.prototype.tofixed
private func fixedText(_ number: Double, digits: Int) -> String {
    guard number.magnitude < 1e21 else { return numberToText(number) }
    var decimal = DecimalDigits(exact: number.magnitude)
    decimal.round(toCount: decimal.exponent + digits)
    let all = decimal.padded(to: max(decimal.exponent + digits, 0))
    let isZero = decimal.digits.isEmpty
    let integerCount = max(decimal.exponent, 0)
    let integer = isZero || integerCount == 0 ? "0" : String(all.prefix(integerCount))
    var fraction = isZero ? "" : String(repeating: "0", count: max(0, -decimal.exponent)) + all.dropFirst(integerCount)
    fraction = String(fraction.prefix(digits))
    fraction += String(repeating: "0", count: digits - fraction.count)
    let sign = number < 0 && !isZero ? "-" : number < 0 ? "-" : ""
    return sign + integer + (digits > 0 ? "." + fraction : "")
}

/// Reference: https://tc39.es/ecma262/#sec-number.prototype.toprecision
private func preciseText(_ number: Double, digits: Int) -> String {
    let sign = number < 0 ? "-" : ""
    if number == 0 { return sign + "0" + (digits > 1 ? "." + String(repeating: "0", count: digits - 1) : "") }
    var decimal = DecimalDigits(exact: number.magnitude)
    decimal.round(toCount: digits)
    let text = decimal.padded(to: digits)
    let exponent = decimal.exponent - 1
    if exponent < -6 || exponent >= digits { return sign + exponentialText(digits: text, exponent: exponent) }
    if exponent == digits - 1 { return sign + text }
    if exponent >= 0 { return sign + text.prefix(exponent + 1) + "." + text.dropFirst(exponent + 1) }
    return sign + "0." + String(repeating: "0", count: -exponent - 1) + text
}

/// Reference: https://tc39.es/ecma262/#sec-number.prototype.toexponential
private func exponentialText(_ number: Double, fractionDigits: Int?) -> String {
    let sign = number < 0 ? "-" : ""
    guard number != 0 else {
        return sign + exponentialText(digits: String(repeating: "0", count: (fractionDigits ?? 0) + 1), exponent: 0)
    }
    guard let fractionDigits else {
        let decimal = DecimalDigits(shortest: number.magnitude)
        return sign
            + exponentialText(digits: String(decoding: decimal.digits, as: UTF8.self), exponent: decimal.exponent - 1)
    }
    var decimal = DecimalDigits(exact: number.magnitude)
    decimal.round(toCount: fractionDigits + 1)
    return sign + exponentialText(digits: decimal.padded(to: fractionDigits + 1), exponent: decimal.exponent - 1)
}

/// `1,234,567.891`
private func englishText(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-∞" : "∞" }
    var text: String
    if number.magnitude < 1e21 {
        text = fixedText(number.magnitude, digits: 3)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
    } else {
        let decimal = DecimalDigits(shortest: number.magnitude)
        text = decimal.padded(to: decimal.exponent)
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    var grouped = ""
    for (index, digit) in parts[0].enumerated() {
        if index > 0, (parts[0].count - index).isMultiple(of: 3) { grouped += "," }
        grouped.append(digit)
    }
    return (number < 0 ? "-" : "") + grouped + (parts.count > 1 ? "." + parts[1] : "")
}
