package import SourceText

/// An array: elements in one piece, holes included.
///
/// An index far beyond the end, and anything but a plain element, is refused rather than kept sparsely: definitions
/// have no use for it.
///
/// Reference: https://tc39.es/ecma262/#sec-array-exotic-objects
package final class ArrayObject: Object {
    /// `nil` is a hole.
    package internal(set) var elements: [Value?]
    /// Where each element was written, when the array comes from a literal without spreads.
    package var elementRanges: [SourceRange] = []
    /// Every element is writable and configurable, and so is the length.
    private var isFrozen = false
    /// Elements may be changed, but none added or removed.
    private var isSealed = false

    package init(_ realm: Realm, _ elements: [Value?] = [], origin: SourceRange? = nil) {
        self.elements = elements
        super.init(realm, prototype: realm.intrinsics.arrayPrototype)
        self.origin = origin
        realm.heap.charge(bytes: elements.count * 16)
    }

    /// `Array.prototype` is an array itself, and has the prototype of objects.
    init(prototypeOf realm: Realm, prototype: Object) {
        elements = []
        super.init(realm, prototype: prototype)
    }

    /// The elements, holes as `undefined`.
    package var values: [Value] { elements.map { $0 ?? .undefined } }

    override var className: UTF16String { "Array" }

    override func clear() {
        super.clear()
        elements = []
    }

    override func report(to census: inout TextCensus) {
        super.report(to: &census)
        for element in elements { if let element { census.add(element) } }
    }

    private var attributes: Property.Attributes {
        isFrozen ? .enumerable : isSealed ? [.enumerable, .writable] : .all
    }

    package override func ownProperty(_ name: PropertyName) -> Property? {
        switch name {
        case .index(let index):
            guard Int(index) < elements.count, let value = elements[Int(index)] else { return nil }
            return Property(value, attributes)
        case .length: return Property(.integer(elements.count), isFrozen ? [] : .writable)
        default: return super.ownProperty(name)
        }
    }

    override func defineOwnProperty(_ name: PropertyName, _ descriptor: PropertyDescriptor) throws -> Bool {
        switch name {
        case .index(let index):
            guard let property = validated(descriptor, for: ownProperty(name)) else { return false }
            guard case .value(let value) = property.content, property.attributes == attributes else {
                throw realm.stop(.unsupported("an array element with accessors or special attributes"))
            }
            return try setElement(Int(index), to: value)
        case .length:
            guard let property = validated(descriptor, for: ownProperty(name)) else { return false }
            guard case .value(let value) = property.content else { return false }
            let length = try realm.toNumber(value)
            guard length >= 0, length < 4_294_967_296, length == length.rounded(.down) else {
                throw realm.rangeError("Invalid array length")
            }
            try setLength(Int(length))
            if descriptor.isWritable == false { isFrozen = true }
            return true
        default: return try super.defineOwnProperty(name, descriptor)
        }
    }

    override func store(_ property: Property, as name: PropertyName) {
        guard case .index(let index) = name, case .value(let value) = property.content, index <= elements.count else {
            return super.store(property, as: name)
        }
        if index == elements.count { elements.append(value) } else { elements[Int(index)] = value }
    }

    private func setElement(_ index: Int, to value: Value) throws -> Bool {
        if index >= elements.count {
            guard !isFrozen, !isSealed, isExtensible else { return false }
            try realm.reserve(bytes: (index - elements.count + 1) * 16)
            while elements.count < index { elements.append(nil) }
            elements.append(value)
        } else {
            elements[index] = value
        }
        return true
    }

    func setLength(_ length: Int) throws {
        if length < elements.count {
            elements.removeSubrange(length...)
        } else {
            try realm.reserve(bytes: (length - elements.count) * 16)
            elements.append(contentsOf: repeatElement(nil, count: length - elements.count))
        }
    }

    func append(_ value: Value) throws {
        guard isMutable else { throw notExtensible() }
        realm.heap.charge(bytes: 16)
        elements.append(value)
    }

    private func notExtensible() -> Abrupt {
        realm.typeError("Cannot add property \(elements.count), object is not extensible")
    }

    /// Adds elements at the end, unless that is not allowed.
    func append(_ values: [Value]) throws {
        guard isMutable else { throw notExtensible() }
        try realm.reserve(bytes: values.count * 16)
        elements.append(contentsOf: values.map(Optional.some))
    }

    /// Whether built-ins may change `elements` directly.
    var isMutable: Bool { !isFrozen && !isSealed && isExtensible }

    override func delete(_ name: PropertyName) -> Bool {
        switch name {
        case .index(let index):
            guard Int(index) < elements.count else { return true }
            guard !isFrozen, !isSealed else { return false }
            elements[Int(index)] = nil
            return true
        case .length: return false
        default: return super.delete(name)
        }
    }

    package override var ownPropertyNames: [PropertyName] {
        elements.indices.filter { elements[$0] != nil }.map { PropertyName.index(UInt32($0)) } + [.length]
            + super.ownPropertyNames
    }

    /// What `Object.freeze` and `Object.seal` do to elements, which have no attributes of their own.
    func restrictElements(_ level: IntegrityLevel) {
        isSealed = true
        if level == .frozen { isFrozen = true }
    }
}
