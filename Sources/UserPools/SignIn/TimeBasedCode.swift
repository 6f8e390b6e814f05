import OpenSSL

/// The codes of authenticator apps: six digits, 30 seconds, SHA-1.
///
/// Reference: RFC 6238; RFC 4226, section 5.3; RFC 4648, section 6 (base32).
enum TimeBasedCode {
    static let stepInSeconds = 30.0

    /// The step whose code this is, within one step of now; nil if it is none's.
    static func step(of code: String, secret: [UInt8], at now: Double) -> Int? {
        let current = Int(now / stepInSeconds)
        return [current, current - 1, current + 1].first { step in
            ConstantTime.equal(Self.code(secret: secret, step: step), code)
        }
    }

    static func code(secret: [UInt8], step: Int) -> String {
        let counter = withUnsafeBytes(of: UInt64(bitPattern: Int64(step)).bigEndian) { Array($0) }
        let digest = MessageAuthenticationKey(secret, digest: .sha1).authenticate(counter)
        let offset = Int(digest[digest.count - 1] & 0x0F)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    /// The secret as apps take it.
    static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var (buffer, bits) = (0, 0)
        for byte in bytes {
            buffer = buffer << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[buffer >> bits & 31])
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[buffer << (5 - bits) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }
}
