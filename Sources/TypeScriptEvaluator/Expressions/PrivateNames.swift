import SourceText
import TypeScriptSyntax

/// `#name`: a symbol that each evaluation of a class makes anew and keeps in a slot named `#name`.
///
/// Reference: https://tc39.es/ecma262/#sec-private-names
extension Compiler {
    /// The symbol of a private name.
    func privateName(_ name: String, at site: SourceRange) -> @Sendable (Frame) throws -> PropertyName {
        guard case .slot(let hops, let slot, _) = scope.resolve("#" + name) else {
            return { frame in
                throw frame.realm.error(
                    .syntax, "Private field '#\(name)' must be declared in an enclosing class", at: site)
            }
        }
        return { frame in
            guard case .symbol(let symbol)? = frame.scope.ancestor(hops).slots[slot] else {
                throw frame.realm.deadZoneError("#" + name, at: site)
            }
            return .symbol(symbol)
        }
    }

    /// `object.#name`
    func privateMember(_ node: PrivateMemberExpression) -> Evaluation {
        let object = expression(node.object)
        let read = privateRead(node)
        return { frame in try read(frame, object(frame)) }
    }

    /// Reference: https://tc39.es/ecma262/#sec-privateget
    func privateRead(_ node: PrivateMemberExpression) -> @Sendable (Frame, Value) throws -> Value {
        let site = range(node.range)
        let name = node.name.text
        let key = privateName(name, at: range(node.name.range))
        return { frame, base in
            guard let property = base.asObject?.properties[try key(frame)] else {
                throw frame.realm.typeError(
                    "Cannot read private member #\(name) from an object whose class did not declare it", at: site)
            }
            switch property.content {
            case .value(let value): return value
            case .accessor(let get?, _): return try get.call(this: base, [], at: site)
            case .accessor(nil, _):
                throw frame.realm.typeError("'#\(name)' was defined without a getter", at: site)
            }
        }
    }

    /// Reference: https://tc39.es/ecma262/#sec-privateset
    func privateWrite(_ node: PrivateMemberExpression) -> @Sendable (Frame, Value, Value) throws -> Void {
        let site = range(node.range)
        let name = node.name.text
        let key = privateName(name, at: range(node.name.range))
        return { frame, base, value in
            let key = try key(frame)
            guard let object = base.asObject, let property = object.properties[key] else {
                throw frame.realm.typeError(
                    "Cannot write private member #\(name) to an object whose class did not declare it", at: site)
            }
            switch property.content {
            case .value:
                guard property.isWritable else {
                    throw frame.realm.typeError("Private method '#\(name)' is not writable", at: site)
                }
                object.properties[key]?.content = .value(value)
            case .accessor(_, let set?): _ = try set.call(this: base, [value], at: site)
            case .accessor(_, nil):
                throw frame.realm.typeError("'#\(name)' was defined without a setter", at: site)
            }
        }
    }

    /// `#name in object`
    func privateIn(_ node: PrivateInExpression) -> Evaluation {
        let site = range(node.range)
        let object = expression(node.object)
        let key = privateName(node.name.text, at: range(node.name.range))
        return { frame in
            guard let object = try object(frame).asObject else {
                throw frame.realm.typeError("Cannot use 'in' operator to search for '#\(node.name.text)'", at: site)
            }
            return .boolean(object.properties[try key(frame)] != nil)
        }
    }
}
