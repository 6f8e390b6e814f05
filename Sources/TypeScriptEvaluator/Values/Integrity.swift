/// How far `Object.seal` and `Object.freeze` go.
enum IntegrityLevel {
    case sealed
    case frozen
}

extension Object {
    /// Reference: https://tc39.es/ecma262/#sec-setintegritylevel
    func restrict(_ level: IntegrityLevel) {
        // Nothing is known of an opaque value, so nothing is lost by leaving it open.
        if self is OpaqueValue { return }
        // Makes the properties that are there only when somebody looks.
        _ = ownPropertyNames
        (self as? ArrayObject)?.restrictElements(level)
        for name in properties.names {
            if case .symbol(let symbol) = name, symbol.isPrivate { continue }
            guard var property = properties[name] else { continue }
            property.attributes.remove(.configurable)
            if level == .frozen, case .value = property.content { property.attributes.remove(.writable) }
            properties[name] = property
        }
        _ = preventExtensions()
    }

    /// Reference: https://tc39.es/ecma262/#sec-testintegritylevel
    func isRestricted(_ level: IntegrityLevel) -> Bool {
        guard !isExtensible else { return false }
        return ownPropertyNames.allSatisfy { name in
            guard let property = ownProperty(name) else { return true }
            if property.isConfigurable { return false }
            if level == .frozen, case .value = property.content { return !property.isWritable }
            return true
        }
    }
}
