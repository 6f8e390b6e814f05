import SourceText
import TypeScriptSyntax

/// A place that was found once, to be read and then written: `x`, `a.b`, `a[b]`.
///
/// Reference: https://tc39.es/ecma262/#sec-reference-record-specification-type
struct Reference {
    let get: (Frame) throws -> Value
    let set: (Frame, Value) throws -> Void
}

extension Compiler {
    /// The place that an expression names. Its objects and keys are evaluated once, when it is made.
    func reference(to node: ExpressionNode) -> @Sendable (Frame) throws -> Reference {
        switch node {
        case .identifier(let node):
            let read = identifierReference(node)
            let write = assignment(toName: node)
            return { _ in Reference(get: read, set: write) }
        case .member(let node):
            let object = expression(node.object)
            let name = PropertyName(node.property.text)
            let site = range(node.range)
            return { frame in
                let base = try object(frame)
                return Reference(
                    get: { frame in try frame.realm.member(name, of: base, at: site) },
                    set: { frame, value in try frame.realm.setMember(name, of: base, to: value, at: site) })
            }
        case .index(let node):
            let object = expression(node.object)
            let index = expression(node.index)
            let site = range(node.range)
            return { frame in
                let base = try object(frame)
                let name = try frame.realm.key(index(frame), of: base, at: site)
                return Reference(
                    get: { frame in try frame.realm.member(name, of: base, at: site) },
                    set: { frame, value in try frame.realm.setMember(name, of: base, to: value, at: site) })
            }
        case .privateMember(let node):
            let object = expression(node.object)
            let read = privateRead(node)
            let write = privateWrite(node)
            return { frame in
                let base = try object(frame)
                return Reference(
                    get: { frame in try read(frame, base) },
                    set: { frame, value in try write(frame, base, value) })
            }
        case .superMember(let node):
            let name = PropertyName(node.property.text)
            let site = range(node.range)
            return { _ in Reference(superMember: name, at: site) }
        case .superIndex(let node):
            let index = expression(node.index)
            let site = range(node.range)
            return { frame in Reference(superMember: try frame.realm.toPropertyKey(index(frame)), at: site) }
        default:
            let site = range(node.range)
            return { frame in throw frame.realm.error(.syntax, "Invalid left-hand side in assignment", at: site) }
        }
    }
}

extension Reference {
    /// `super.name`: reads from the parent's prototype, writes to `this`.
    fileprivate init(superMember name: PropertyName, at site: SourceRange) {
        get = { frame in try frame.superValue(name, at: site) }
        set = { frame, value in
            try frame.realm.setMember(name, of: frame.thisFrame.thisValue ?? .undefined, to: value, at: site)
        }
    }
}

extension Realm {
    /// The key in `base[key]`; nothing can be looked up in `undefined`.
    func key(_ key: Value, of base: Value, at site: SourceRange) throws -> PropertyName {
        self.site = site
        if base.isNullish { _ = try element(key, of: base, at: site) }
        return try toPropertyKey(key)
    }
}
