/// Reference: https://tc39.es/ecma262/#sec-type-conversion
extension Realm {
    enum PreferredType {
        case string, number, none

        var name: UTF16String {
            switch self {
            case .string: "string"
            case .number: "number"
            case .none: "default"
            }
        }
    }

    /// Reference: https://tc39.es/ecma262/#sec-toprimitive
    func toPrimitive(_ value: Value, preferring preferred: PreferredType = .none) throws -> Value {
        guard case .object(let object) = value else { return value }
        let exotic = try object.get(.symbol(.toPrimitive))
        if !exotic.isNullish {
            guard let function = exotic.asFunction else {
                throw typeError("\(inspect(exotic)) is not a function")
            }
            let result = try function.call(this: value, [.string(preferred.name)])
            if result.asObject == nil { return result }
            throw typeError("Cannot convert object to primitive value")
        }
        let order: [PropertyName] = preferred == .string ? [.toText, .valueOf] : [.valueOf, .toText]
        for name in order {
            guard let function = try object.get(name).asFunction else { continue }
            let result = try function.call(this: value, [])
            if result.asObject == nil { return result }
        }
        throw typeError("Cannot convert object to primitive value")
    }

    /// Reference: https://tc39.es/ecma262/#sec-tonumber
    package func toNumber(_ value: Value) throws -> Double {
        switch value {
        case .undefined: return .nan
        case .null: return 0
        case .boolean(let boolean): return boolean ? 1 : 0
        case .number(let number): return number
        case .string(let string):
            if string.count > 32 { try steps(string.count) }
            return textToNumber(string)
        case .symbol: throw typeError("Cannot convert a Symbol value to a number")
        case .object: return try toNumber(toPrimitive(value, preferring: .number))
        }
    }

    /// The number without its fraction; NaN becomes 0.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-tointegerorinfinity
    func toIntegerOrInfinity(_ value: Value) throws -> Double {
        let number = try toNumber(value)
        return number.isNaN ? 0 : number.rounded(.towardZero) + 0
    }

    /// Reference: https://tc39.es/ecma262/#sec-toint32
    func toInt32(_ value: Value) throws -> Int32 {
        Int32(bitPattern: try toUInt32(value))
    }

    /// Reference: https://tc39.es/ecma262/#sec-touint32
    func toUInt32(_ value: Value) throws -> UInt32 {
        let number = try toNumber(value)
        guard number.isFinite else { return 0 }
        if let exact = Int64(exactly: number.rounded(.towardZero)) {
            return UInt32(truncatingIfNeeded: exact)
        }
        let modulus = number.rounded(.towardZero).truncatingRemainder(dividingBy: 4_294_967_296)
        return UInt32(truncatingIfNeeded: Int64(modulus))
    }

    /// Reference: https://tc39.es/ecma262/#sec-tostring
    package func toText(_ value: Value) throws -> UTF16String {
        switch value {
        case .undefined: return "undefined"
        case .null: return "null"
        case .boolean(let boolean): return boolean ? "true" : "false"
        case .number(let number): return UTF16String(numberToText(number))
        case .string(let string): return string
        case .symbol: throw typeError("Cannot convert a Symbol value to a string")
        case .object: return try toText(toPrimitive(value, preferring: .string))
        }
    }

    /// Reference: https://tc39.es/ecma262/#sec-topropertykey
    func toPropertyKey(_ value: Value) throws -> PropertyName {
        switch value {
        case .string(let string):
            try weigh(string)
            return PropertyName(string)
        case .symbol(let symbol): return .symbol(symbol)
        case .number(let number):
            if number >= 0, number < 4_294_967_295, let index = UInt32(exactly: number) { return .index(index) }
            return PropertyName(UTF16String(numberToText(number)))
        default:
            let primitive = try toPrimitive(value, preferring: .string)
            if case .symbol(let symbol) = primitive { return .symbol(symbol) }
            return PropertyName(try toText(primitive))
        }
    }

    /// Reference: https://tc39.es/ecma262/#sec-toobject
    func toObject(_ value: Value) throws -> Object {
        switch value {
        case .object(let object): return object
        case .undefined, .null: throw typeError("Cannot convert undefined or null to object")
        case .string(let string): return StringObject(self, string)
        case .boolean: return PrimitiveObject(self, value, prototype: intrinsics.booleanPrototype)
        case .number: return PrimitiveObject(self, value, prototype: intrinsics.numberPrototype)
        case .symbol: return PrimitiveObject(self, value, prototype: intrinsics.symbolPrototype)
        }
    }

    /// A length for array-like objects, 0 to 2⁵³ − 1.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-lengthofarraylike
    func lengthOfArrayLike(_ object: Object) throws -> Int {
        if let array = object as? ArrayObject { return array.elements.count }
        let length = try toIntegerOrInfinity(object.get(.length))
        return Int(min(max(length, 0), 9_007_199_254_740_991))
    }
}

extension Value {
    /// Reference: https://tc39.es/ecma262/#sec-toboolean
    package var isTruthy: Bool {
        switch self {
        case .undefined, .null: false
        case .boolean(let boolean): boolean
        case .number(let number): !(number == 0 || number.isNaN)
        case .string(let string): !string.isEmpty
        case .symbol, .object: true
        }
    }
}
