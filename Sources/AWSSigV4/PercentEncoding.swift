/// Percent-encoding as signatures want it: everything but `A–Z a–z 0–9 - . _ ~`, upper-case digits.
enum PercentEncoding {
    /// What stands unencoded beside the unreserved characters, and what a plus sign means.
    enum Place {
        case path
        case query
    }

    /// Appends text that is already encoded in some way: decoded, and encoded anew. A percent sign that two
    /// hexadecimal digits do not follow stands for itself.
    static func appendReencoded(_ text: ArraySlice<UInt8>, in place: Place, to bytes: inout [UInt8]) {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%"), index + 2 < text.endIndex, let high = value(of: text[index + 1]),
                let low = value(of: text[index + 2])
            {
                append(high << 4 | low, to: &bytes)
                index += 3
                continue
            }
            switch (byte, place) {
            case (UInt8(ascii: "+"), .query): append(UInt8(ascii: " "), to: &bytes)
            case (UInt8(ascii: "/"), .path): bytes.append(byte)
            default: append(byte, to: &bytes)
            }
            index += 1
        }
    }

    /// Text that is not encoded yet.
    static func encode(_ text: String, in place: Place) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: "/"), place == .path { bytes.append(byte) } else { append(byte, to: &bytes) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the text stands for; plus signs mean spaces, as in a query.
    static func decode(_ text: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex, let high = value(of: text[index + 1]),
                let low = value(of: text[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(text[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : text[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends one byte, encoded unless it is unreserved.
    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            bytes.append(byte)
        default:
            bytes.append(UInt8(ascii: "%"))
            bytes.append(digit(byte >> 4))
            bytes.append(digit(byte & 0x0F))
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x37 + value
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - 0x57
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - 0x37
        default: nil
        }
    }
}
