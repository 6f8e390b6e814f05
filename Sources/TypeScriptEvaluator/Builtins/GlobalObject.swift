/// The global object; its properties are made when somebody looks for them.
///
/// Reference: https://tc39.es/ecma262/#sec-global-object
final class GlobalObject: Object {
    private static let makers: [PropertyName: @Sendable (Realm) -> Value] = {
        var makers: [PropertyName: @Sendable (Realm) -> Value] = [
            "Object": { .object($0.intrinsics.object.constructor) },
            "Function": { .object($0.intrinsics.function.constructor) },
            "Array": { .object($0.intrinsics.array.constructor) },
            "String": { .object($0.intrinsics.string.constructor) },
            "Number": { .object($0.intrinsics.number.constructor) },
            "Boolean": { .object($0.intrinsics.boolean.constructor) },
            "Symbol": { .object($0.intrinsics.symbol.constructor) },
            "Promise": { .object($0.intrinsics.promise.constructor) },
            "Map": { .object($0.intrinsics.map.constructor) },
            "WeakMap": { .object($0.intrinsics.weakMap.constructor) },
            "Set": { .object($0.intrinsics.set.constructor) },
            "WeakSet": { .object($0.intrinsics.weakSet.constructor) },
            "Date": { .object($0.intrinsics.date.constructor) },
            "RegExp": { .object($0.intrinsics.regExp.constructor) },
            "URL": { .object($0.intrinsics.url.constructor) },
            "URLSearchParams": { .object($0.intrinsics.urlSearchParams.constructor) },
            "Buffer": { .object($0.intrinsics.buffer.constructor) },
            "Math": { .object($0.makeMath()) },
            "JSON": { .object($0.makeJSON()) },
            "Reflect": { .object($0.makeReflect()) },
            "console": { .object($0.makeConsole()) },
            "process": { .object($0.makeProcess()) },
            "crypto": { .object($0.makeWebCrypto()) },
            "undefined": { _ in .undefined },
            "NaN": { _ in .number(.nan) },
            "Infinity": { _ in .number(.infinity) },
        ]
        for kind in ErrorKind.allCases {
            makers[PropertyName(kind.rawValue)] = { .object($0.intrinsics.error(kind).constructor) }
        }
        for function in globalFunctions {
            makers[PropertyName(function.name)] = { realm in
                .object(
                    NativeFunction(
                        realm, name: UTF16String(function.name), length: function.length, function.behaviour))
            }
        }
        for name in refusedGlobals {
            makers[PropertyName(name)] = { realm in .object(realm.makeRefusedFunction("`\(name)`")) }
        }
        return makers
    }()

    /// Known to every reader of the language, and seen in no definition so far.
    private static let refusedGlobals = [
        "eval", "Proxy", "BigInt", "Intl", "WeakRef", "FinalizationRegistry", "Atomics", "SharedArrayBuffer",
        "ArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array",
        "Int32Array", "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "WebAssembly",
        "TextEncoder", "TextDecoder", "AbortController", "EventTarget", "Event", "Worker", "XMLHttpRequest",
        "WebSocket",
    ]

    override func ownProperty(_ name: PropertyName) -> Property? {
        if let known = properties[name] { return known }
        if name == "globalThis" || name == "global" { return Property(.object(self), .hidden) }
        guard let make = Self.makers[name] else { return nil }
        put(name, make(realm), .hidden)
        return properties[name]
    }
}

extension Realm {
    func makeGlobalObject() -> Object {
        GlobalObject(self, prototype: intrinsics.objectPrototype)
    }

    /// A function that may be mentioned and handed around, and is refused when it is used.
    func makeRefusedFunction(_ feature: String) -> FunctionObject {
        NativeFunction(self, constructor: UTF16String(feature), length: 0, prototype: nil) { call in
            throw call.realm.unsupported(feature, at: call.site)
        }
    }
}
