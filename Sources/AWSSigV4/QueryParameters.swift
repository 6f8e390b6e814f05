/// The parameters of a query as it stood on the wire.
struct QueryParameters {
    private let bytes: [UInt8]
    /// Where each parameter's name and value stand, still encoded; a flag's value is empty.
    private let ranges: [(name: Range<Int>, value: Range<Int>)]

    init(_ query: String) {
        bytes = Array(query.utf8)
        var ranges: [(name: Range<Int>, value: Range<Int>)] = []
        bytes.withUnsafeBufferPointer { bytes in
            for parameter in bytes.pieces(separatedBy: UInt8(ascii: "&")) where !parameter.isEmpty {
                let equals = bytes[parameter].firstIndex(of: UInt8(ascii: "=")) ?? parameter.upperBound
                let valueStart = min(equals + 1, parameter.upperBound)
                ranges.append((parameter.lowerBound..<equals, valueStart..<parameter.upperBound))
            }
        }
        self.ranges = ranges
    }

    /// The decoded value of the first parameter of this name.
    subscript(name: StaticString) -> String? {
        for range in ranges where has(name, range.name) {
            return PercentEncoding.decode(bytes[range.value])
        }
        return nil
    }

    /// All parameters, decoded, in their order.
    var all: [(name: String, value: String)] {
        ranges.map { (PercentEncoding.decode(bytes[$0.name]), PercentEncoding.decode(bytes[$0.value])) }
    }

    /// Appends the canonical query: encoded anew, sorted by name and then by value, each with an equals sign.
    func appendCanonical(to text: inout [UInt8]) {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count + 16)
        var pieces: [(name: Range<Int>, value: Range<Int>)] = []
        pieces.reserveCapacity(ranges.count)
        for range in ranges where !has("X-Amz-Signature", range.name) {
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

    private func has(_ name: StaticString, _ range: Range<Int>) -> Bool {
        range.count == name.utf8CodeUnitCount
            && bytes.withUnsafeBufferPointer { $0.has(name, at: range.lowerBound) }
    }
}
