/// Network addresses that begin alike: `203.0.113.0/24`, `2001:db8::/32`, or one alone.
package struct AddressRange: Sendable, Hashable {
    private let bytes: [UInt8]
    package let prefixLength: Int

    package var isVersion6: Bool { bytes.count == 16 }

    /// Nil for a text that is no address.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.parse(parts[0]) else { return nil }
        self.bytes = bytes
        if parts.count == 2 {
            guard let length = Int(parts[1]), (0...bytes.count * 8).contains(length) else { return nil }
            prefixLength = length
        } else {
            prefixLength = bytes.count * 8
        }
    }

    package func contains(_ address: String) -> Bool {
        guard let other = Self.parse(address[...]), other.count == bytes.count else { return false }
        let whole = prefixLength / 8
        guard other.prefix(whole) == bytes.prefix(whole) else { return false }
        let rest = prefixLength % 8
        return rest == 0 || (other[whole] ^ bytes[whole]) >> (8 - rest) == 0
    }

    private static func parse(_ text: Substring) -> [UInt8]? {
        text.contains(":") ? parseVersion6(text) : parseVersion4(text)
    }

    private static func parseVersion4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in part.allSatisfy(\.isNumber) ? UInt8(part) : nil }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    /// Groups of hexadecimal digits, `::` standing for as many groups of zeros as are missing.
    private static func parseVersion6(_ text: Substring) -> [UInt8]? {
        var head: [UInt8] = []
        var tail: [UInt8] = []
        var rest = text
        if let gap = doubleColon(in: text) {
            guard let groups = groups(text[..<gap]) else { return nil }
            head = groups
            rest = text[gap...].dropFirst(2)
            guard doubleColon(in: rest) == nil, let groups = self.groups(rest) else { return nil }
            tail = groups
            guard head.count + tail.count < 16 else { return nil }
        } else {
            guard let groups = groups(rest), groups.count == 16 else { return nil }
            head = groups
        }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func doubleColon(in text: Substring) -> Substring.Index? {
        var previous: Character?
        for index in text.indices {
            if previous == ":", text[index] == ":" { return text.index(before: index) }
            previous = text[index]
        }
        return nil
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        for group in text.split(separator: ":", omittingEmptySubsequences: false) {
            if group.contains(".") {
                guard let mapped = parseVersion4(group) else { return nil }
                bytes += mapped
            } else {
                guard group.count <= 4, let number = UInt16(group, radix: 16) else { return nil }
                bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
            }
        }
        return bytes
    }
}
