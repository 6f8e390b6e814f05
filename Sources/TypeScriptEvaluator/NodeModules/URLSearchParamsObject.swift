import SourceText

/// The names and values of a query.
///
/// Reference: https://url.spec.whatwg.org/#interface-urlsearchparams
final class URLSearchParamsObject: Object {
    fileprivate var pairs: [(name: String, value: String)] = []

    init(_ realm: Realm, text: String, prototype: Object) {
        super.init(realm, prototype: prototype)
        let query = text.hasPrefix("?") ? text.dropFirst() : text[...]
        for part in query.split(separator: "&") {
            let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            func decoded(_ piece: Substring) -> String { percentDecoded(String(piece).replacing("+", with: " ")) }
            pairs.append((decoded(pieces[0]), pieces.count > 1 ? decoded(pieces[1]) : ""))
        }
    }

    fileprivate var text: String {
        func encoded(_ text: String) -> String {
            percentEncoded(text, keeping: "*-._ ").replacing(" ", with: "+")
        }
        return pairs.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    }
}

extension Realm {
    func makeURLSearchParamsClass() -> Intrinsics.Class {
        let prototype = Object(self, prototype: intrinsics.objectPrototype)
        let constructor = NativeFunction(self, constructor: "URLSearchParams", length: 0, prototype: prototype) {
            call in
            guard call.newTarget != nil else {
                throw call.typeError("Class constructor URLSearchParams cannot be invoked without 'new'")
            }
            if case .string(let text) = call[0] {
                return .object(URLSearchParamsObject(call.realm, text: text.text, prototype: prototype))
            }
            let params = URLSearchParamsObject(call.realm, text: "", prototype: prototype)
            if let list = call[0].asArray {
                for entry in list.values {
                    let pair = try call.realm.values(of: entry, at: call.site).map { try call.realm.toText($0).text }
                    if pair.count == 2 { params.pairs.append((pair[0], pair[1])) }
                }
            } else if let object = call[0].asObject {
                for name in object.ownPropertyNames where object.ownProperty(name)?.isEnumerable == true {
                    params.pairs.append((name.text, try call.realm.toText(object.get(name)).text))
                }
            }
            return .object(params)
        }
        prototype.method("get", 1) { call in
            let name = try call.realm.toText(call[0]).text
            return try call.thisParams().pairs.first { $0.name == name }.map { .text($0.value) } ?? .null
        }
        prototype.method("getAll", 1) { call in
            let name = try call.realm.toText(call[0]).text
            let values = try call.thisParams().pairs.filter { $0.name == name }
            return .object(ArrayObject(call.realm, values.map { .text($0.value) }))
        }
        prototype.method("has", 1) { call in
            let name = try call.realm.toText(call[0]).text
            return .boolean(try call.thisParams().pairs.contains { $0.name == name })
        }
        prototype.method("append", 2) { call in
            let pair = (try call.realm.toText(call[0]).text, try call.realm.toText(call[1]).text)
            try call.realm.reserve(bytes: 64, at: call.site)
            try call.thisParams().pairs.append(pair)
            return .undefined
        }
        prototype.method("set", 2) { call in
            let (name, value) = (try call.realm.toText(call[0]).text, try call.realm.toText(call[1]).text)
            let params = try call.thisParams()
            if let first = params.pairs.firstIndex(where: { $0.name == name }) {
                params.pairs[first].value = value
                let rest = params.pairs[(first + 1)...].filter { $0.name != name }
                params.pairs.replaceSubrange((first + 1)..., with: rest)
            } else {
                try call.realm.reserve(bytes: 64, at: call.site)
                params.pairs.append((name, value))
            }
            return .undefined
        }
        prototype.method("delete", 1) { call in
            let name = try call.realm.toText(call[0]).text
            try call.thisParams().pairs.removeAll { $0.name == name }
            return .undefined
        }
        prototype.method("toString", 0) { call in .text(try call.thisParams().text) }
        prototype.method(.iterator, "[Symbol.iterator]") { call in
            let entries = try call.thisParams().pairs.map { pair -> Value in
                .object(ArrayObject(call.realm, [.text(pair.name), .text(pair.value)]))
            }
            return .object(call.realm.makeListIterator(entries))
        }
        return Intrinsics.Class(constructor: constructor, prototype: prototype)
    }
}

extension Call {
    fileprivate func thisParams() throws -> URLSearchParamsObject {
        guard let params = this.asObject as? URLSearchParamsObject else {
            throw typeError("Value of \"this\" must be of type URLSearchParams")
        }
        return params
    }
}
