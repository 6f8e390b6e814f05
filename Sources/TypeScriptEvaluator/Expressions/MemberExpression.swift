import SourceText
import TypeScriptSyntax

extension Compiler {
    /// MemberExpression `.` IdentifierName
    ///
    /// Reference: https://tc39.es/ecma262/#sec-property-accessors-runtime-semantics-evaluation
    func member(_ node: MemberExpression) -> Evaluation {
        let object = expression(node.object)
        let name = PropertyName(node.property.text)
        let site = range(node.range)
        return { frame in
            try frame.realm.member(name, of: object(frame), at: site)
        }
    }

    /// MemberExpression `[` Expression `]`
    func index(_ node: IndexExpression) -> Evaluation {
        let object = expression(node.object)
        let index = expression(node.index)
        let site = range(node.range)
        return { frame in
            let base = try object(frame)
            return try frame.realm.element(index(frame), of: base, at: site)
        }
    }

    /// `super.name`
    ///
    /// Reference: https://tc39.es/ecma262/#sec-super-keyword-runtime-semantics-evaluation
    func superMember(_ node: SuperMember) -> Evaluation {
        let name = PropertyName(node.property.text)
        let site = range(node.range)
        return { frame in try frame.superValue(name, at: site) }
    }

    /// `super[index]`
    func superIndex(_ node: SuperIndex) -> Evaluation {
        let index = expression(node.index)
        let site = range(node.range)
        return { frame in
            let name = try frame.realm.toPropertyKey(index(frame))
            return try frame.superValue(name, at: site)
        }
    }

    /// `new.target`
    func newTarget(_ node: NewTarget) -> Evaluation {
        { frame in Value(frame.thisFrame.newTarget) }
    }

    /// `import.meta`
    func importMeta(_ node: ImportMeta) -> Evaluation {
        { frame in .object(frame.module.metaObject(in: frame.realm)) }
    }
}

extension Frame {
    func superValue(_ name: PropertyName, at site: SourceRange) throws -> Value {
        let owner = thisFrame
        guard let this = owner.thisValue else {
            throw realm.error(.reference, ScriptFunction.superMissing, at: site)
        }
        guard let parent = owner.homeObject?.prototype else { return .undefined }
        realm.site = site
        return try parent.get(name, receiver: this)
    }
}

extension Realm {
    /// A property of any value, primitive ones included.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-getv
    func member(_ name: PropertyName, of base: Value, at site: SourceRange) throws -> Value {
        switch base {
        case .object(let object):
            self.site = site
            return try object.get(name, receiver: base)
        case .string(let string):
            switch name {
            case .length: return .integer(string.count)
            case .index(let index):
                guard Int(index) < string.count else { return .undefined }
                return .string(string[Int(index)..<Int(index) + 1])
            default: return try intrinsics.stringPrototype.get(name, receiver: base)
            }
        case .number: return try intrinsics.numberPrototype.get(name, receiver: base)
        case .boolean: return try intrinsics.booleanPrototype.get(name, receiver: base)
        case .symbol: return try intrinsics.symbolPrototype.get(name, receiver: base)
        case .undefined, .null:
            throw memberOfNothing(
                "Cannot read properties of \(inspect(base)) (reading '\(name.text)')", at: site)
        }
    }

    /// `base[key]`
    func element(_ key: Value, of base: Value, at site: SourceRange) throws -> Value {
        if case .number(let number) = key, let array = base.asArray, let index = Int(exactly: number),
            array.elements.indices.contains(index), let value = array.elements[index]
        {
            return value
        }
        if base.isNullish {
            let name = key.asObject == nil ? ((try? toPropertyKey(key).text) ?? "") : inspectPlain(key)
            throw memberOfNothing("Cannot read properties of \(inspect(base)) (reading '\(name)')", at: site)
        }
        self.site = site
        return try member(toPropertyKey(key), of: base, at: site)
    }

    /// Assigns to a property; a refusal is an error, since all code is strict.
    ///
    /// Reference: https://tc39.es/ecma262/#sec-putvalue
    func setMember(_ name: PropertyName, of base: Value, to value: Value, at site: SourceRange) throws {
        switch base {
        case .undefined, .null:
            throw memberOfNothing(
                "Cannot set properties of \(inspect(base)) (setting '\(name.text)')", at: site)
        case .object(let object):
            self.site = site
            if try object.set(name, to: value, receiver: base, keyRange: site) { return }
            throw typeError(refusal(toSet: name, of: object), at: site)
        default:
            let isOwn = (try toObject(base)).ownProperty(name) != nil
            throw typeError(
                isOwn
                    ? "Cannot assign to read only property '\(name.text)' of \(base.typeName) '\(inspectPlain(base))'"
                    : "Cannot create property '\(name.text)' on \(base.typeName) '\(inspectPlain(base))'", at: site)
        }
    }

    private func refusal(toSet name: PropertyName, of object: Object) -> String {
        var holder: Object? = object
        while let current = holder {
            if let property = current.ownProperty(name) {
                if case .accessor = property.content {
                    return "Cannot set property \(name.text) of \(object.descriptionInErrors) which has only a getter"
                }
                return "Cannot assign to read only property '\(name.text)' of object '\(object.descriptionInErrors)'"
            }
            holder = current.prototype
        }
        return "Cannot add property \(name.text), object is not extensible"
    }

    /// The error for `undefined.x`. When the `undefined` comes from a host object that was asked for a member it does
    /// not have, that object's advice goes with it.
    private func memberOfNothing(_ message: String, at site: SourceRange) -> Abrupt {
        error(.type, message, at: site, help: adviceOnUnknownMember(within: site))
    }

    /// What to say about a member of a host object that was read inside `site` and is not there.
    func adviceOnUnknownMember(within site: SourceRange) -> String? {
        guard let unknownMember, unknownMember.range.file === site.file,
            site.offsets.lowerBound <= unknownMember.range.offsets.lowerBound,
            unknownMember.range.offsets.upperBound <= site.offsets.upperBound
        else { return nil }
        return unknownMember.help
    }
}

extension Object {
    /// `#<Object>`, `[object Array]`, as the engines write it in messages.
    var descriptionInErrors: String {
        if self is ArrayObject { return "[object Array]" }
        if let function = self as? FunctionObject { return "function '\(function.initialName)'" }
        // The name of a constructor is told only when reading it runs no code.
        guard let constructor = prototype?.ownProperty(.constructor)?.plainValue.asFunction else { return "#<Object>" }
        return "#<\(constructor.initialName)>"
    }
}
