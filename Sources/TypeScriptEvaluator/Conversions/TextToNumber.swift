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
    var text = String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("Infinity") { return text.hasPrefix("-") ? -.infinity : .infinity }
    // Swift's reader wants digits around the point.
    if let point = text.firstIndex(of: ".") {
        let next = text.index(after: point)
        if next == text.endIndex || !text[next].isNumber { text.insert("0", at: next) }
    }
    return Double(text) ?? .nan
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
