import SourceText

/// Values by key, in the order in which the keys came; removing one while somebody walks over them is safe.
struct OrderedEntries {
    private enum Key: Hashable {
        case undefined, null
        case boolean(Bool)
        case number(Double)
        case string(UTF16String)
        case symbol(Symbol)
        case object(ObjectIdentifier)

        /// NaN equals itself, and so do both zeros.
        init(_ value: Value) {
            switch value {
            case .undefined: self = .undefined
            case .null: self = .null
            case .boolean(let boolean): self = .boolean(boolean)
            // NaN is unequal even to itself, so its bits stand in for it, as a text that no number has.
            case .number(let number): self = number.isNaN ? .symbol(.notANumber) : .number(number + 0)
            case .string(let string): self = .string(string)
            case .symbol(let symbol): self = .symbol(symbol)
            case .object(let object): self = .object(ObjectIdentifier(object))
            }
        }
    }

    private var slots: [(key: Value, value: Value)?] = []
    private var places: [Key: Int] = [:]

    var count: Int { places.count }
    var all: [(key: Value, value: Value)] { slots.compactMap { $0 } }

    func value(for key: Value) -> Value? {
        places[Key(key)].flatMap { slots[$0]?.value }
    }

    mutating func set(_ key: Value, to value: Value) {
        let hashed = Key(key)
        if let place = places[hashed] {
            slots[place]?.value = value
        } else {
            places[hashed] = slots.count
            // −0 is kept as 0.
            if case .number(let number) = key {
                slots.append((.number(number + 0), value))
            } else {
                slots.append((key, value))
            }
        }
    }

    mutating func remove(_ key: Value) -> Bool {
        guard let place = places.removeValue(forKey: Key(key)) else { return false }
        slots[place] = nil
        return true
    }

    mutating func removeAll() {
        places = [:]
        // The places stay, so that a walk that is under way comes to its end.
        slots = Array(repeating: nil, count: slots.count)
    }

    /// The first entry at or after a place, and the place after it.
    func entry(from place: Int) -> (entry: (key: Value, value: Value), next: Int)? {
        var place = place
        while place < slots.count {
            if let entry = slots[place] { return (entry, place + 1) }
            place += 1
        }
        return nil
    }
}

extension Symbol {
    fileprivate static let notANumber = Symbol("NaN")
}

/// Reference: https://tc39.es/ecma262/#sec-map-objects
final class MapObject: Object {
    fileprivate var table = OrderedEntries()
    fileprivate let kind: CollectionKind

    init(_ realm: Realm, _ kind: CollectionKind, prototype: Object) {
        self.kind = kind
        super.init(realm, prototype: prototype)
    }

    override var className: UTF16String { kind == .weak ? "WeakMap" : "Map" }

    override func clear() {
        super.clear()
        table = OrderedEntries()
    }

    override func report(to census: inout TextCensus) {
        super.report(to: &census)
        for entry in table.all {
            census.add(entry.key)
            census.add(entry.value)
        }
    }

    var count: Int { table.count }
    var entries: [(key: Value, value: Value)] { table.all }

    func set(_ key: Value, to value: Value) {
        realm.heap.charge(bytes: 192)
        table.set(key, to: value)
    }
}

/// Reference: https://tc39.es/ecma262/#sec-set-objects
final class SetObject: Object {
    fileprivate var table = OrderedEntries()
    fileprivate let kind: CollectionKind

    init(_ realm: Realm, _ kind: CollectionKind, prototype: Object) {
        self.kind = kind
        super.init(realm, prototype: prototype)
    }

    override var className: UTF16String { kind == .weak ? "WeakSet" : "Set" }

    override func clear() {
        super.clear()
        table = OrderedEntries()
    }

    override func report(to census: inout TextCensus) {
        super.report(to: &census)
        for entry in table.all {
            census.add(entry.key)
            census.add(entry.value)
        }
    }

    var count: Int { table.count }
    var values: [Value] { table.all.map(\.key) }

    func add(_ value: Value) {
        realm.heap.charge(bytes: 192)
        table.set(value, to: value)
    }
}

