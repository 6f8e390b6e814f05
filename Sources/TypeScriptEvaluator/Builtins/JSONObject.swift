/// JSON
///
/// Reference: https://tc39.es/ecma262/#sec-json-object
extension Realm {
    func makeJSON() -> Object {
        let json = Object(self, prototype: intrinsics.objectPrototype)
        json.put(.symbol(.toStringTag), "JSON", .configurable)
        json.method("parse", 2) { call in
            let text = try call.realm.toText(call[0])
            var parser = JSONParser(text, realm: call.realm, site: call.site)
            let value = try parser.parse()
            guard let reviver = call[1].asFunction else { return value }
            let root = Object(call.realm, prototype: call.realm.intrinsics.objectPrototype)
            root.put("", value)
            return try call.revive(root, "", reviver)
        }
        json.method("stringify", 3) { call in
            var writer = try JSONWriter(call)
            return try writer.write(call[0]).map(Value.string) ?? .undefined
        }
        return json
    }
}

extension Call {
    /// Reference: https://tc39.es/ecma262/#sec-internalizejsonproperty
    fileprivate func revive(_ holder: Object, _ name: PropertyName, _ reviver: FunctionObject) throws -> Value {
        try realm.checkStack(at: site)
        let value = try holder.get(name)
        if let object = value.asObject {
            for key in object.ownPropertyNames where object.ownProperty(key)?.isEnumerable == true {
                let revived = try revive(object, key, reviver)
                if revived.isUndefined {
                    _ = object.delete(key)
                } else {
                    object.put(key, revived)
                }
            }
        }
        return try reviver.call(this: .object(holder), [name.value, value], at: site)
    }
}

/// Makes JSON text of a value.
///
/// Reference: https://tc39.es/ecma262/#sec-json.stringify
struct JSONWriter {
    private let realm: Realm
    private let call: Call
    private let replacer: FunctionObject?
    private let allowed: [PropertyName]?
    private let gap: [UInt16]
    private var indent: [UInt16] = []
    /// The objects that are being written, each with the key it stands under.
    private var open: [(object: Object, key: PropertyName)] = []
    private var openObjects: Set<ObjectIdentifier> = []
    private var units: [UInt16] = []

    init(_ call: Call) throws {
        realm = call.realm
        self.call = call
        replacer = call[1].asFunction
        allowed = try call[1].asArray?.values.map(call.realm.toPropertyKey)
        switch call[2] {
        case .number(let number): gap = Array(repeating: 0x20, count: number.isNaN ? 0 : Int(min(max(number, 0), 10)))
        case .string(let text): gap = Array(text.units.prefix(10))
        default: gap = []
        }
    }

    /// `nil` for what JSON leaves out: `undefined`, functions, symbols.
    mutating func write(_ value: Value) throws -> UTF16String? {
        let holder = Object(realm, prototype: realm.intrinsics.objectPrototype)
        holder.put("", value)
        guard try append(value, as: "", of: holder) else { return nil }
        return UTF16String(units: units)
    }

    /// Whether anything was written.
    private mutating func append(_ original: Value, as name: PropertyName, of holder: Object) throws -> Bool {
        try realm.step(at: call.site)
        realm.heap.charge(bytes: 16)
        var value = original
        if let object = value.asObject, let toJSON = try object.get(.toJSON).asFunction {
            value = try toJSON.call(this: value, [name.value], at: call.site)
        }
        if let replacer { value = try replacer.call(this: .object(holder), [name.value, value], at: call.site) }
        if let wrapper = value.asObject as? PrimitiveObject { value = wrapper.primitive }
        if let wrapper = value.asObject as? StringObject { value = .string(wrapper.string) }
        switch value {
        case .undefined, .symbol: return false
        case .null: units += "null".utf16
        case .boolean(let boolean): units += (boolean ? "true" : "false").utf16
        case .number(let number): units += (number.isFinite ? numberToText(number) : "null").utf16
        case .string(let text): try appendQuoted(text)
        case .object(let opaque as OpaqueValue): try appendQuoted(opaque.token)
        case .object(is FunctionObject): return false
        case .object(let object): try append(object, as: name)
        }
        return true
    }

