import OpenSSL

/// The names of keys, in AWS's form: a four-letter prefix and sixteen letters and digits.
enum AccessKeyID {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// Sixteen characters of five random bits each.
    static func randomSuffix() -> String {
        String(decoding: Randomness.bytes(16).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }

    /// Whether this may be a key's name at all; what may not is never used in a file's name.
    static func isWellFormed(_ text: String) -> Bool {
        (16...128).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }
}
