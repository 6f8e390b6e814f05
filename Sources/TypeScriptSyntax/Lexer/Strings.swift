/// StringLiteral.
///
/// Reference: https://tc39.es/ecma262/#sec-literals-string-literals
extension Lexer {
    /// "'text'", "\"text\""
    mutating func scanString() -> Token {
        let start = position
        let quote = text[position]
        var flags: Token.Flags = []
        position += 1
        while position < text.count {
            switch text[position] {
            case quote:
                position += 1
                return Token(.string, flags: flags, start: start, end: position)
            case .backslash:
                flags.insert(.hasEscape)
                position += byte(position + 1) == .carriageReturn && byte(position + 2) == .lineFeed ? 3 : 2
            case .lineFeed, .carriageReturn:
                return unterminatedString(from: start, flags: flags)
            case 0x80...:
                flags.insert(.hasNonASCII)
                position += 1
            default:
                position += 1
            }
        }
        position = min(position, text.count)
        return unterminatedString(from: start, flags: flags)
    }

    private mutating func unterminatedString(from start: Int, flags: Token.Flags) -> Token {
        let quote = string(start..<start + 1)
        let other: UInt8 = text[start] == .singleQuote ? .doubleQuote : .singleQuote
        let help =
            text[start + 1..<position].contains(other)
            ? "a string that begins with `\(quote)` ends with `\(quote)` too"
            : "close the string with `\(quote)`; one that runs over lines stands in backticks"
        report(
            "found the end of the line in a string, expected `\(quote)`", at: start..<position,
            code: "unterminated-string", help: help)
        return Token(.string, flags: flags.union(.isUnterminated), start: start, end: position)
    }

    /// The value of a string token.
    mutating func stringValue(of token: Token) -> StringValue {
        if token.flags.contains(.hasSmartQuotes) { return StringValue(string(token.range)) }
        let end = token.flags.contains(.isUnterminated) ? token.end : token.end - 1
        let contents = token.start + 1..<max(end, token.start + 1)
        if token.flags.contains(.hasNonASCII) { checkUTF8(contents) }
        guard token.flags.contains(.hasEscape) else { return StringValue(string(contents)) }
        let (value, fault) = cookedValue(of: contents)
        if let fault {
            report("found `\(string(fault))`, which is no escape", at: fault, help: "write `\\\\` for a backslash")
        }
        return value ?? StringValue("")
    }

    /// Reports the first byte that is not UTF-8.
    mutating func checkUTF8(_ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            guard let (_, length) = scalar(at: index) else {
                report(
                    "found the byte 0x\(String(text[index], radix: 16)), which is not UTF-8", at: index..<index + 1,
                    code: "invalid-utf-8", help: "save the file in the encoding UTF-8")
                return
            }
            index += length
        }
    }
}

/// Escape sequences, in strings and in templates.
extension Lexer {
    /// Resolves escapes and makes line ends `\n`. Where an escape means nothing there is no value, but its place.
    func cookedValue(of range: Range<Int>) -> (StringValue?, fault: Range<Int>?) {
        var units: [UInt16] = []
        units.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = text[index]
            if byte == .backslash {
                guard let end = cookEscape(at: index, into: &units) else {
                    return (nil, index..<min(index + 2, range.upperBound))
                }
                index = end
            } else if byte == .carriageReturn {
                units.append(0x0A)
                index += self.byte(index + 1) == .lineFeed ? 2 : 1
            } else if let (scalar, length) = scalar(at: index) {
                units.append(contentsOf: UTF16.encode(scalar)!)
                index += length
            } else {
                units.append(0xFFFD)
                index += 1
            }
        }
        let text = String(decoding: units, as: UTF16.self)
        return (StringValue(text, illFormedUnits: text.utf16.elementsEqual(units) ? nil : units), nil)
    }

    /// One escape sequence, which begins with `\` at `index`; its end, or nothing if it is not one.
    private func cookEscape(at index: Int, into units: inout [UInt16]) -> Int? {
        let after = index + 2
        switch byte(index + 1) {
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "v"): units.append(0x0B)
        case .lineFeed: break
        case .carriageReturn: return byte(after) == .lineFeed ? after + 1 : after
        case .zero where !byte(after).isDigit: units.append(0)
        case .zero ... .nine: return nil
        case UInt8(ascii: "x"):
            guard let high = byte(after).hexValue, let low = byte(after + 1).hexValue else { return nil }
            units.append(UInt16(high << 4 | low))
            return after + 2
        case UInt8(ascii: "u"):
            guard let (value, end) = hexEscape(at: after) else { return nil }
            if let scalar = Unicode.Scalar(value) {
                units.append(contentsOf: UTF16.encode(scalar)!)
            } else {
                units.append(UInt16(value))
            }
            return end
        default:
            guard let (scalar, length) = scalar(at: index + 1) else { return after }
            if !scalar.isLineSeparator { units.append(contentsOf: UTF16.encode(scalar)!) }
            return index + 1 + length
        }
        return after
    }
}
