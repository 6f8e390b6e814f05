/// A `Range` field with one range of bytes.
///
/// Reference: RFC 9110, 14.1.2. S3 gives the whole object for a field that is malformed or names several ranges.
package enum ByteRange: Sendable, Hashable {
    /// Both ends count.
    case between(Int, Int)
    case from(Int)
    case last(Int)

    /// Nil for what is to be passed over.
    package init?(_ text: String) {
        guard let equals = text.firstIndex(of: "="), text[..<equals].lowercased() == "bytes" else { return nil }
        let ends = text[text.index(after: equals)...].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        func number(_ end: Substring) -> Int? {
            let digits = end.filter { $0 != " " }
            return !digits.isEmpty && digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(digits) : nil
        }
        switch (number(ends[0]), number(ends[1])) {
        case (let first?, let last?):
            guard first <= last else { return nil }
            self = .between(first, last)
        case (let first?, nil) where ends[1].isEmpty: self = .from(first)
        case (nil, let count?) where ends[0].isEmpty: self = .last(count)
        default: return nil
        }
    }

    /// The bytes that are meant of an object of this size, half open. Throws `InvalidRange` if it has none of them.
    package func resolve(size: Int) throws(S3Error) -> Range<Int> {
        let range: Range<Int>
        switch self {
        case .between(let first, let last): range = min(first, size)..<min(last == .max ? last : last + 1, size)
        case .from(let first): range = min(first, size)..<size
        case .last(let count): range = max(0, size - count)..<size
        }
        guard !range.isEmpty else { throw S3Error(.invalidRange).with("ActualObjectSize", String(size)) }
        return range
    }
}
