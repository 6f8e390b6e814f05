/// IdentifierName and PrivateIdentifier.
///
/// Reference: https://tc39.es/ecma262/#sec-names-and-keywords
extension Lexer {
    /// "name", "café", "\u0061bc"
    mutating func scanIdentifierName() -> Token {
        let start = position
        var isLowerCase = true
        while position < text.count {
            let byte = text[position]
            if byte.isIdentifierPart {
                if byte < .a { isLowerCase = false }
                position += 1
            } else if byte >= 0x80 || byte == .backslash {
                return scanIdentifierRest(from: start)
            } else {
                break
            }
        }
        let length = position - start
        let keyword = isLowerCase && length > 1 && length <= 10 ? Keyword.spelled(by: text[start..<position]) : .none
        return Token(.identifier, keyword: keyword, start: start, end: position)
    }

    /// From the first character on that is not ASCII, or is an escape.
    private mutating func scanIdentifierRest(from start: Int) -> Token {
        var flags: Token.Flags = []
        while position < text.count {
            if text[position] == .backslash {
                flags.insert(.hasEscape)
                let escapeStart = position
                guard let scalar = scanUnicodeEscape(), scalar.isIdentifierPart else {
                    position = max(position, escapeStart + 1)
                    report("found `\\`, which begins no name and no escape here", at: escapeStart..<position)
                    continue
                }
            } else if let (scalar, length) = scalar(at: position), scalar.isIdentifierPart {
                if length > 1 { flags.insert(.hasNonASCII) }
                position += length
            } else {
                break
            }
        }
        return Token(.identifier, flags: flags, start: start, end: position)
    }

    /// "#name"
    mutating func scanPrivateName() -> Token? {
        let start = position
        position += 1
        let next = byte(position)
        let beginsName =
            next >= 0x80
            ? scalar(at: position)?.0.isIdentifierStart ?? false : next.isIdentifierPart && !next.isDigit
        guard beginsName || next == .backslash else {
            report("found `#`, expected a name right after it", at: start..<position)
            return nil
        }
        var token = scanIdentifierName()
        token.kind = .privateName
        token.keyword = .none
        token.start = start
        return token
    }

    /// "\u0061", "\u{1F600}"; stays where it is at anything else.
    mutating func scanUnicodeEscape() -> Unicode.Scalar? {
        guard byte(position) == .backslash, byte(position + 1) == UInt8(ascii: "u") else { return nil }
        guard let (unit, end) = hexEscape(at: position + 2), let scalar = Unicode.Scalar(unit) else { return nil }
        position = end
        return scalar
    }

    /// The four digits, or those in braces, after `\u`.
    func hexEscape(at index: Int) -> (value: UInt32, end: Int)? {
        var value: UInt32 = 0
        if byte(index) == .openBrace {
            var index = index + 1
            let first = index
            while let digit = byte(index).hexValue {
                value = value << 4 | digit
                guard value <= 0x10FFFF else { return nil }
                index += 1
            }
            return index > first && byte(index) == .closeBrace ? (value, index + 1) : nil
        }
        for offset in 0..<4 {
            guard let digit = byte(index + offset).hexValue else { return nil }
            value = value << 4 | digit
        }
        return (value, index + 4)
    }

    /// What an identifier or private name is called, without `#`, escapes resolved.
    func name(of token: Token) -> String {
        let range = token.kind == .privateName ? token.start + 1..<token.end : token.range
        guard token.flags.contains(.hasEscape) else { return string(range) }
        var copy = self
        copy.position = range.lowerBound
        var name = String.UnicodeScalarView()
        while copy.position < range.upperBound {
            if let scalar = copy.scanUnicodeEscape() {
                name.append(scalar)
            } else if let (scalar, length) = scalar(at: copy.position) {
                name.append(scalar)
                copy.position += length
            } else {
                copy.position += 1
            }
        }
        return String(name)
    }
}
