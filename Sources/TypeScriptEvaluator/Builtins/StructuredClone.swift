import SourceText

/// structuredClone
///
/// Reference: https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone
struct StructuredClone {
    let realm: Realm
    let site: SourceRange
    private var copies: [ObjectIdentifier: Object] = [:]

    init(realm: Realm, site: SourceRange) {
        self.realm = realm
        self.site = site
    }

    mutating func copy(_ value: Value) throws -> Value {
        guard let object = value.asObject else {
            if case .symbol = value { throw failure(value) }
            return value
        }
        if let known = copies[ObjectIdentifier(object)] { return .object(known) }
        try realm.step(at: site)
        try realm.checkStack(at: site)
        switch object {
        case is OpaqueValue: return value
        case is FunctionObject, is PromiseObject: throw failure(value)
        case let array as ArrayObject:
            let copied = ArrayObject(realm)
            remember(copied, for: object)
            for element in array.elements {
                guard let element else {
                    copied.elements.append(nil)
                    continue
                }
                try copied.append([copy(element)])
            }
            return .object(copied)
        case let map as MapObject:
            let copied = MapObject(realm, .ordinary, prototype: realm.intrinsics.map.prototype)
            remember(copied, for: object)
            for entry in map.entries { copied.set(try copy(entry.key), to: try copy(entry.value)) }
            return .object(copied)
        case let set as SetObject:
            let copied = SetObject(realm, .ordinary, prototype: realm.intrinsics.set.prototype)
            remember(copied, for: object)
            for value in set.values { copied.add(try copy(value)) }
            return .object(copied)
        case let date as DateObject:
            return .object(DateObject(realm, date.time, prototype: realm.intrinsics.date.prototype))
        case let pattern as RegExpObject:
            return .object(RegExpObject(realm, pattern.pattern, prototype: realm.intrinsics.regExpPrototype))
        case is ErrorObject:
            let copied = ErrorObject(
                realm, prototype: object.prototype ?? realm.intrinsics.errorPrototype(.error), message: nil,
                origin: site)
            remember(copied, for: object)
            for name in [.message, .stack, .cause] as [PropertyName] {
                if let property = object.ownProperty(name) { copied.put(name, try copy(property.plainValue), .hidden) }
            }
            return .object(copied)
        default:
            let copied = Object(realm, prototype: realm.intrinsics.objectPrototype)
            remember(copied, for: object)
            for name in object.ownPropertyNames where !name.isSymbol {
                guard let property = object.ownProperty(name), property.isEnumerable else { continue }
                copied.put(name, try copy(object.get(name)), keyRange: property.keyRange)
            }
            return .object(copied)
        }
    }

    private mutating func remember(_ copy: Object, for original: Object) {
        copy.origin = original.origin
        copies[ObjectIdentifier(original)] = copy
    }

    private func failure(_ value: Value) -> Abrupt {
        let error = ErrorObject(
            realm, prototype: realm.intrinsics.errorPrototype(.error),
            message: UTF16String("\(inspectPlain(value).prefix(200)) could not be cloned."),
            origin: site)
        error.put(.name, "DataCloneError", .hidden)
        return realm.thrown(.object(error), at: site)
    }
}
