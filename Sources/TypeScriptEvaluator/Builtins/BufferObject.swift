import SourceText

/// Bytes, as far as definitions use them: made from text and turned into text.
///
/// Reference: https://nodejs.org/api/buffer.html
final class BufferObject: Object {
    let bytes: [UInt8]

    init(_ realm: Realm, _ bytes: [UInt8]) {
        self.bytes = bytes
        super.init(realm, prototype: realm.intrinsics.buffer.prototype)
        realm.heap.charge(bytes: bytes.count)
    }

    override var className: UTF16String { "Uint8Array" }

    override func ownProperty(_ name: PropertyName) -> Property? {
        switch name {
        case .index(let index) where Int(index) < bytes.count: Property(.integer(Int(bytes[Int(index)])), .enumerable)
        case .length: Property(.integer(bytes.count), [])
        default: super.ownProperty(name)
        }
    }
}

extension Realm {
    func makeBufferClass() -> Intrinsics.Class {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "Buffer", length: 2, prototype: prototype) { call in
            throw call.realm.unsupported("`new Buffer`", at: call.site)
        }
        constructor.method("from", 2) { call in .object(BufferObject(call.realm, try call.bufferBytes())) }
        constructor.method("isBuffer", 1) { call in .boolean(call[0].asObject is BufferObject) }
        constructor.method("byteLength", 1) { call in .integer(try call.bufferBytes().count) }
        constructor.method("concat", 1) { call in
            let parts = try call.realm.values(of: call[0], at: call.site)
            return .object(BufferObject(call.realm, parts.flatMap { ($0.asObject as? BufferObject)?.bytes ?? [] }))
        }
        prototype.method("toString", 0) { call in
            guard let buffer = call.this.asObject as? BufferObject else { throw call.typeError("not a Buffer") }
            let encoding = call[0].isUndefined ? "utf8" : try call.realm.toText(call[0]).text
            try call.realm.reserve(bytes: buffer.bytes.count * 4, at: call.site)
            return .string(try call.text(of: buffer.bytes, in: encoding))
        }
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }
}

extension Call {
    /// The bytes that the first argument stands for, in the encoding that the second names.
    fileprivate func bufferBytes() throws -> [UInt8] {
        if let buffer = self[0].asObject as? BufferObject { return buffer.bytes }
        if let array = self[0].asArray {
            return try array.values.map { UInt8(truncatingIfNeeded: try realm.toUInt32($0)) }
        }
        guard case .string(let text) = self[0] else {
            throw typeError(
                "The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object."
            )
        }
        try realm.reserve(bytes: text.count * 3, at: site)
        let encoding = self[1].isUndefined ? "utf8" : try realm.toText(self[1]).text
        switch encoding.lowercased() {
        case "utf8", "utf-8": return Array(text.text.utf8)
        case "ascii", "latin1", "binary": return text.units.map { UInt8(truncatingIfNeeded: $0) }
        case "base64", "base64url": return Base64.decode(text.text) ?? []
        case "hex":
            let digits = text.units.compactMap(digitValue)
            return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
        default: throw typeError("Unknown encoding: \(encoding)")
        }
    }

    fileprivate func text(of bytes: [UInt8], in encoding: String) throws -> UTF16String {
        switch encoding.lowercased() {
        case "utf8", "utf-8": return UTF16String(String(decoding: bytes, as: UTF8.self))
        case "ascii": return UTF16String(units: bytes.map { UInt16($0 & 0x7F) })
        case "latin1", "binary": return UTF16String(units: bytes.map { UInt16($0) })
        case "base64": return UTF16String(Base64.encode(bytes))
        case "base64url":
            let text = Base64.encode(bytes).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
            return UTF16String(text)
        case "hex":
            let digits = Array("0123456789abcdef".utf16)
            return UTF16String(units: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        default: throw typeError("Unknown encoding: \(encoding)")
        }
    }
}
