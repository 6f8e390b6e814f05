package import SourceText

/// An object, with the ordinary internal methods; exotic kinds override them.
///
/// Every object belongs to the heap of its realm, which lives as long as the evaluation and takes all cycles apart at
/// its end.
///
/// Reference: https://tc39.es/ecma262/#sec-ordinary-object-internal-methods-and-internal-slots
package class Object {
    // The realm owns the heap that owns this object, so it outlives it.
    package unowned(unsafe) let realm: Realm
    package internal(set) var prototype: Object?
    package internal(set) var isExtensible = true
    /// Invariant: in order of creation; `ownPropertyNames` brings integer keys to the front.
    var properties = PropertyTable()
    /// The expression that made it: a call of a host function, a literal.
    package var origin: SourceRange?

    init(_ realm: Realm, prototype: Object?) {
        self.realm = realm
        self.prototype = prototype
        realm.heap.register(self)
    }

    /// What `typeof` says of it.
    var typeName: UTF16String { "object" }

    /// As in `[object Array]`.
    var className: UTF16String { "Object" }

    /// Its `get` and `set` differ from the ordinary ones, so they must be asked even when it is only a prototype.
    var isExotic: Bool { false }

    /// Lets go of everything, so that cycles fall apart. Only the heap calls it.
    func clear() {
        properties = PropertyTable()
        prototype = nil
    }

    /// Names the values that it holds.
    func report(to census: inout TextCensus) {
        for (name, property) in properties.all {
            if case .string(let text) = name { census.add(text) }
            if case .value(let value) = property.content { census.add(value) }
        }
    }

    // MARK: Internal methods

    /// Reference: https://tc39.es/ecma262/#sec-ordinarygetownproperty
    package func ownProperty(_ name: PropertyName) -> Property? {
        properties[name]
    }

    /// Reference: https://tc39.es/ecma262/#sec-ordinarydefineownproperty
    func defineOwnProperty(_ name: PropertyName, _ descriptor: PropertyDescriptor) throws -> Bool {
        guard let property = validated(descriptor, for: ownProperty(name)) else { return false }
        store(property, as: name)
        return true
    }

    /// Puts a property in its place, checked already.
    func store(_ property: Property, as name: PropertyName) {
        if properties[name] == nil { realm.heap.charge(bytes: 160) }
        properties[name] = property
    }

    /// Reference: https://tc39.es/ecma262/#sec-ordinaryhasproperty
    package func hasProperty(_ name: PropertyName) -> Bool {
        var object = self
        while true {
            if object.ownProperty(name) != nil { return true }
            guard let next = object.prototype else { return false }
            if next.isExotic { return next.hasProperty(name) }
            object = next
        }
    }

    /// Reference: https://tc39.es/ecma262/#sec-ordinaryget
    package func get(_ name: PropertyName, receiver: Value) throws -> Value {
        var object = self
        var hops = 0
        while true {
            if let property = object.ownProperty(name) {
                switch property.content {
                case .value(let value): return value
                case .accessor(let get, _): return try get?.call(this: receiver, []) ?? .undefined
                }
            }
            hops += 1
            if hops & 255 == 0 { try realm.steps(256) }
            guard let next = object.prototype else { return .undefined }
            if next.isExotic { return try next.get(name, receiver: receiver) }
            object = next
        }
    }

    /// Whether it was set; in strict code the caller throws if not.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-ordinaryset
    func set(_ name: PropertyName, to value: Value, receiver: Value, keyRange: SourceRange?) throws -> Bool {
        var object = self
        while true {
            if let property = object.ownProperty(name) {
                switch property.content {
                case .accessor(_, let set):
                    guard let set else { return false }
                    _ = try set.call(this: receiver, [value])
                    return true
                case .value:
                    guard property.isWritable else { return false }
                    return try Self.setOwn(name, to: value, receiver: receiver, keyRange: keyRange)
                }
            }
            guard let next = object.prototype else {
                return try Self.setOwn(name, to: value, receiver: receiver, keyRange: keyRange)
            }
            if next.isExotic { return try next.set(name, to: value, receiver: receiver, keyRange: keyRange) }
            object = next
        }
    }

    static func setOwn(
        _ name: PropertyName, to value: Value, receiver: Value, keyRange: SourceRange?
    ) throws -> Bool {
        guard let target = receiver.asObject else { return false }
        if let existing = target.ownProperty(name) {
            guard case .value = existing.content, existing.isWritable else { return false }
            var descriptor = PropertyDescriptor()
            descriptor.value = value
            return try target.defineOwnProperty(name, descriptor)
        }
        return try target.defineOwnProperty(name, PropertyDescriptor(value, .all, keyRange: keyRange))
    }

    /// Reference: https://tc39.es/ecma262/#sec-ordinarydelete
    func delete(_ name: PropertyName) -> Bool {
        guard let property = ownProperty(name) else { return true }
        guard property.isConfigurable else { return false }
        properties[name] = nil
        return true
    }

    /// Array indices ascending, then strings, then symbols, each in order of creation. Private names are left out.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-ordinaryownpropertykeys
    package var ownPropertyNames: [PropertyName] {
        var indices: [UInt32] = []
        var strings: [PropertyName] = []
        var symbols: [PropertyName] = []
        for name in properties.names {
            switch name {
            case .index(let index): indices.append(index)
            case .string: strings.append(name)
            case .symbol(let symbol): if !symbol.isPrivate { symbols.append(name) }
            }
        }
        guard !indices.isEmpty || !symbols.isEmpty else { return strings }
        return indices.sorted().map(PropertyName.index) + strings + symbols
    }

    /// `false` when it may not change or would become its own ancestor.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-ordinarysetprototypeof
    func setPrototype(_ new: Object?) -> Bool {
        if new === prototype { return true }
        guard isExtensible else { return false }
        var ancestor = new
        while let object = ancestor {
            if object === self { return false }
            ancestor = object.prototype
        }
        prototype = new
        return true
    }

    func preventExtensions() -> Bool {
        isExtensible = false
        return true
    }

    // MARK: Shorthands

    package func get(_ name: PropertyName) throws -> Value {
        try get(name, receiver: .object(self))
    }

    /// Makes or replaces a plain property without looking at what was there.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-createdatapropertyorthrow, for objects that cannot refuse.
    package func put(
        _ name: PropertyName, _ value: Value, _ attributes: Property.Attributes = .all, keyRange: SourceRange? = nil
    ) {
        store(Property(value, attributes, keyRange: keyRange), as: name)
    }

    /// The property with everything filled in that results from a descriptor, `nil` when it must be refused.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-validateandapplypropertydescriptor
    func validated(_ new: PropertyDescriptor, for current: Property?) -> Property? {
        guard let current else {
            guard isExtensible else { return nil }
            return Property(
                filling: new, value: .undefined, get: nil, set: nil, attributes: [], keyRange: new.keyRange)
        }
        if !current.isConfigurable {
            if new.isConfigurable == true { return nil }
            if let isEnumerable = new.isEnumerable, isEnumerable != current.isEnumerable { return nil }
            switch current.content {
            case .accessor(let get, let set):
                if new.isData { return nil }
                if let newGet = new.get, newGet !== get { return nil }
                if let newSet = new.set, newSet !== set { return nil }
            case .value(let value):
                if new.isAccessor { return nil }
                if !current.isWritable {
                    if new.isWritable == true { return nil }
                    if let newValue = new.value, !sameValue(newValue, value) { return nil }
                }
            }
        }
        let range = current.keyRange ?? new.keyRange
        var kept = current.attributes
        switch current.content {
        case .value(let value):
            if new.isAccessor { kept.remove(.writable) }
            return Property(filling: new, value: value, get: nil, set: nil, attributes: kept, keyRange: range)
        case .accessor(let get, let set):
            return Property(
                filling: new, value: .undefined, get: get, set: set, attributes: kept, keyRange: range,
                isAccessor: !new.isData)
        }
    }
}

extension Property {
    /// A property out of a descriptor and what stands for its absent fields.
    fileprivate init(
        filling descriptor: PropertyDescriptor, value: Value, get: FunctionObject?, set: FunctionObject?,
        attributes: Attributes, keyRange: SourceRange?, isAccessor: Bool = false
    ) {
        var attributes = attributes
        func apply(_ isSet: Bool?, _ attribute: Attributes) {
            guard let isSet else { return }
            if isSet { attributes.insert(attribute) } else { attributes.remove(attribute) }
        }
        apply(descriptor.isEnumerable, .enumerable)
        apply(descriptor.isConfigurable, .configurable)
        if descriptor.isAccessor || isAccessor {
            self.init(
                get: descriptor.get ?? get, set: descriptor.set ?? set, attributes, keyRange: keyRange)
        } else {
            apply(descriptor.isWritable, .writable)
            self.init(descriptor.value ?? value, attributes, keyRange: keyRange)
        }
    }
}
