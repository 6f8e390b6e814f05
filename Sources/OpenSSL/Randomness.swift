import COpenSSL

/// The operating system's randomness, through libcrypto's generator.
package enum Randomness {
    /// Unpredictable bytes, fit for keys.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            precondition(RAND_bytes(buffer.baseAddress, Int32(count)) == 1, "libcrypto has no randomness")
            initialized = count
        }
    }

    /// Lower-case hexadecimal digits, two a byte.
    package static func hexadecimal(byteCount: Int) -> String {
        Hexadecimal.encode(bytes(byteCount))
    }

    /// A UUID of version 4 in lower case, as AWS writes them.
    package static func uuid() -> String {
        var bytes = bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (index, digit) in Hexadecimal.encode(bytes).enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return text
    }
}
