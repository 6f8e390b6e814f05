/// Reads a `.env` file as dotenv does: `NAME=value`, `export` allowed, `#` comments, values in single, double or back
/// quotes over several lines, `\n` and `\r` spelled out within double quotes. Other lines are skipped.
struct EnvironmentFile {
    private let bytes: [UInt8]
    private var offset = 0

    /// The variables; one that is set twice has its last value.
    static func variables(in bytes: [UInt8]) -> [String: String] {
        var file = EnvironmentFile(bytes: bytes)
        var variables: [String: String] = [:]
        while file.offset < file.bytes.count {
            if let (name, value) = file.parseLine() { variables[name] = value }
        }
        return variables
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// One line, or several that a quoted value spans; always moves forward.
    private mutating func parseLine() -> (name: String, value: String)? {
        defer { skipLine() }
        skipBlanks()
        if bytes[offset...].starts(with: "export".utf8), offset + 6 < bytes.count, Self.isBlank(bytes[offset + 6]) {
            offset += 6
            skipBlanks()
        }
        let name = bytes[offset...].prefix(while: Self.isNameByte)
        offset += name.count
        skipBlanks()
        guard !name.isEmpty, peek == UInt8(ascii: "=") else { return nil }
        offset += 1
        skipBlanks()
        return (String(decoding: name, as: UTF8.self), parseValue())
    }

    private mutating func parseValue() -> String {
        if let quote = peek, "\"'`".utf8.contains(quote),
            let end = bytes[(offset + 1)...].firstIndex(where: { $0 == quote })
        {
            let text = String(decoding: bytes[(offset + 1)..<end], as: UTF8.self)
            offset = end + 1
            return quote == UInt8(ascii: "\"") ? Self.unescaped(text) : text
        }
        let line = bytes[offset...].prefix { $0 != 0x0A && $0 != 0x0D && $0 != UInt8(ascii: "#") }
        offset += line.count
        var value = line[...]
        while let last = value.last, Self.isBlank(last) { value.removeLast() }
        return String(decoding: value, as: UTF8.self)
    }

    private static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            switch (isEscaped, character) {
            case (false, "\\"): isEscaped = true
            case (true, "n"): (result, isEscaped) = (result + "\n", false)
            case (true, "r"): (result, isEscaped) = (result + "\r", false)
            case (true, _): (result, isEscaped) = (result + "\\\(character)", false)
            case (false, _): result.append(character)
            }
        }
        return isEscaped ? result + "\\" : result
    }

    private mutating func skipBlanks() {
        while let byte = peek, Self.isBlank(byte) { offset += 1 }
    }

    private mutating func skipLine() {
        while let byte = peek, byte != 0x0A { offset += 1 }
        offset += 1
        offset = min(offset, bytes.count)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
