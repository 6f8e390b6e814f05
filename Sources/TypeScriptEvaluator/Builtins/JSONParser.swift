import SourceText

/// Reads JSON text, with the engines' words for its faults.
///
/// Reference: https://tc39.es/ecma262/#sec-json.parse
struct JSONParser {
    private let text: UTF16String
    private let realm: Realm
    private let site: SourceRange
    private var index = 0
    private var depth = 0
    /// Also takes comments and commas at the end of lists, as configuration files have them.
    private let isLenient: Bool
    /// Gives the places of keys in the file that the text is from.
    private let keyRange: ((Range<Int>) -> SourceRange)?

    init(
        _ text: UTF16String, realm: Realm, site: SourceRange, isLenient: Bool = false,
        keyRange: ((Range<Int>) -> SourceRange)? = nil
    ) {
        self.text = text
        self.realm = realm
        self.site = site
        self.isLenient = isLenient
        self.keyRange = keyRange
    }

    mutating func parse() throws -> Value {
        try realm.steps(text.count / 4, at: site)
        let value = try parseValue()
        skipSpace()
        guard index == text.count else {
            throw error("Unexpected non-whitespace character after JSON at position \(index)")
        }
        return value
    }

    private var unit: UInt16? { index < text.count ? text.units[index] : nil }

    private mutating func skipSpace() {
        while let unit {
            switch unit {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            case 0x2F where isLenient:
                guard skipComment() else { return }
            default: return
            }
        }
    }

    private mutating func skipComment() -> Bool {
        guard index + 1 < text.count else { return false }
        switch text.units[index + 1] {
        case 0x2F:
            while let unit, unit != 0x0A { index += 1; _ = unit }
        case 0x2A:
            index = text.firstIndex(of: "*/", from: index + 2).map { $0 + 2 } ?? text.count
        default: return false
        }
        return true
    }

    private mutating func parseValue() throws -> Value {
        skipSpace()
        guard let unit else { throw error("Unexpected end of JSON input") }
        switch unit {
        case 0x7B: return try nested { try $0.parseObject() }
        case 0x5B: return try nested { try $0.parseArray() }
        case 0x22: return .string(try parseString())
        case 0x2D, 0x30...0x39: return .number(try parseNumber())
        case 0x74: return try parseWord("true", .boolean(true))
        case 0x66: return try parseWord("false", .boolean(false))
        case 0x6E: return try parseWord("null", .null)
        default: throw unexpected()
        }
    }

    private mutating func nested(_ parse: (inout Self) throws -> Value) throws -> Value {
        depth += 1
        defer { depth -= 1 }
        try realm.checkStack(at: site)
        return try parse(&self)
    }

    private mutating func parseWord(_ word: UTF16String, _ value: Value) throws -> Value {
        for expected in word.units {
            guard unit == expected else { throw unexpected() }
            index += 1
        }
        return value
    }

    private mutating func parseObject() throws -> Value {
        let object = Object(realm, prototype: realm.intrinsics.objectPrototype)
        index += 1
        skipSpace()
        if take(0x7D) { return .object(object) }
        while true {
            skipSpace()
            let start = index
            guard unit == 0x22 else {
                guard unit != nil else { throw error("Unexpected end of JSON input") }
                throw error(
                    "Expected \(object.properties.isEmpty ? "property name or '}'" : "double-quoted property name") in JSON at position \(index)"
                )
            }
            let name = PropertyName(try parseString())
            let range = keyRange?(start..<index)
            skipSpace()
            guard take(0x3A) else {
                guard unit != nil else { throw error("Unexpected end of JSON input") }
                throw error("Expected ':' after property name in JSON at position \(index)")
            }
            object.put(name, try parseValue(), keyRange: range)
            skipSpace()
            if take(0x2C) {
                skipSpace()
                if isLenient, take(0x7D) { return .object(object) }
                continue
            }
            guard !take(0x7D) else { return .object(object) }
            guard unit != nil else { throw error("Unexpected end of JSON input") }
            throw error("Expected ',' or '}' after property value in JSON at position \(index)")
        }
    }

