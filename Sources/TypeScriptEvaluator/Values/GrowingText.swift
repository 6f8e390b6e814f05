import SourceText

/// A text that is being put together, counted as memory while it grows.
struct GrowingText {
    private let realm: Realm
    private let site: SourceRange
    private(set) var units: [UInt16] = []
    /// Units that are not on the account yet.
    private var unchargedCount = 0

    init(_ realm: Realm, at site: SourceRange) {
        self.realm = realm
        self.site = site
    }

    var count: Int { units.count }
    var string: UTF16String { UTF16String(units: units) }

    mutating func append(_ more: some Collection<UInt16>) throws {
        try realm.steps(more.count / 32 + 1, at: site)
        charge(more.count)
        if realm.heap.isExhausted { throw realm.stop(.tooMuchMemory, at: site) }
        units += more
    }

    mutating func append(_ unit: UInt16) {
        charge(1)
        units.append(unit)
    }

    /// A text that stays short may be dropped soon; what makes it longer counts for good.
    private mutating func charge(_ count: Int) {
        unchargedCount += count
        if unchargedCount <= Self.chunk { return }
        realm.heap.charge(bytes: unchargedCount * 2)
        unchargedCount = 0
    }

    private static let chunk = 512

    /// Takes back what came after the first `count` units.
    mutating func cut(to count: Int) {
        units.removeSubrange(count...)
    }
}
