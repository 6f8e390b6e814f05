/// Finds a text in another in time that grows with both lengths and not with their product.
///
/// Reference: D. E. Knuth, J. H. Morris, V. R. Pratt, "Fast pattern matching in strings"
struct TextSearch {
    private let wanted: [UInt16]
    /// At each place, how many units at its end are a beginning of what is wanted.
    private let borders: [Int]

    /// `wanted` must not be empty.
    init(_ wanted: [UInt16]) {
        self.wanted = wanted
        var borders = [0]
        borders.reserveCapacity(wanted.count)
        var length = 0
        for unit in wanted.dropFirst() {
            while length > 0, wanted[length] != unit { length = borders[length - 1] }
            if wanted[length] == unit { length += 1 }
            borders.append(length)
        }
        self.borders = borders
    }

    /// Where it begins first, as an index of `units` for slices and as an offset for others.
    func firstIndex(in units: ArraySlice<UInt16>) -> Int? {
        offset(in: units).map { units.startIndex + $0 }
    }

    func firstIndex(in units: ReversedCollection<ArraySlice<UInt16>>) -> Int? { offset(in: units) }

    private func offset(in units: some Sequence<UInt16>) -> Int? {
        var length = 0
        for (offset, unit) in units.enumerated() {
            while length > 0, wanted[length] != unit { length = borders[length - 1] }
            if wanted[length] == unit { length += 1 }
            if length == wanted.count { return offset + 1 - length }
        }
        return nil
    }
}
