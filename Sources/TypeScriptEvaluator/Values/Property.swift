package import SourceText

/// A property of an object, and where its key was written.
///
/// Reference: https://tc39.es/ecma262/#sec-property-attributes
package struct Property {
    package enum Content {
        case value(Value)
        case accessor(get: FunctionObject?, set: FunctionObject?)
    }

    package struct Attributes: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let writable = Self(rawValue: 1)
        package static let enumerable = Self(rawValue: 2)
        package static let configurable = Self(rawValue: 4)

        /// What an assignment makes.
        package static let all: Self = [.writable, .enumerable, .configurable]
        /// What built-in functions have.
        package static let hidden: Self = [.writable, .configurable]
    }

    package var content: Content
    package var attributes: Attributes
    /// The key in an object literal, the assignment that made the property, or what it was copied from.
    package var keyRange: SourceRange?

    package init(_ value: Value, _ attributes: Attributes = .all, keyRange: SourceRange? = nil) {
        self.content = .value(value)
        self.attributes = attributes
        self.keyRange = keyRange
    }

    init(get: FunctionObject?, set: FunctionObject?, _ attributes: Attributes, keyRange: SourceRange? = nil) {
        self.content = .accessor(get: get, set: set)
        self.attributes = attributes
        self.keyRange = keyRange
    }

    package var isEnumerable: Bool { attributes.contains(.enumerable) }
    var isWritable: Bool { attributes.contains(.writable) }
    var isConfigurable: Bool { attributes.contains(.configurable) }
}

/// What `Object.defineProperty` is given: some of a property's fields.
///
/// Reference: https://tc39.es/ecma262/#sec-property-descriptor-specification-type
struct PropertyDescriptor {
    var value: Value?
    /// `.some(nil)` is a present `undefined`.
    var get: FunctionObject??
    var set: FunctionObject??
    var isWritable: Bool?
    var isEnumerable: Bool?
    var isConfigurable: Bool?
    var keyRange: SourceRange?

    init() {}

    /// All fields of a data property.
    init(_ value: Value, _ attributes: Property.Attributes, keyRange: SourceRange? = nil) {
        self.value = value
        self.isWritable = attributes.contains(.writable)
        self.isEnumerable = attributes.contains(.enumerable)
        self.isConfigurable = attributes.contains(.configurable)
        self.keyRange = keyRange
    }

    init(_ property: Property) {
        switch property.content {
        case .value(let value):
            self.value = value
            isWritable = property.isWritable
        case .accessor(let get, let set):
            self.get = .some(get)
            self.set = .some(set)
        }
        isEnumerable = property.isEnumerable
        isConfigurable = property.isConfigurable
        keyRange = property.keyRange
    }

    var isAccessor: Bool { self.get != nil || self.set != nil }
    var isData: Bool { value != nil || isWritable != nil }
}
