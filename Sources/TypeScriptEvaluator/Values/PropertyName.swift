/// A property key.
///
/// Invariant: a string that is an array index in canonical form (`"0"`, `"42"`, not `"042"`) is always `index`, so that
/// equal keys are equal values and integer-like keys can be told apart for ordering.
///
/// Reference: https://tc39.es/ecma262/#sec-object-type
package enum PropertyName: Sendable, Hashable {
    /// 0 to 2³² − 2.
    case index(UInt32)
    case string(UTF16String)
    case symbol(Symbol)

    package init(_ string: UTF16String) {
        self = Self.index(in: string.units).map(Self.index) ?? .string(string)
    }

    package init(_ text: String) {
        self.init(UTF16String(text))
    }

    /// The name of an integer; negative and large ones are plain strings.
    init(_ integer: Int) {
        if integer >= 0, integer < Int(UInt32.max) {
            self = .index(UInt32(integer))
        } else {
            self = .string(UTF16String(String(integer)))
        }
    }

    /// As a string value; a symbol gives its description.
    package var string: UTF16String {
        switch self {
        case .index(let index): UTF16String(String(index))
        case .string(let string): string
        case .symbol(let symbol): symbol.descriptiveText
        }
    }

    package var text: String { string.text }

    /// The key as the language sees it.
    var value: Value {
        if case .symbol(let symbol) = self { .symbol(symbol) } else { .string(string) }
    }

    var isSymbol: Bool { if case .symbol = self { true } else { false } }

    private static func index(in units: [UInt16]) -> UInt32? {
        guard let first = units.first, first >= 0x30, first <= 0x39, units.count <= 10 else { return nil }
        if first == 0x30 { return units.count == 1 ? 0 : nil }
        var value: UInt64 = 0
        for unit in units {
            guard unit >= 0x30, unit <= 0x39 else { return nil }
            value = value * 10 + UInt64(unit - 0x30)
        }
        return value < UInt64(UInt32.max) ? UInt32(value) : nil
    }
}

extension PropertyName: ExpressibleByStringLiteral {
    package init(stringLiteral value: StaticString) {
        self.init("\(value)")
    }
}

/// Names that the evaluator itself looks up all the time.
extension PropertyName {
    package static let length: Self = "length"
    static let prototype: Self = "prototype"
    static let constructor: Self = "constructor"
    package static let name: Self = "name"
    package static let message: Self = "message"
    static let stack: Self = "stack"
    static let cause: Self = "cause"
    static let value: Self = "value"
    static let done: Self = "done"
    static let next: Self = "next"
    static let then: Self = "then"
    static let valueOf: Self = "valueOf"
    static let toText: Self = "toString"
    static let toJSON: Self = "toJSON"
    static let iterator: Self = .symbol(.iterator)
    static let `default`: Self = "default"
    static let lastIndex: Self = "lastIndex"
}
