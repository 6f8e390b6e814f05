/// A reflected CRC that starts with all ones and is inverted at its end, of as many bits as the word has.
///
/// Sixteen bytes a step, each by a table of its own.
/// Reference: Kounavis and Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation", 2008.
struct CyclicRedundancyCheck<Word: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let polynomial: Word
    /// 16 tables of 256 words; made once for each polynomial and never freed.
    private let tables: Tables
    private var state = Word.max

    fileprivate init(_ tables: Tables) {
        self.tables = tables
        polynomial = tables.polynomial
    }

    var value: Word { ~state }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard var pointer = bytes.baseAddress else { return }
        var count = bytes.count
        let table = tables.words
        var state = state
        while count >= 16 {
            var low = UInt64(littleEndian: pointer.loadUnaligned(as: UInt64.self))
            var high = UInt64(littleEndian: pointer.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            low ^= UInt64(truncatingIfNeeded: state)
            var next: Word = 0
            var offset = 15 << 8
            for _ in 0..<8 {
                next ^= table[offset &+ Int(truncatingIfNeeded: low & 0xFF)]
                next ^= table[offset &- (8 << 8) &+ Int(truncatingIfNeeded: high & 0xFF)]
                low >>= 8
                high >>= 8
                offset &-= 1 << 8
            }
            state = next
            pointer += 16
            count -= 16
        }
        while count > 0 {
            let byte = pointer.load(as: UInt8.self) ^ UInt8(truncatingIfNeeded: state)
            // A shift by eight, written so that it holds for the narrowest word.
            state = table[Int(byte)] ^ (state >> 8)
            pointer += 1
            count -= 1
        }
        self.state = state
    }

    /// The check of two texts, one after the other, from the check of each and the second one's length.
    ///
    /// The first check is carried over the second text by a multiplication with x to the power of its bits.
    func combine(_ first: Word, _ second: Word, secondLengthInBytes: Int) -> Word {
        multiply(power(ofXTo: UInt64(secondLengthInBytes) * 8), first) ^ second
    }

    /// Product modulo the polynomial. The highest bit stands for 1, the next for x.
    private func multiply(_ left: Word, _ right: Word) -> Word {
        var product: Word = 0
        var right = right
        for bit in stride(from: Word.bitWidth - 1, through: 0, by: -1) {
            if left >> Word(bit) & 1 == 1 { product ^= right }
            right = right & 1 == 1 ? right >> 1 ^ polynomial : right >> 1
        }
        return product
    }

    private func power(ofXTo exponent: UInt64) -> Word {
        var result: Word = 1 << Word(Word.bitWidth - 1)
        var square: Word = 1 << Word(Word.bitWidth - 2)
        var exponent = exponent
        while exponent > 0 {
            if exponent & 1 == 1 { result = multiply(square, result) }
            square = multiply(square, square)
            exponent >>= 1
        }
        return result
    }

    /// Unchecked: the words are written before the value is shared and only read afterwards.
    fileprivate struct Tables: @unchecked Sendable {
        let polynomial: Word
        let words: UnsafePointer<Word>

        init(reflectedPolynomial polynomial: Word) {
            let words = UnsafeMutablePointer<Word>.allocate(capacity: 16 * 256)
            for byte in 0..<256 {
                var word = Word(byte)
                for _ in 0..<8 { word = word & 1 == 1 ? word >> 1 ^ polynomial : word >> 1 }
                words[byte] = word
            }
            for place in 256..<(16 * 256) {
                let earlier = words[place - 256]
                words[place] = words[Int(earlier & 0xFF)] ^ (earlier >> 8)
            }
            self.polynomial = polynomial
            self.words = UnsafePointer(words)
        }
    }
}

extension CyclicRedundancyCheck<UInt32> {
    /// Of Ethernet, gzip and zip (ISO 3309).
    static var crc32: Self { Self(crc32Tables) }
    /// Castagnoli's (RFC 3720, appendix B.4).
    static var crc32c: Self { Self(crc32cTables) }
}

extension CyclicRedundancyCheck<UInt64> {
    /// Of the NVM Express specification, section 5.2.1.3.4.
    static var crc64nvme: Self { Self(crc64nvmeTables) }
}

private let crc32Tables = CyclicRedundancyCheck<UInt32>.Tables(reflectedPolynomial: 0xEDB8_8320)
private let crc32cTables = CyclicRedundancyCheck<UInt32>.Tables(reflectedPolynomial: 0x82F6_3B78)
private let crc64nvmeTables = CyclicRedundancyCheck<UInt64>.Tables(reflectedPolynomial: 0x9A6C_9329_AC4B_C9B5)
