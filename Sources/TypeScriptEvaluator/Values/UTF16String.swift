/// An ECMAScript string: any sequence of UTF-16 code units, lone surrogates included.
///
/// Reference: https://tc39.es/ecma262/#sec-ecmascript-language-types-string-type
package struct UTF16String: Sendable, Hashable {
    package let units: [UInt16]

    package init(units: [UInt16]) { self.units = units }
    package init(units: ArraySlice<UInt16>) { self.units = Array(units) }
    package init(_ text: String) { self.units = Array(text.utf16) }
    package init(_ text: Substring) { self.units = Array(text.utf16) }

    /// The text; lone surrogates become U+FFFD.
    package var text: String { String(decoding: units, as: UTF16.self) }

    package var count: Int { units.count }
    package var isEmpty: Bool { units.isEmpty }

    package static func + (left: Self, right: Self) -> Self {
        if left.isEmpty { return right }
        if right.isEmpty { return left }
        return Self(units: left.units + right.units)
    }

    subscript(range: Range<Int>) -> Self {
        range == 0..<count ? self : Self(units: units[range])
    }

    /// Whether `other` stands at the offset.
    func hasPrefix(_ other: Self, at offset: Int = 0) -> Bool {
        guard offset >= 0, offset + other.count <= count else { return false }
        return units[offset..<offset + other.count].elementsEqual(other.units)
    }

    /// The first place at or after `start` where `other` begins; an empty string is everywhere.
    func firstIndex(of other: Self, from start: Int = 0) -> Int? {
        let last = count - other.count
        guard start <= last else { return nil }
        guard let first = other.units.first else { return start }
        if other.count > 16 { return TextSearch(other.units).firstIndex(in: units[start...]) }
        for index in start...last where units[index] == first && hasPrefix(other, at: index) {
            return index
        }
        return nil
    }

    /// The last place at or before `start` where `other` begins.
    func lastIndex(of other: Self, from start: Int) -> Int? {
        var index = min(start, count - other.count)
        if index >= 0, other.count > 16 {
            return TextSearch(other.units.reversed()).firstIndex(in: units[..<(index + other.count)].reversed()).map {
                index - $0
            }
        }
        while index >= 0 {
            if hasPrefix(other, at: index) { return index }
            index -= 1
        }
        return nil
    }
}

extension UTF16String: Comparable {
    /// By code units, which is what ECMAScript's `<` and `sort` compare by.
    package static func < (left: Self, right: Self) -> Bool {
        left.units.lexicographicallyPrecedes(right.units)
    }
}

extension UTF16String: ExpressibleByStringLiteral {
    package init(stringLiteral value: StaticString) {
        self.init("\(value)")
    }
}

extension UTF16String: CustomStringConvertible {
    package var description: String { text }
}