    private mutating func parseArray() throws -> Value {
        let array = ArrayObject(realm)
        index += 1
        skipSpace()
        if take(0x5D) { return .object(array) }
        while true {
            try array.append([parseValue()])
            skipSpace()
            if take(0x2C) {
                skipSpace()
                if isLenient, take(0x5D) { return .object(array) }
                continue
            }
            guard !take(0x5D) else { return .object(array) }
            guard unit != nil else { throw error("Unexpected end of JSON input") }
            throw error("Expected ',' or ']' after array element in JSON at position \(index)")
        }
    }

    private mutating func parseString() throws -> UTF16String {
        index += 1
        var units: [UInt16] = []
        while let unit {
            switch unit {
            case 0x22:
                index += 1
                return UTF16String(units: units)
            case 0x5C: units.append(try parseEscape())
            case 0..<0x20: throw error("Bad control character in string literal in JSON at position \(index)")
            default:
                units.append(unit)
                index += 1
            }
        }
        throw error("Unterminated string in JSON at position \(index)")
    }

    private mutating func parseEscape() throws -> UInt16 {
        index += 1
        guard let unit else { throw error("Unterminated string in JSON at position \(index)") }
        index += 1
        switch unit {
        case 0x22, 0x5C, 0x2F: return unit
        case 0x62: return 0x08
        case 0x66: return 0x0C
        case 0x6E: return 0x0A
        case 0x72: return 0x0D
        case 0x74: return 0x09
        case 0x75:
            var value: UInt16 = 0
            for _ in 0..<4 {
                guard let digit = self.unit.flatMap(digitValue), digit < 16 else {
                    throw error("Bad Unicode escape in JSON at position \(index)")
                }
                value = value << 4 | UInt16(digit)
                index += 1
            }
            return value
        default: throw error("Bad escaped character in JSON at position \(index - 1)")
        }
    }

    private mutating func parseNumber() throws -> Double {
        let start = index
        _ = take(0x2D)
        guard let first = unit, (0x30...0x39).contains(first) else {
            throw error("No number after minus sign in JSON at position \(index)")
        }
        if take(0x30) {
            if let next = unit, (0x30...0x39).contains(next) {
                throw error("Unexpected number in JSON at position \(index)")
            }
        } else {
            skipDigits()
        }
        if take(0x2E) {
            guard skipDigits() > 0 else { throw error("Unterminated fractional number in JSON at position \(index)") }
        }
        if unit.map({ $0 | 0x20 }) == 0x65 {
            index += 1
            if unit == 0x2B || unit == 0x2D { index += 1 }
            guard skipDigits() > 0 else {
                throw error("Exponent part is missing a number in JSON at position \(index)")
            }
        }
        return textToNumber(text[start..<index])
    }

    @discardableResult
    private mutating func skipDigits() -> Int {
        let start = index
        while let unit, (0x30...0x39).contains(unit) { index += 1; _ = unit }
        return index - start
    }

    private mutating func take(_ wanted: UInt16) -> Bool {
        guard unit == wanted else { return false }
        index += 1
        return true
    }

    private func unexpected() -> Abrupt {
        guard let unit else { return error("Unexpected end of JSON input") }
        let whole = text.text
        if whole == "undefined" { return error("\"undefined\" is not valid JSON") }
        let shown =
            whole.count <= 40 ? "\"\(whole)\"" : "...\"\(text[max(0, index - 10)..<min(text.count, index + 10)])\"..."
        return error("Unexpected token '\(String(decoding: [unit], as: UTF16.self))', \(shown) is not valid JSON")
    }

    private func error(_ message: String) -> Abrupt {
        realm.error(.syntax, message, at: site)
    }
}

extension Realm {
    /// A JSON file that is imported.
    func parseJSON(_ file: SourceFile) throws -> Value {
        let text = UTF16String(String(decoding: file.text, as: UTF8.self))
        // Offsets count UTF-16 units in the text and bytes in the file: the same while it is ASCII.
        let isASCII = file.text.allSatisfy { $0 < 0x80 }
        var parser = JSONParser(
            text, realm: self, site: SourceRange(file: file, offsets: 0..<0), isLenient: true,
            keyRange: isASCII ? { SourceRange(file: file, offsets: $0) } : nil)
        return try parser.parse()
    }
}
