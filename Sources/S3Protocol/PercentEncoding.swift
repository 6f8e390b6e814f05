/// Percent-encoding of paths, queries and listings.
package enum PercentEncoding {
    package enum Plus {
        /// In paths.
        case isPlus
        /// In queries and forms.
        case isSpace
    }

    /// Nil when the result is no UTF-8, or a percent sign is not followed by two hexadecimal digits.
    package static func decode(_ text: Substring, plus: Plus) -> String? {
        let plain = !text.utf8.contains {
            $0 == UInt8(ascii: "%") || ($0 == UInt8(ascii: "+") && plus == .isSpace)
        }
        if plain { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(value), let low = rest.next().flatMap(value) else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plus == .isSpace:
                bytes.append(UInt8(ascii: " "))
            default:
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// As listings with `encoding-type=url` write names: all but letters, digits and `-_.*/`. A space becomes `%20`, which
    /// those clients understand, too, that take a plus sign for one.
    package static func encodeForListing(_ text: String) -> String {
        encode(text) { byte in
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: "/"): true
            default: false
            }
        }
    }

    /// As URLs write one key: all but unreserved characters and slashes.
    package static func encodePath(_ text: String) -> String {
        encode(text) { byte in
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "/"): true
            default: false
            }
        }
    }

    private static func encode(_ text: String, _ staysPlain: (UInt8) -> Bool) -> String {
        if text.utf8.allSatisfy({ isAlphanumeric($0) || staysPlain($0) }) { return text }
        var encoded = ""
        encoded.reserveCapacity(text.utf8.count * 2)
        for byte in text.utf8 {
            if isAlphanumeric(byte) || staysPlain(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%"
                encoded.unicodeScalars.append(Unicode.Scalar(digits[Int(byte >> 4)]))
                encoded.unicodeScalars.append(Unicode.Scalar(digits[Int(byte & 15)]))
            }
        }
        return encoded
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - 0x57
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - 0x37
        default: nil
        }
    }
}
