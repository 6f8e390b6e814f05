/// Base 64 of bytes, and back.
///
/// Reference: RFC 4648, section 4
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in group { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32((3 - group.count) * 8)
            for position in 0..<4 {
                let index = Int(bits >> UInt32(18 - position * 6) & 63)
                text.append(position <= group.count ? alphabet[index] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Both alphabets, white space and missing padding are taken; `nil` for any other character.
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            let digit: UInt32
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = UInt32(byte - 65)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = UInt32(byte - 71)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte + 4)
            case UInt8(ascii: "+"), UInt8(ascii: "-"): digit = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): digit = 63
            case UInt8(ascii: "="), 0x09, 0x0A, 0x0C, 0x0D, 0x20: continue
            default: return nil
            }
            bits = bits << 6 | digit
            count += 1
            if count % 4 != 1 { bytes.append(UInt8(truncatingIfNeeded: bits >> [0, 0, 4, 2][count % 4])) }
        }
        return count % 4 == 1 ? nil : bytes
    }
}

extension Call {
    /// `btoa`: text of bytes.
    func encodeBase64() throws -> Value {
        let units = try realm.toText(self[0]).units
        try realm.steps(units.count, at: site)
        guard units.allSatisfy({ $0 < 0x100 }) else { throw realm.error(.error, "Invalid character", at: site) }
        return .text(Base64.encode(units.map { UInt8($0) }))
    }

    /// `atob`
    func decodeBase64() throws -> Value {
        let text = try realm.toText(self[0])
        try realm.steps(text.count, at: site)
        guard let bytes = Base64.decode(text.text) else {
            throw realm.error(.error, "The string to be decoded is not correctly encoded.", at: site)
        }
        return .string(UTF16String(units: bytes.map { UInt16($0) }))
    }
}
