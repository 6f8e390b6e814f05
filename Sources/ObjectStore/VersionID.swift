/// The name of one version of an object.
package enum VersionID: Hashable, Sendable, CustomStringConvertible {
    /// The version of a bucket without versioning, called `null`.
    case null
    /// The version that was written with this sequence number.
    case sequence(Int64)

    /// What clients see: `null`, or 32 characters that tell them nothing.
    package var text: String {
        switch self {
        case .null: "null"
        case .sequence(let sequence): Self.opaqueText(of: sequence)
        }
    }

    package var description: String { text }

    /// Nil for a text that no version can have.
    package init?(_ text: String) {
        if text == "null" {
            self = .null
        } else if let sequence = Self.sequence(ofOpaqueText: text) {
            self = .sequence(sequence)
        } else {
            return nil
        }
    }
}

extension VersionID {
    /// Three different scramblings of the number. The first can be undone, the other two catch invented texts.
    private static func opaqueText(of sequence: Int64) -> String {
        let number = UInt64(bitPattern: sequence)
        var text = ""
        text.reserveCapacity(32)
        let words = [scramble(number), scramble(number ^ 0x5DEE_CE66), scramble(number ^ 0x9E37_79B9_0000)]
        var bytes: [UInt8] = []
        for word in words { withUnsafeBytes(of: word.bigEndian) { bytes += $0 } }
        for start in stride(from: 0, to: 24, by: 3) {
            let group = UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
            for shift in [18, 12, 6, 0] {
                text.unicodeScalars.append(Unicode.Scalar(alphabet[Int(group >> UInt32(shift)) & 63]))
            }
        }
        return text
    }

    private static func sequence(ofOpaqueText text: String) -> Int64? {
        guard text.utf8.count == 32 else { return nil }
        var word: UInt64 = 0
        for (position, character) in text.utf8.prefix(11).enumerated() {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            // Eleven characters are 66 bits: the last one gives only its upper four.
            word = position < 10 ? word << 6 | UInt64(digit) : word << 4 | UInt64(digit) >> 2
        }
        let sequence = Int64(bitPattern: unscramble(word))
        guard sequence > 0, opaqueText(of: sequence) == text else { return nil }
        return sequence
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._".utf8)

    /// A bijection of 64-bit words: two multiplications by odd numbers, with the upper half folded into the lower.
    private static func scramble(_ word: UInt64) -> UInt64 {
        var word = word &* multiplier
        word ^= word >> 32
        word = word &* multiplier
        return word ^ word >> 32
    }

    private static func unscramble(_ word: UInt64) -> UInt64 {
        var word = word ^ word >> 32
        word = word &* inverse
        word ^= word >> 32
        return word &* inverse
    }

    private static let multiplier: UInt64 = 0xD6E8_FEB8_6659_FD93
    /// The multiplier's inverse modulo 2⁶⁴, by Newton's iteration: each step doubles the number of right bits.
    private static let inverse: UInt64 = (0..<6).reduce(multiplier) { guess, _ in guess &* (2 &- multiplier &* guess) }
}

/// Which version of an object a request means.
package enum VersionSelector: Hashable, Sendable {
    case latest
    case version(VersionID)
}
