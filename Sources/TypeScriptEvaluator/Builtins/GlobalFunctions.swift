import SourceText

/// A function of the global object.
struct GlobalFunction: Sendable {
    let name: String
    let length: Int
    let behaviour: @Sendable (Call) throws -> Value

    init(_ name: String, _ length: Int, _ behaviour: @escaping @Sendable (Call) throws -> Value) {
        self.name = name
        self.length = length
        self.behaviour = behaviour
    }
}

/// Reference: https://tc39.es/ecma262/#sec-function-properties-of-the-global-object
let globalFunctions: [GlobalFunction] = [
    GlobalFunction("parseInt", 2) { call in .number(try call.realm.parseInteger(call[0], radix: call[1])) },
    GlobalFunction("parseFloat", 1) { call in .number(decimalPrefix(try call.realm.toText(call[0]))) },
    GlobalFunction("isNaN", 1) { call in .boolean(try call.realm.toNumber(call[0]).isNaN) },
    GlobalFunction("isFinite", 1) { call in .boolean(try call.realm.toNumber(call[0]).isFinite) },
    GlobalFunction("encodeURIComponent", 1) { call in try call.encodeURI(keeping: URISet.unreserved) },
    GlobalFunction("encodeURI", 1) { call in
        try call.encodeURI(keeping: URISet.unreserved.union(URISet.reserved))
    },
    GlobalFunction("decodeURIComponent", 1) { call in try call.decodeURI(keeping: []) },
    GlobalFunction("decodeURI", 1) { call in try call.decodeURI(keeping: URISet.reserved) },
    GlobalFunction("structuredClone", 1) { call in
        var clone = StructuredClone(realm: call.realm, site: call.site)
        return try clone.copy(call[0])
    },
    GlobalFunction("queueMicrotask", 1) { call in
        let function = try call.callback(0)
        call.realm.jobs.add { _ = try function.call(this: .undefined, []) }
        return .undefined
    },
    GlobalFunction("setTimeout", 2) { call in
        try call.setTimer(after: call.realm.toNumber(call[1]), passing: call.arguments.dropFirst(2))
    },
    GlobalFunction("setImmediate", 1) { call in try call.setTimer(after: 0, passing: call.arguments.dropFirst()) },
    GlobalFunction("setInterval", 2) { call in throw call.realm.unsupported("`setInterval`", at: call.site) },
    GlobalFunction("clearTimeout", 1) { call in call.clearTimer() },
    GlobalFunction("clearImmediate", 1) { call in call.clearTimer() },
    GlobalFunction("clearInterval", 1) { call in call.clearTimer() },
    GlobalFunction("fetch", 1) { call in call.realm.networkPromise("`fetch`", at: call.site) },
    GlobalFunction("btoa", 1) { call in try call.encodeBase64() },
    GlobalFunction("atob", 1) { call in try call.decodeBase64() },
]

extension Realm {
    /// Reference: https://tc39.es/ecma262/#sec-parseint-string-radix
    func parseInteger(_ value: Value, radix: Value) throws -> Double {
        var units = try toText(value).trimmed(.start).units[...]
        var base = Int(try toInt32(radix))
        var isNegative = false
        if let sign = units.first, sign == 0x2B || sign == 0x2D {
            isNegative = sign == 0x2D
            units = units.dropFirst()
        }
        guard base == 0 || (2...36).contains(base) else { return .nan }
        let second = units.dropFirst().first
        if base == 0 || base == 16, units.first == 0x30, second == 0x78 || second == 0x58 {
            units = units.dropFirst(2)
            base = 16
        }
        if base == 0 { base = 10 }
        let digits = units.prefix { digitValue($0).map { $0 < base } ?? false }
        let magnitude = integer(digits.map { UInt8($0) }, radix: base)
        return isNegative ? -magnitude : magnitude
    }

    /// A promise that nothing will ever settle, since a definition does not reach the network.
    func networkPromise(_ what: String, at site: SourceRange) -> Value {
        diagnostics.add(
            Diagnostic(
                .warning, code: "network-at-load",
                message: "\(what) does nothing: a definition is evaluated without network", range: site))
        let promise = PromiseObject(self)
        promise.waitsFor = "the network"
        return .object(promise)
    }
}

extension Call {
    /// Timers run when everything else is done, in the order of their delays, without waiting.
    fileprivate func setTimer(after milliseconds: Double, passing rest: ArraySlice<Value>) throws -> Value {
        let function = try callback(0)
        return .integer(
            realm.jobs.addTimer(after: milliseconds) { _ = try function.call(this: .undefined, Array(rest)) })
    }

    fileprivate func clearTimer() -> Value {
        if let id = self[0].asNumber.flatMap({ Int(exactly: $0) }) { realm.jobs.removeTimer(id) }
        return .undefined
    }

    /// An argument that must be a function.
    func callback(_ index: Int) throws -> FunctionObject {
        guard let function = self[index].asFunction else {
            throw typeError("\(inspectPlain(self[index])) is not a function")
        }
        return function
    }
}

/// Characters that stay as they are in a URI.
private enum URISet {
    static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()".utf16)
    static let reserved = Set(";/?:@&=+$,#".utf16)
}

extension Call {
    /// Reference: https://tc39.es/ecma262/#sec-encode
    fileprivate func encodeURI(keeping kept: Set<UInt16>) throws -> Value {
        let text = try realm.toText(self[0])
        try realm.steps(text.count, at: site)
        var units: [UInt16] = []
        var decoder = UTF16()
        var iterator = text.units.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .emptyInput: return .string(UTF16String(units: units))
            case .error: throw realm.error(.uri, "URI malformed", at: site)
            case .scalarValue(let scalar):
                if scalar.isASCII, kept.contains(UInt16(scalar.value)) {
                    units.append(UInt16(scalar.value))
                } else {
                    for byte in String(scalar).utf8 { units += percentEncoding(of: byte) }
                }
            }
        }
    }

    /// Reference: https://tc39.es/ecma262/#sec-decode
    fileprivate func decodeURI(keeping kept: Set<UInt16>) throws -> Value {
        let units = try realm.toText(self[0]).units
        try realm.steps(units.count, at: site)
        var result: [UInt16] = []
        var index = 0
        func escapedByte() throws -> UInt8 {
            guard index + 2 < units.count, units[index] == 0x25, let high = digitValue(units[index + 1]),
                let low = digitValue(units[index + 2]), high < 16, low < 16
            else { throw realm.error(.uri, "URI malformed", at: site) }
            index += 3
            return UInt8(high * 16 + low)
        }
        while index < units.count {
            guard units[index] == 0x25 else {
                result.append(units[index])
                index += 1
                continue
            }
            let start = index
            var bytes = [try escapedByte()]
            let count = bytes[0] < 0x80 ? 1 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4
            while bytes.count < count { bytes.append(try escapedByte()) }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw realm.error(.uri, "URI malformed", at: site)
            }
            let decoded = Array(text.utf16)
            result += count == 1 && kept.contains(decoded[0]) ? Array(units[start..<index]) : decoded
        }
        return .string(UTF16String(units: result))
    }
}

/// `%2F`
func percentEncoding(of byte: UInt8) -> [UInt16] {
    let digits = Array("0123456789ABCDEF".utf16)
    return [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}
