import Glibc

/// A finite positive number as decimal digits: 0.d₁d₂d₃… × 10^`exponent`, d₁ not zero, without zeros at the end.
struct DecimalDigits {
    /// ASCII.
    var digits: [UInt8]
    var exponent: Int

    /// The fewest digits that read back as the same number.
    init(shortest number: Double) {
        var mantissa: [UInt8] = []
        var exponent = 0
        var pointPosition: Int?
        var bytes = Array(number.description.utf8)
        if let marker = bytes.firstIndex(of: UInt8(ascii: "e")) {
            exponent = Int(String(decoding: bytes[(marker + 1)...], as: UTF8.self)) ?? 0
            bytes.removeSubrange(marker...)
        }
        for byte in bytes {
            if byte == UInt8(ascii: ".") { pointPosition = mantissa.count } else { mantissa.append(byte) }
        }
        let leadingZeros = mantissa.prefix { $0 == UInt8(ascii: "0") }.count
        self.exponent = exponent + (pointPosition ?? mantissa.count) - leadingZeros
        mantissa.removeFirst(leadingZeros)
        while mantissa.last == UInt8(ascii: "0") { mantissa.removeLast() }
        digits = mantissa
    }

    /// All digits of the exact value.
    init(exact number: Double) {
        let text = withVaList([number]) { arguments in
            var buffer = [CChar](repeating: 0, count: 1500)
            // 1,074 digits after the point are enough for any double.
            vsnprintf(&buffer, buffer.count, "%.1074f", arguments)
            return buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        }
        let point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.count
        var mantissa = text.filter { $0 != UInt8(ascii: ".") }
        let leadingZeros = mantissa.prefix { $0 == UInt8(ascii: "0") }.count
        mantissa.removeFirst(leadingZeros)
        while mantissa.last == UInt8(ascii: "0") { mantissa.removeLast() }
        digits = mantissa
        exponent = point - leadingZeros
    }

    /// Cuts to `count` digits, rounding half up as `toFixed` and its kin do.
    mutating func round(toCount count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else { return digits = [] }
        let roundsUp = digits[count] >= UInt8(ascii: "5")
        digits.removeSubrange(count...)
        guard roundsUp else { return }
        var index = count - 1
        while index >= 0, digits[index] == UInt8(ascii: "9") {
            digits[index] = UInt8(ascii: "0")
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(UInt8(ascii: "1"), at: 0)
            digits.removeLast(digits.count > max(count, 1) ? 1 : 0)
            exponent += 1
        }
    }

    /// Exactly `count` digits, filled up with zeros.
    func padded(to count: Int) -> String {
        String(decoding: digits.prefix(count), as: UTF8.self)
            + String(repeating: "0", count: max(0, count - digits.count))
    }
}

/// A number as a string converts it: the shortest text that reads back as the same number.
///
/// Reference: https://tc39.es/ecma262/#sec-numeric-types-number-tostring
package func numberToText(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number == 0 { return "0" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    if number.magnitude < 1e15, number == number.rounded(.towardZero) { return String(Int(number)) }
    let decimal = DecimalDigits(shortest: number.magnitude)
    let digits = String(decoding: decimal.digits, as: UTF8.self)
    let count = decimal.digits.count
    let point = decimal.exponent
    let text: String
    if count <= point, point <= 21 {
        text = digits + String(repeating: "0", count: point - count)
    } else if point > 0, point <= 21 {
        text = digits.prefix(point) + "." + digits.dropFirst(point)
    } else if point > -6, point <= 0 {
        text = "0." + String(repeating: "0", count: -point) + digits
    } else {
        text = exponentialText(digits: digits, exponent: point - 1)
    }
    return number < 0 ? "-" + text : text
}

/// `1.5e+22`
func exponentialText(digits: String, exponent: Int) -> String {
    let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
    return "\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
}

/// A number in a base from 2 to 36, as `toString(radix)` writes it.
///
/// The digits after the point are as many as are needed to tell the number from its neighbours.
func numberToText(_ number: Double, radix: Int) -> String {
    if radix == 10 || !number.isFinite || number == 0 { return numberToText(number) }
    var integer = number.magnitude.rounded(.down)
    var fraction = number.magnitude - integer
    var text: [UInt8] = []
    let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
    let base = Double(radix)
    // Beyond 2⁵³ the last digits mean nothing.
    while integer.exponent > 56 {
        integer /= base
        text.append(UInt8(ascii: "0"))
    }
    repeat {
        let digit = integer.truncatingRemainder(dividingBy: base)
        text.append(alphabet[Int(digit)])
        integer = ((integer - digit) / base).rounded(.down)
    } while integer > 0
    text.reverse()
    if fraction > 0 {
        text.append(UInt8(ascii: "."))
        var delta = max(number.magnitude.ulp / 2, .leastNonzeroMagnitude)
        repeat {
            fraction *= base
            delta *= base
            let digit = Int(fraction)
            text.append(alphabet[digit])
            fraction -= Double(digit)
            if fraction > 0.5 || (fraction == 0.5 && digit & 1 == 1), fraction + delta > 1 {
                text.roundUpLastDigit(alphabet: alphabet, radix: radix)
                break
            }
        } while fraction >= delta
    }
    return (number < 0 ? "-" : "") + String(decoding: text, as: UTF8.self)
}

extension [UInt8] {
    /// Adds one to the last digit of a fraction; carries are dropped with their digits.
    fileprivate mutating func roundUpLastDigit(alphabet: [UInt8], radix: Int) {
        while let last = popLast(), let digit = alphabet.firstIndex(of: last) {
            if digit + 1 < radix {
                append(alphabet[digit + 1])
                return
            }
        }
    }
}