    private mutating func append(_ object: Object, as name: PropertyName) throws {
        try realm.checkStack(at: call.site)
        guard openObjects.insert(ObjectIdentifier(object)).inserted else { throw circularError(object, name) }
        open.append((object, name))
        let outer = indent
        indent += gap
        if let array = object as? ArrayObject {
            try appendElements(of: array, outer)
        } else {
            try appendProperties(of: object, outer)
        }
        indent = outer
        open.removeLast()
        openObjects.remove(ObjectIdentifier(object))
    }

    private mutating func appendElements(of array: ArrayObject, _ outer: [UInt16]) throws {
        units.append(0x5B)
        for index in array.elements.indices {
            if index > 0 { units.append(0x2C) }
            appendLineBreak(indent)
            let element = index < array.elements.count ? array.elements[index] : nil
            if try !append(element ?? .undefined, as: PropertyName(index), of: array) { units += "null".utf16 }
        }
        if !array.elements.isEmpty { appendLineBreak(outer) }
        units.append(0x5D)
    }

    private mutating func appendProperties(of object: Object, _ outer: [UInt16]) throws {
        units.append(0x7B)
        var isFirst = true
        for name in allowed ?? object.ownPropertyNames where !name.isSymbol {
            guard object.ownProperty(name)?.isEnumerable == true else { continue }
            let start = units.count
            if !isFirst { units.append(0x2C) }
            appendLineBreak(indent)
            try appendQuoted(name.string)
            units += gap.isEmpty ? [0x3A] : [0x3A, 0x20]
            if try append(object.get(name), as: name, of: object) {
                isFirst = false
            } else {
                units.removeSubrange(start...)
            }
        }
        if !isFirst { appendLineBreak(outer) }
        units.append(0x7D)
    }

    private mutating func appendLineBreak(_ indent: [UInt16]) {
        guard !gap.isEmpty else { return }
        realm.heap.charge(bytes: indent.count * 2)
        units.append(0x0A)
        units += indent
    }

    /// Reference: https://tc39.es/ecma262/#sec-quotejsonstring
    private mutating func appendQuoted(_ text: UTF16String) throws {
        try realm.steps(text.count / 16, at: call.site)
        try realm.reserve(bytes: text.count * 2, at: call.site)
        units.append(0x22)
        for (index, unit) in text.units.enumerated() {
            switch unit {
            case 0x22: units += [0x5C, 0x22]
            case 0x5C: units += [0x5C, 0x5C]
            case 0x08: units += "\\b".utf16
            case 0x0C: units += "\\f".utf16
            case 0x0A: units += "\\n".utf16
            case 0x0D: units += "\\r".utf16
            case 0x09: units += "\\t".utf16
            case 0..<0x20: appendEscape(unit)
            case 0xD800...0xDFFF:
                let isPaired =
                    UTF16.isLeadSurrogate(unit)
                    ? index + 1 < text.count && UTF16.isTrailSurrogate(text.units[index + 1])
                    : index > 0 && UTF16.isLeadSurrogate(text.units[index - 1])
                if isPaired { units.append(unit) } else { appendEscape(unit) }
            default: units.append(unit)
            }
        }
        units.append(0x22)
    }

    private mutating func appendEscape(_ unit: UInt16) {
        let digits = String(unit, radix: 16)
        units += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf16
    }

    /// The way from the object back to itself, as the engines draw it.
    private func circularError(_ object: Object, _ last: PropertyName) -> Abrupt {
        func constructorName(_ object: Object) -> String {
            let constructor = object.prototype?.ownProperty(.constructor)?.plainValue.asFunction
            return "object with constructor '\(constructor?.initialName ?? "Object")'"
        }
        func description(_ key: PropertyName) -> String {
            if case .index(let index) = key { return "index \(index)" }
            return "property '\(key.text)'"
        }
        let circle = open.drop { $0.object !== object }.dropFirst()
        var text = "Converting circular structure to JSON\n    --> starting at \(constructorName(object))"
        if let first = circle.first {
            text += "\n    |     \(description(first.key)) -> \(constructorName(first.object))"
        }
        if circle.count > 2 { text += "\n    |     ..." }
        if circle.count > 1, let end = circle.last {
            text += "\n    |     \(description(end.key)) -> \(constructorName(end.object))"
        }
        return call.typeError("\(text)\n    --- \(description(last)) closes the circle")
    }
}
