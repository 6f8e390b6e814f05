import SourceText

/// A text that is being put together, counted as memory while it grows.
struct GrowingText {
    private let realm: Realm
    private let site: SourceRange
    private(set) var units: [UInt16] = []

    init(_ realm: Realm, at site: SourceRange) {
        self.realm = realm
        self.site = site
    }

    var count: Int { units.count }
    var string: UTF16String { UTF16String(units: units) }

    mutating func append(_ more: some Collection<UInt16>) throws {
        try realm.reserve(bytes: more.count * 2, at: site)
        units += more
    }

    mutating func append(_ unit: UInt16) {
        realm.heap.charge(bytes: 2)
        units.append(unit)
    }

    /// Takes back what came after the first `count` units.
    mutating func cut(to count: Int) {
        units.removeSubrange(count...)
    }
}
