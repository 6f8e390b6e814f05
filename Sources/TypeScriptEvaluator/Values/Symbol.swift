/// A symbol value; two are equal only when they are one.
///
/// Reference: https://tc39.es/ecma262/#sec-ecmascript-language-types-symbol-type
package final class Symbol: Sendable {
    package let name: UTF16String?
    /// A `#name` of a class: never listed, never reached by a computed key.
    let isPrivate: Bool

    init(_ name: UTF16String?, isPrivate: Bool = false) {
        self.name = name
        self.isPrivate = isPrivate
    }

    package static let iterator = Symbol("Symbol.iterator")
    static let asyncIterator = Symbol("Symbol.asyncIterator")
    static let hasInstance = Symbol("Symbol.hasInstance")
    package static let toPrimitive = Symbol("Symbol.toPrimitive")
    static let toStringTag = Symbol("Symbol.toStringTag")
    static let species = Symbol("Symbol.species")
    static let isConcatSpreadable = Symbol("Symbol.isConcatSpreadable")
    static let unscopables = Symbol("Symbol.unscopables")
    static let match = Symbol("Symbol.match")
    static let matchAll = Symbol("Symbol.matchAll")
    static let replace = Symbol("Symbol.replace")
    static let search = Symbol("Symbol.search")
    static let split = Symbol("Symbol.split")

    /// As `String(symbol)` writes it.
    var descriptiveText: UTF16String { "Symbol(" + (name ?? "") + ")" }
}

extension Symbol: Hashable {
    package static func == (left: Symbol, right: Symbol) -> Bool { left === right }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
