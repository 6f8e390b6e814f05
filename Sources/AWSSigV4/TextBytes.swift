// Each signed request is taken apart byte by byte: characters, and strings for each part, would cost more than the
// cryptography.
extension String {
    /// The UTF-8 of the text, without a copy where it lies in one piece.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return copy.withUTF8(body)
    }

    /// Whether this is the given lower-case ASCII text, whatever case it is in itself.
    @inline(__always)
    func equalsLowercase(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        utf8.count == other.count && withBytes { $0.hasLowercasePrefix(other) }
    }

    /// Whether this begins with the given lower-case ASCII text, whatever case it is in itself.
    func hasLowercasePrefix(_ prefix: StaticString) -> Bool {
        withBytes {
            $0.hasLowercasePrefix(UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    @inline(__always)
    func hasLowercasePrefix(_ prefix: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count >= prefix.count else { return false }
        for index in prefix.indices where self[index] != prefix[index] {
            let isUpper = self[index] >= UInt8(ascii: "A") && self[index] <= UInt8(ascii: "Z")
            guard isUpper, self[index] | 0x20 == prefix[index] else { return false }
        }
        return true
    }

    /// Whether the bytes from a place on are the given ASCII text.
    func has(_ text: StaticString, at start: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard start + length <= count else { return false }
        for index in 0..<length where self[start + index] != text.utf8Start[index] { return false }
        return true
    }

    func contains(_ text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        let first = text.utf8Start[0]
        for index in indices where self[index] == first && has(text, at: index) { return true }
        return false
    }

    /// The ranges between separators.
    func pieces(separatedBy separator: UInt8) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = 0
        for index in indices where self[index] == separator {
            pieces.append(start..<index)
            start = index + 1
        }
        pieces.append(start..<count)
        return pieces
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: self[range]), as: UTF8.self)
    }
}

extension Array<UInt8> {
    /// Appends the text's UTF-8.
    @inline(__always)
    mutating func append(_ text: String) {
        text.withBytes { append(contentsOf: $0) }
    }
}
