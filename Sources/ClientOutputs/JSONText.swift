package import BackendDefinition

extension JSONValue {
    /// The value as JavaScript's `JSON.stringify(value, null, 2)` writes it; no line feed at the end.
    package var indentedText: String {
        var writer = JSONWriter()
        writer.write(self, indentation: 0)
        return writer.text
    }
}

private struct JSONWriter {
    var text = ""

    mutating func write(_ value: JSONValue, indentation: Int) {
        switch value {
        case .null: text += "null"
        case .boolean(let boolean): text += boolean ? "true" : "false"
        case .number(let number): text += Self.numberText(number)
        case .string(let string): write(string)
        case .array(let elements):
            writeList("[", elements, "]", indentation: indentation) { writer, element in
                writer.write(element, indentation: indentation + 1)
            }
        case .object(let members):
            writeList("{", Array(members), "}", indentation: indentation) { writer, member in
                writer.write(member.key)
                writer.text += ": "
                writer.write(member.value, indentation: indentation + 1)
            }
        }
    }

    private mutating func writeList<Item>(
        _ open: String, _ items: [Item], _ close: String, indentation: Int, _ write: (inout Self, Item) -> Void
    ) {
        text += open
        for (index, item) in items.enumerated() {
            text += index == 0 ? "\n" : ",\n"
            text += String(repeating: "  ", count: indentation + 1)
            write(&self, item)
        }
        if !items.isEmpty { text += "\n" + String(repeating: "  ", count: indentation) }
        text += close
    }

    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{8}": text += "\\b"
            case "\u{C}": text += "\\f"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// ECMAScript's `Number::toString`; what is no finite number is `null` in JSON.
    private static func numberText(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        if number == 0 { return "0" }
        // Swift gives the same shortest digits, but turns to an exponent at other sizes.
        var digits: [Character] = []
        var point = 0
        var sawPoint = false
        let parts = "\(number.magnitude)".split(separator: "e")
        for character in parts[0] {
            if character == "." {
                sawPoint = true
                continue
            }
            digits.append(character)
            if !sawPoint { point += 1 }
        }
        if parts.count > 1 { point += Int(parts[1]) ?? 0 }
        while digits.first == "0" {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == "0" { digits.removeLast() }
        return (number < 0 ? "-" : "") + decimalText(digits, point: point)
    }

    /// Writes `0.digits` times ten to the power of `point`.
    private static func decimalText(_ digits: [Character], point: Int) -> String {
        let count = digits.count
        if count <= point, point <= 21 { return String(digits) + String(repeating: "0", count: point - count) }
        if 0 < point, point <= 21 { return String(digits[..<point]) + "." + String(digits[point...]) }
        if -6 < point, point <= 0 { return "0." + String(repeating: "0", count: -point) + String(digits) }
        let exponent = point - 1
        let fraction = count > 1 ? "." + String(digits[1...]) : ""
        return "\(digits[0])\(fraction)e\(exponent < 0 ? "-" : "+")\(abs(exponent))"
    }
}
