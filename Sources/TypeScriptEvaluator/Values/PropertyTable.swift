import OrderedCollections

/// Properties by name, in order of creation.
struct PropertyTable {
    private var table: OrderedDictionary<PropertyName, Property> = [:]

    init() {}

    @inline(__always)
    subscript(name: PropertyName) -> Property? {
        get { table[name] }
        _modify { yield &table[name] }
    }

    var names: some Collection<PropertyName> { table.keys }
    var all: some Sequence<(key: PropertyName, value: Property)> { table }
    var isEmpty: Bool { table.isEmpty }
}
