import BackendDefinition
import OrderedCollections

/// Reads JSON as configuration files have it: with comments, trailing commas and a byte-order mark.
///
/// Depth is bounded. A key that occurs twice has its last value.
struct RelaxedJSON {
    struct Fault: Error, Hashable {
        /// Byte offset of what could not be read.
        var offset: Int
        var expected: String
    }

    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0
    private static let greatestDepth = 200

    static func parse(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
        var parser = RelaxedJSON(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.offset = 3 }
        let value = try parser.parseValue()
        try parser.skipBlanks()
        guard parser.peek == nil else { throw parser.fault("the end of the file") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func fault(_ expected: String) -> Fault { Fault(offset: offset, expected: expected) }

    private mutating func parseValue() throws(Fault) -> JSONValue {
        try skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return try parseObject()
        case UInt8(ascii: "["): return try parseArray()
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .boolean(true))
        case UInt8(ascii: "f"): return try parseWord("false", .boolean(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        default: return try parseNumber()
        }
    }

    /// `{ "key": value, … }`
    private mutating func parseObject() throws(Fault) -> JSONValue {
        try enter()
        var members: OrderedDictionary<String, JSONValue> = [:]
        while try !take(UInt8(ascii: "}")) {
            guard peek == UInt8(ascii: "\"") else { throw fault("a key in double quotes, or `}`") }
            let key = try parseString()
            guard try take(UInt8(ascii: ":")) else { throw fault("`:`") }
            members[key] = try parseValue()
            try takeComma(before: UInt8(ascii: "}"))
        }
        depth -= 1
        return .object(members)
    }

    /// `[ value, … ]`
    private mutating func parseArray() throws(Fault) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        while try !take(UInt8(ascii: "]")) {
            elements.append(try parseValue())
            try takeComma(before: UInt8(ascii: "]"))
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func enter() throws(Fault) {
        depth += 1
        guard depth <= Self.greatestDepth else { throw fault("at most \(Self.greatestDepth) levels") }
        offset += 1
    }

    /// A comma, which may stand before the end too.
    private mutating func takeComma(before end: UInt8) throws(Fault) {
        if try take(UInt8(ascii: ",")) { return }
        guard try nextIs(end) else { throw fault("`,` or `\(Character(Unicode.Scalar(end)))`") }
    }

    private mutating func nextIs(_ byte: UInt8) throws(Fault) -> Bool {
        try skipBlanks()
        return peek == byte
    }

    private mutating func take(_ byte: UInt8) throws(Fault) -> Bool {
        guard try nextIs(byte) else { return false }
        offset += 1
        return true
    }

    private mutating func parseWord(_ word: String, _ value: JSONValue) throws(Fault) -> JSONValue {
        guard bytes[offset...].starts(with: word.utf8) else { throw fault("a value") }
        offset += word.utf8.count
        return value
    }

    private mutating func parseNumber() throws(Fault) -> JSONValue {
        let digits = bytes[offset...].prefix { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
        }
        guard !digits.isEmpty, let number = Double(String(decoding: digits, as: UTF8.self)) else {
            throw fault("a value")
        }
        offset += digits.count
        return .number(number)
    }

    private mutating func parseString() throws(Fault) -> String {
        offset += 1
        var units: [UInt8] = []
        while let byte = peek {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): try parseEscape(into: &units)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): throw fault("`\"` before the end of the line")
            default: units.append(byte)
            }
        }
        throw fault("`\"`")
    }

    private mutating func parseEscape(into units: inout [UInt8]) throws(Fault) {
        guard let byte = peek else { throw fault("an escape") }
        offset += 1
        switch byte {
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "u"):
            var codeUnits = [try parseCodeUnit()]
            if UTF16.isLeadSurrogate(codeUnits[0]), bytes[offset...].starts(with: "\\u".utf8) {
                offset += 2
                codeUnits.append(try parseCodeUnit())
            }
            units += String(decoding: codeUnits, as: UTF16.self).utf8
        default: units.append(byte)
        }
    }

    private mutating func parseCodeUnit() throws(Fault) -> UInt16 {
        let digits = bytes[offset...].prefix(4)
        guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw fault("four hexadecimal digits")
        }
        offset += 4
        return unit
    }

    /// White space, `// …` and `/* … */`.
    private mutating func skipBlanks() throws(Fault) {
        while let byte = peek {
            if [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
                offset += 1
            } else if bytes[offset...].starts(with: "//".utf8) {
                while let byte = peek, byte != 0x0A { offset += 1 }
            } else if bytes[offset...].starts(with: "/*".utf8) {
                offset += 2
                while !bytes[offset...].starts(with: "*/".utf8) {
                    guard peek != nil else { throw fault("`*/`") }
                    offset += 1
                }
                offset += 2
            } else {
                return
            }
        }
    }
}
