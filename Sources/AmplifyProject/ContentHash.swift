/// A quick, unkeyed hash of what a result depends on. It tells edits apart, not enemies.
struct ContentHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func combine(_ bytes: some Collection<UInt8>) {
        mix(UInt64(bytes.count))
        var word: UInt64 = 0
        var count = 0
        for byte in bytes {
            word = word << 8 | UInt64(byte)
            count += 1
            if count == 8 {
                mix(word)
                (word, count) = (0, 0)
            }
        }
        if count > 0 { mix(word) }
    }

    mutating func combine(_ text: String) { combine(text.utf8) }

    mutating func combine(_ number: UInt64) { mix(number) }

    private mutating func mix(_ word: UInt64) {
        value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
    }
}
