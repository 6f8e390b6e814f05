/// The parameters of a query as it stood on the wire.
struct QueryParameters {
    private let bytes: [UInt8]
    /// Where each parameter's name and value stand, still encoded; a flag's value is empty.
    private let ranges: [(name: Range<Int>, value: Range<Int>)]

    init(_ query: String) {
        bytes = Array(query.utf8)
        var ranges: [(name: Range<Int>, value: Range<Int>)] = []
        for parameter in bytes.indices.split(separator: UInt8(ascii: "&"), in: bytes) where !parameter.isEmpty {
            let equals = bytes[parameter].firstIndex(of: UInt8(ascii: "=")) ?? parameter.upperBound
            let valueStart = min(equals + 1, parameter.upperBound)
            ranges.append((parameter.lowerBound..<equals, valueStart..<parameter.upperBound))
        }
        self.ranges = ranges
    }

    /// The decoded value of the first parameter of this name.
    subscript(name: String) -> String? {
        for range in ranges where bytes[range.name].elementsEqual(name.utf8) {
            return PercentEncoding.decode(bytes[range.value])
        }
        return nil
    }

    /// Appends the canonical query: encoded anew, sorted by name and then by value, each with an equals sign.
    func appendCanonical(to text: inout [UInt8]) {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count + 16)
        var pieces: [(name: Range<Int>, value: Range<Int>)] = []
        pieces.reserveCapacity(ranges.count)
        for range in ranges where !bytes[range.name].elementsEqual("X-Amz-Signature".utf8) {
            let start = encoded.count
            PercentEncoding.appendReencoded(bytes[range.name], in: .query, to: &encoded)
            let middle = encoded.count
            PercentEncoding.appendReencoded(bytes[range.value], in: .query, to: &encoded)
            pieces.append((start..<middle, middle..<encoded.count))
        }
        pieces.sort { left, right in
            if encoded[left.name].elementsEqual(encoded[right.name]) {
                return encoded[left.value].lexicographicallyPrecedes(encoded[right.value])
            }
            return encoded[left.name].lexicographicallyPrecedes(encoded[right.name])
        }
        for (index, piece) in pieces.enumerated() {
            if index > 0 { text.append(UInt8(ascii: "&")) }
            text += encoded[piece.name]
            text.append(UInt8(ascii: "="))
            text += encoded[piece.value]
        }
    }
}

extension Range<Int> {
    /// The ranges between the separators.
    fileprivate func split(separator: UInt8, in bytes: [UInt8]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = lowerBound
        for index in self where bytes[index] == separator {
            parts.append(start..<index)
            start = index + 1
        }
        parts.append(start..<upperBound)
        return parts
    }
}
