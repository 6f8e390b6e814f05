/// An ECMAScript language value.
///
/// Reference: https://tc39.es/ecma262/#sec-ecmascript-language-types
package enum Value {
    case undefined
    case null
    case boolean(Bool)
    case number(Double)
    case string(UTF16String)
    case symbol(Symbol)
    case object(Object)
}

extension Value {
    package static func text(_ text: String) -> Value { .string(UTF16String(text)) }
    package static func integer(_ integer: Int) -> Value { .number(Double(integer)) }

    package var isUndefined: Bool { if case .undefined = self { true } else { false } }

    /// Whether it is `undefined` or `null`.
    package var isNullish: Bool {
        switch self {
        case .undefined, .null: true
        default: false
        }
    }

    package var asObject: Object? { if case .object(let object) = self { object } else { nil } }
    package var asFunction: FunctionObject? { asObject as? FunctionObject }
    package var asArray: ArrayObject? { asObject as? ArrayObject }
    package var asOpaque: OpaqueValue? { asObject as? OpaqueValue }
    package var asNumber: Double? { if case .number(let number) = self { number } else { nil } }
    package var asBoolean: Bool? { if case .boolean(let boolean) = self { boolean } else { nil } }

    /// A string's text; lone surrogates become U+FFFD.
    package var asText: String? { if case .string(let string) = self { string.text } else { nil } }

    /// What the `typeof` operator says.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-typeof-operator
    package var typeName: UTF16String {
        switch self {
        case .undefined: "undefined"
        case .null: "object"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .symbol: "symbol"
        case .object(let object): object.typeName
        }
    }
}

/// What an object may have been made of, `nil` standing for an absent object: convenient for optional results.
extension Value {
    init(_ object: Object?) {
        self = object.map(Value.object) ?? .undefined
    }
}

extension Value: ExpressibleByStringLiteral {
    package init(stringLiteral value: StaticString) {
        self = .string(UTF16String(stringLiteral: value))
    }
}
