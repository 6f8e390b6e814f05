/// A string as a number: what `Number(text)` gives.
///
/// Reference: https://tc39.es/ecma262/#sec-stringtonumber
package func textToNumber(_ text: UTF16String) -> Double {
    let units = text.trimmed(.both).units
    guard !units.isEmpty else { return 0 }
    guard units.allSatisfy({ $0 < 0x80 }) else { return .nan }
    let bytes = units.map { UInt8($0) }
    if bytes.count > 2, bytes[0] == UInt8(ascii: "0") {
        switch bytes[1] | 0x20 {
        case UInt8(ascii: "x"): return integer(bytes[2...], radix: 16)
        case UInt8(ascii: "o"): return integer(bytes[2...], radix: 8)
        case UInt8(ascii: "b"): return integer(bytes[2...], radix: 2)
        default: break
        }
    }
    guard let length = decimalPrefixLength(bytes), length == bytes.count else { return .nan }
    return decimal(bytes[...])
}

/// The longest prefix that is a decimal number, `parseFloat`'s view of a text.
func decimalPrefix(_ text: UTF16String) -> Double {
    let bytes = text.trimmed(.start).units.prefix { $0 < 0x80 }.map { UInt8($0) }
    guard let length = decimalPrefixLength(bytes) else { return .nan }
    return decimal(bytes[..<length])
}

/// Digits in a base from 2 to 36; an empty text or any other character gives NaN.
func integer(_ digits: some Collection<UInt8>, radix: Int) -> Double {
    guard !digits.isEmpty else { return .nan }
    var value = 0.0
    for byte in digits {
        guard let digit = digitValue(UInt16(byte)), digit < radix else { return .nan }
        value = value * Double(radix) + Double(digit)
    }
    // Exact beyond 2^53 only for powers of two; for base 10 the decimal reader is exact.
    if radix == 10, value >= 9_007_199_254_740_992 { return decimal(ArraySlice(digits)) }
    return value
}

/// The value of an ASCII digit or letter, 0 to 35.
func digitValue(_ unit: UInt16) -> Int? {
    switch unit {
    case 0x30...0x39: Int(unit) - 0x30
    case 0x41...0x5A: Int(unit) - 0x41 + 10
    case 0x61...0x7A: Int(unit) - 0x61 + 10
    default: nil
    }
}

/// The length of the `StrDecimalLiteral` at the beginning, `nil` when there is none.
private func decimalPrefixLength(_ bytes: [UInt8]) -> Int? {
    var index = 0
    func skipDigits() -> Int {
        let start = index
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
        return index - start
    }
    if let first = bytes.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { index = 1 }
    if bytes[index...].starts(with: "Infinity".utf8) { return index + 8 }
    var digits = skipDigits()
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
        index += 1
        digits += skipDigits()
        if digits == 0 { return nil }
    }
    guard digits > 0 else { return nil }
    let beforeExponent = index
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
        index += 1
        if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
        if skipDigits() == 0 { index = beforeExponent }
    }
    return index
}

/// A text that is known to be a `StrDecimalLiteral`.
private func decimal(_ bytes: ArraySlice<UInt8>) -> Double {
    var text = bytes.count > 1_000 ? shortened(bytes) : String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("Infinity") { return text.hasPrefix("-") ? -.infinity : .infinity }
    // Swift's reader wants digits around the point.
    if let point = text.firstIndex(of: ".") {
        let next = text.index(after: point)
        if next == text.endIndex || !text[next].isNumber { text.insert("0", at: next) }
    }
    return Double(text) ?? .nan
}

/// The same number with fewer digits: beyond 800 significant ones it only matters whether any is not 0.
private func shortened(_ bytes: ArraySlice<UInt8>) -> String {
    let exponentIndex = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? bytes.endIndex
    var exponent = Double(String(decoding: bytes[exponentIndex...].dropFirst(), as: UTF8.self)) ?? 0
    var digits: [UInt8] = []
    var isBeforePoint = true
    var isRestZero = true
    for byte in bytes[..<exponentIndex] {
        switch byte {
        case UInt8(ascii: "."): isBeforePoint = false
        case UInt8(ascii: "0") where digits.isEmpty:
            if !isBeforePoint { exponent -= 1 }
        case 0x30...0x39:
            if digits.count < 800 {
                digits.append(byte)
                if !isBeforePoint { exponent -= 1 }
            } else {
                if byte != UInt8(ascii: "0") { isRestZero = false }
                if isBeforePoint { exponent += 1 }
            }
        default: break
        }
    }
    if !isRestZero {
        digits.append(UInt8(ascii: "1"))
        exponent -= 1
    }
    let sign = bytes.first == UInt8(ascii: "-") ? "-" : ""
    if digits.isEmpty { return sign + "0" }
    return sign + String(decoding: digits, as: UTF8.self) + "e\(Int(max(-1e6, min(exponent, 1e6))))"
}

extension UTF16String {
    enum TrimmedSide {
        case start, end, both
    }

    /// Without white space and line ends at the sides.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-trimstring
    func trimmed(_ side: TrimmedSide) -> UTF16String {
        var range = units.startIndex..<units.endIndex
        if side != .end {
            let start = units[range].firstIndex { !isWhiteSpace($0) } ?? range.upperBound
            range = start..<range.upperBound
        }
        if side != .start {
            let last = units[range].lastIndex { !isWhiteSpace($0) }
            range = range.lowerBound..<(last.map { $0 + 1 } ?? range.lowerBound)
        }
        return self[range]
    }
}

/// WhiteSpace and LineTerminator of the grammar.
func isWhiteSpace(_ unit: UInt16) -> Bool {
    switch unit {
    case 0x09...0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
    default: false
    }
}
