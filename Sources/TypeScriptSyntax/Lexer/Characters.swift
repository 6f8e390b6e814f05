/// ASCII characters by name.
extension UInt8 {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let verticalTab: UInt8 = 0x0B
    static let formFeed: UInt8 = 0x0C
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let exclamationMark: UInt8 = 0x21
    static let doubleQuote: UInt8 = 0x22
    static let hash: UInt8 = 0x23
    static let dollar: UInt8 = 0x24
    static let percent: UInt8 = 0x25
    static let ampersand: UInt8 = 0x26
    static let singleQuote: UInt8 = 0x27
    static let openParenthesis: UInt8 = 0x28
    static let closeParenthesis: UInt8 = 0x29
    static let star: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let nine: UInt8 = 0x39
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let lessThan: UInt8 = 0x3C
    static let equalsSign: UInt8 = 0x3D
    static let greaterThan: UInt8 = 0x3E
    static let questionMark: UInt8 = 0x3F
    static let at: UInt8 = 0x40
    static let A: UInt8 = 0x41
    static let Z: UInt8 = 0x5A
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let caret: UInt8 = 0x5E
    static let underscore: UInt8 = 0x5F
    static let backtick: UInt8 = 0x60
    static let a: UInt8 = 0x61
    static let z: UInt8 = 0x7A
    static let openBrace: UInt8 = 0x7B
    static let bar: UInt8 = 0x7C
    static let closeBrace: UInt8 = 0x7D
    static let tilde: UInt8 = 0x7E

    @inline(__always)
    var isDigit: Bool { self >= .zero && self <= .nine }

    /// `a`–`z`, `A`–`Z`, `0`–`9`, `$`, `_`
    @inline(__always)
    var isIdentifierPart: Bool {
        let lowered = self | 0x20
        return (lowered >= .a && lowered <= .z) || isDigit || self == .underscore || self == .dollar
    }

    /// The value of a hexadecimal digit.
    var hexValue: UInt32? {
        switch self {
        case .zero ... .nine: UInt32(self - .zero)
        case .a...0x66: UInt32(self - .a) + 10
        case .A...0x46: UInt32(self - .A) + 10
        default: nil
        }
    }
}

extension Unicode.Scalar {
    /// ECMAScript's WhiteSpace over ASCII.
    var isSpace: Bool {
        self == "\u{FEFF}" || (value >= 0x80 && properties.generalCategory == .spaceSeparator)
    }

    var isLineSeparator: Bool { self == "\u{2028}" || self == "\u{2029}" }

    var isIdentifierStart: Bool {
        value < 0x80 ? UInt8(value).isIdentifierPart && !UInt8(value).isDigit : properties.isIDStart
    }

    var isIdentifierPart: Bool {
        value < 0x80
            ? UInt8(value).isIdentifierPart
            : properties.isIDContinue || self == "\u{200C}" || self == "\u{200D}"
    }
}

extension Lexer {
    /// The scalar that begins at an index, with its length in bytes; nothing where the text is not UTF-8.
    func scalar(at index: Int) -> (Unicode.Scalar, length: Int)? {
        let first = byte(index)
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, index + length <= text.count else { return nil }
        var value = UInt32(first) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
        for offset in 1..<length {
            guard text[index + offset] & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(text[index + offset] & 0x3F)
        }
        guard value >= (length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80), let scalar = Unicode.Scalar(value) else {
            return nil
        }
        return (scalar, length)
    }
}