extension Realm {
    func makeMapClass(_ kind: CollectionKind) -> Intrinsics.Class {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        let name: UTF16String = kind == .weak ? "WeakMap" : "Map"
        let constructor = NativeFunction(self, constructor: name, length: 0, prototype: prototype) { call in
            guard let newTarget = call.newTarget else { throw call.typeError("Constructor \(name) requires 'new'") }
            let map = MapObject(
                call.realm, kind, prototype: try newTarget.prototypeForInstances(default: prototype))
            if call[0].isNullish { return .object(map) }
            try call.realm.forEach(in: call[0], at: call.site) { entry in
                guard let object = entry.asObject else {
                    throw call.typeError("Iterator value \(inspectPlain(entry)) is not an entry object")
                }
                map.set(try object.get(.index(0)), to: try object.get(.index(1)))
                return .goOn
            }
            return .object(map)
        }
        prototype.put(.symbol(.toStringTag), .string(name), .configurable)
        prototype.method("get", 1) { call in try call.thisMap(kind).table.value(for: call[0]) ?? .undefined }
        prototype.method("set", 2) { call in
            try call.thisMap(kind).set(call[0], to: call[1])
            return call.this
        }
        prototype.method("has", 1) { call in .boolean(try call.thisMap(kind).table.value(for: call[0]) != nil) }
        prototype.method("delete", 1) { call in .boolean(try call.thisMap(kind).table.remove(call[0])) }
        if kind == .ordinary {
            addMapIteration(prototype)
            constructor.method("groupBy", 2) { call in try call.groupIntoMap(prototype) }
        }
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    private func addMapIteration(_ prototype: Object) {
        prototype.method("clear", 0) { call in
            try call.thisMap(.ordinary).table.removeAll()
            return .undefined
        }
        prototype.getter("size") { call in .integer(try call.thisMap(.ordinary).count) }
        prototype.method("forEach", 1) { call in
            let map = try call.thisMap(.ordinary)
            let callback = try call.callback(0)
            var place = 0
            while let (entry, next) = map.table.entry(from: place) {
                place = next
                _ = try callback.call(this: call[1], [entry.value, entry.key, call.this], at: call.site)
            }
            return .undefined
        }
        prototype.method("keys", 0) { call in .object(try call.mapIterator { _, entry in entry.key }) }
        prototype.method("values", 0) { call in .object(try call.mapIterator { _, entry in entry.value }) }
        prototype.method("entries", 0) { call in
            .object(
                try call.mapIterator { realm, entry in .object(ArrayObject(realm, [entry.key, entry.value])) })
        }
        prototype.put(.iterator, prototype.ownProperty("entries")?.plainValue ?? .undefined, .hidden)
    }

    func makeSetClass(_ kind: CollectionKind) -> Intrinsics.Class {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        let name: UTF16String = kind == .weak ? "WeakSet" : "Set"
        let constructor = NativeFunction(self, constructor: name, length: 0, prototype: prototype) { call in
            guard let newTarget = call.newTarget else { throw call.typeError("Constructor \(name) requires 'new'") }
            let set = SetObject(
                call.realm, kind, prototype: try newTarget.prototypeForInstances(default: prototype))
            if call[0].isNullish { return .object(set) }
            try call.realm.forEach(in: call[0], at: call.site) { value in
                set.add(value)
                return .goOn
            }
            return .object(set)
        }
        prototype.put(.symbol(.toStringTag), .string(name), .configurable)
        prototype.method("add", 1) { call in
            try call.thisSet(kind).add(call[0])
            return call.this
        }
        prototype.method("has", 1) { call in .boolean(try call.thisSet(kind).table.value(for: call[0]) != nil) }
        prototype.method("delete", 1) { call in .boolean(try call.thisSet(kind).table.remove(call[0])) }
        if kind == .ordinary { addSetIteration(prototype) }
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }

    private func addSetIteration(_ prototype: Object) {
        prototype.method("clear", 0) { call in
            try call.thisSet(.ordinary).table.removeAll()
            return .undefined
        }
        prototype.getter("size") { call in .integer(try call.thisSet(.ordinary).count) }
        prototype.method("forEach", 1) { call in
            let set = try call.thisSet(.ordinary)
            let callback = try call.callback(0)
            var place = 0
            while let (entry, next) = set.table.entry(from: place) {
                place = next
                _ = try callback.call(this: call[1], [entry.key, entry.key, call.this], at: call.site)
            }
            return .undefined
        }
        prototype.method("values", 0) { call in .object(try call.setIterator { _, value in value }) }
        let values = prototype.ownProperty("values")?.plainValue ?? .undefined
        prototype.put("keys", values, .hidden)
        prototype.put(.iterator, values, .hidden)
        prototype.method("entries", 0) { call in
            .object(try call.setIterator { realm, value in .object(ArrayObject(realm, [value, value])) })
        }
    }
}

extension Call {
    fileprivate func thisMap(_ kind: CollectionKind) throws -> MapObject {
        guard let map = this.asObject as? MapObject, map.kind == kind else {
            throw typeError(
                "Method Map.prototype.\(functionName) called on incompatible receiver \(inspectPlain(this))")
        }
        return map
    }

    fileprivate func thisSet(_ kind: CollectionKind) throws -> SetObject {
        guard let set = this.asObject as? SetObject, set.kind == kind else {
            throw typeError(
                "Method Set.prototype.\(functionName) called on incompatible receiver \(inspectPlain(this))")
        }
        return set
    }

    fileprivate func mapIterator(
        _ item: @escaping (Realm, (key: Value, value: Value)) -> Value
    ) throws -> Object {
        let map = try thisMap(.ordinary)
        var place = 0
        return ListIterator(realm) { [realm] in
            guard let (entry, next) = map.table.entry(from: place) else { return nil }
            place = next
            return item(realm, entry)
        }
    }

    fileprivate func setIterator(_ item: @escaping (Realm, Value) -> Value) throws -> Object {
        let set = try thisSet(.ordinary)
        var place = 0
        return ListIterator(realm) { [realm] in
            guard let (entry, next) = set.table.entry(from: place) else { return nil }
            place = next
            return item(realm, entry.key)
        }
    }

    fileprivate func groupIntoMap(_ prototype: Object) throws -> Value {
        let map = MapObject(realm, .ordinary, prototype: prototype)
        let callback = try callback(1)
        for (index, value) in try realm.values(of: self[0], at: site).enumerated() {
            let key = try callback.call(this: .undefined, [value, .integer(index)], at: site)
            if let group = map.table.value(for: key)?.asArray {
                try group.append([value])
            } else {
                map.set(key, to: .object(ArrayObject(realm, [value])))
            }
        }
        return .object(map)
    }
}
