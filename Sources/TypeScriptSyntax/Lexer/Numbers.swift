/// NumericLiteral.
///
/// Reference: https://tc39.es/ecma262/#sec-literals-numeric-literals
extension Lexer {
    /// "60", "1_000", ".5e3", "0xff", "10n"
    mutating func scanNumber() -> Token {
        let start = position
        var kind = TokenKind.number
        if text[position] == .zero, let radix = radix(ofPrefix: byte(position + 1)) {
            position += 2
            let digits = position
            skipDigits { $0.hexValue.map { $0 < radix } ?? false }
            if position == digits {
                report("found no digit after `\(string(start..<position))`", at: start..<position)
            }
            if byte(position) == UInt8(ascii: "n") {
                kind = .bigInt
                position += 1
            }
        } else {
            kind = scanDecimal()
        }
        checkNumberEnd(start)
        return Token(kind, start: start, end: position)
    }

    private mutating func scanDecimal() -> TokenKind {
        let start = position
        skipDigits(\.isDigit)
        if text[start] == .zero, position > start + 1 {
            report(
                "found the number `\(string(start..<position))` with a leading zero", at: start..<position,
                help: "write it without the zero, or with `0o` if it is octal")
        }
        if position > start, byte(position) == UInt8(ascii: "n") {
            position += 1
            return .bigInt
        }
        if byte(position) == .dot {
            position += 1
            skipDigits(\.isDigit)
        }
        if byte(position) | 0x20 == UInt8(ascii: "e") {
            let sign = byte(position + 1)
            let digits = position + (sign == .plus || sign == .minus ? 2 : 1)
            if byte(digits).isDigit {
                position = digits
                skipDigits(\.isDigit)
            }
        }
        return .number
    }

    private func radix(ofPrefix byte: UInt8) -> UInt32? {
        switch byte | 0x20 {
        case UInt8(ascii: "x"): 16
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "b"): 2
        default: nil
        }
    }

    private mutating func skipDigits(_ isDigit: (UInt8) -> Bool) {
        while isDigit(byte(position)) || (byte(position) == .underscore && isDigit(byte(position + 1))) {
            position += 1
        }
    }

    /// "3px" is no number, and "1__0" neither.
    private mutating func checkNumberEnd(_ start: Int) {
        guard byte(position).isIdentifierPart else { return }
        let end = position
        while byte(position).isIdentifierPart { position += 1 }
        report(
            "found `\(string(end..<position))` right after the number `\(string(start..<end))`", at: end..<position,
            help: "put a space or an operator between them, or quotes around both")
    }

    /// The value of a number token.
    func numericValue(of token: Token) -> Double {
        let bytes = text[token.range]
        if bytes.count <= 15, bytes.allSatisfy(\.isDigit) {
            return Double(bytes.reduce(0) { $0 * 10 + Int($1 - .zero) })
        }
        let digits = bytes.filter { $0 != .underscore }
        guard digits.count > 1, digits[0] == .zero, let radix = radix(ofPrefix: digits[1]) else {
            return Double(String(decoding: digits, as: UTF8.self)) ?? .nan
        }
        return Self.value(ofDigits: digits.dropFirst(2), radix: radix)
    }

    /// What a bigint token says, without separators and the final `n`.
    func bigIntDigits(of token: Token) -> String {
        String(decoding: text[token.range].filter { $0 != .underscore }.dropLast(), as: UTF8.self)
    }

    /// Rounded once, also beyond 53 bits: by way of hexadecimal, which the standard library reads exactly.
    private static func value(ofDigits digits: ArraySlice<UInt8>, radix: UInt32) -> Double {
        if radix == 16 { return Double("0x" + String(decoding: digits, as: UTF8.self)) ?? .nan }
        let width = radix == 8 ? 3 : 1
        var bits: [UInt8] = []
        for digit in digits {
            let value = digit.hexValue ?? 0
            for shift in (0..<width).reversed() { bits.append(UInt8(value >> UInt32(shift) & 1)) }
        }
        while bits.count % 4 != 0 { bits.insert(0, at: 0) }
        var hex = "0x"
        for index in stride(from: 0, to: bits.count, by: 4) {
            hex += String(bits[index..<index + 4].reduce(0) { $0 << 1 | $1 }, radix: 16)
        }
        return Double(hex) ?? .nan
    }
}
