import SourceText
import TypeScriptSyntax

/// A field of a class, with its key already computed.
struct ClassField {
    let name: PropertyName
    let keyRange: SourceRange
    let value: Evaluation?
    /// The frame of the class body: its scope, and the home object for `super`.
    let frame: Frame

    /// Reference: https://tc39.es/ecma262/#sec-definefield
    func define(on object: Object) throws {
        let frame = Frame(
            realm: frame.realm, module: frame.module, scope: frame.scope, thisValue: .object(object),
            homeObject: frame.homeObject)
        let value = try value?(frame) ?? .undefined
        if case .symbol(let symbol) = name, symbol.isPrivate {
            guard object.properties[name] == nil else {
                throw frame.realm.typeError(
                    "Cannot initialize \(symbol.name ?? "") twice on the same object", at: keyRange)
            }
            object.properties[name] = Property(value, .writable, keyRange: keyRange)
        } else {
            guard try object.defineOwnProperty(name, PropertyDescriptor(value, .all, keyRange: keyRange)) else {
                throw frame.realm.typeError(
                    "Cannot define property \(name.text), object is not extensible", at: keyRange)
            }
        }
    }
}

/// What a class is being built into.
private struct ClassParts {
    let constructor: ScriptFunction
    let prototype: Object
    /// Static fields and blocks, which run when the class is complete.
    var staticElements: [() throws -> Void] = []

    func home(isStatic: Bool) -> Object { isStatic ? constructor : prototype }
}

private typealias MemberDefinition = @Sendable (Frame, inout ClassParts) throws -> Void

extension Compiler {
    /// ClassExpression
    ///
    /// Reference: https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation
    func classExpression(_ node: ClassNode, name: UTF16String?) -> Evaluation {
        let className = node.name.map { UTF16String($0.name) } ?? name ?? ""
        let inner = StaticScope(parent: scope)
        if let name = node.name { inner.declare(name.name, .ownName) }
        let privateNames = Set(node.members.compactMap(\.privateName)).sorted()
        let privateSlots = privateNames.map { (UTF16String("#" + $0), inner.declare("#" + $0, .constant)) }
        let hasName = node.name != nil
        return withScope(inner) {
            let superclass = node.superclass.map(expression)
            let superRange = range(node.superclass?.range ?? node.range)
            let code = constructorCode(node, name: className)
            let members = node.members.map(member)
            let count = inner.slotCount
            return { frame in
                try frame.withScope(count: count) {
                    for (name, slot) in privateSlots {
                        frame.scope.slots[slot] = .symbol(Symbol(name, isPrivate: true))
                    }
                    let parents = try frame.classParents(superclass, at: superRange)
                    let prototype = Object(frame.realm, prototype: parents.prototype)
                    let constructor = ScriptFunction(code, in: frame, homeObject: prototype)
                    constructor.prototype = parents.constructor
                    constructor.put(.prototype, .object(prototype), [])
                    prototype.put(.constructor, .object(constructor), .hidden)
                    var parts = ClassParts(constructor: constructor, prototype: prototype)
                    for member in members { try member(frame, &parts) }
                    if hasName { frame.scope.slots[0] = .object(constructor) }
                    for element in parts.staticElements { try element() }
                    return .object(constructor)
                }
            }
        }
    }

    /// The constructor as written, or the one that every class has.
    private func constructorCode(_ node: ClassNode, name: UTF16String) -> FunctionCode {
        if let constructor = node.constructor { return functionCode(constructor, name: name) }
        let site = range(node.range)
        let isDerived = node.superclass != nil
        return FunctionCode(
            name: name, kind: isDerived ? .derivedConstructor : .constructor, length: 0, range: site, slotCount: 0,
            prepare: { _ in },
            body: { frame in
                if isDerived { _ = try frame.callSuperConstructor(frame.arguments, at: site) }
                return .normal
            })
    }

    private func member(_ node: ClassMember) -> MemberDefinition {
        switch node {
        case .method(let node): method(node)
        case .field(let node): field(node)
        case .staticBlock(let node): staticBlock(node)
        }
    }

    private func method(_ node: MethodDefinition) -> MemberDefinition {
        let isStatic = node.isStatic
        let define = methodDefinition(node, attributes: .hidden)
        guard case .private = node.key else {
            return { frame, parts in try define(frame, parts.home(isStatic: isStatic)) }
        }
        // Collected on an object of their own, from which each instance gets them.
        let key = propertyKey(node.key)
        let isAccessor = node.function.kind != .method
        return { frame, parts in
            let name = try key(frame)
            let home = parts.home(isStatic: isStatic)
            try define(frame, home)
            if !isAccessor { home.properties[name]?.attributes = [] }
            guard !isStatic, let property = home.properties[name] else { return }
            // A getter and a setter of one name are one property.
            parts.constructor.privateMethods.removeAll { $0.name == name }
            parts.constructor.privateMethods.append((name, property))
        }
    }

    private func field(_ node: FieldDefinition) -> MemberDefinition {
        let key = propertyKey(node.key)
        let keyRange = range(node.key.range)
        let value = node.value.map { value in
            node.key.staticName.map { namedEvaluation(value, name: $0.string) } ?? expression(value)
        }
        let isStatic = node.isStatic
        return { frame, parts in
            let bodyFrame = Frame(
                realm: frame.realm, module: frame.module, scope: frame.scope,
                homeObject: parts.home(isStatic: isStatic))
            let field = ClassField(name: try key(frame), keyRange: keyRange, value: value, frame: bodyFrame)
            if isStatic {
                let constructor = parts.constructor
                parts.staticElements.append { try field.define(on: constructor) }
            } else {
                parts.constructor.fields.append(field)
            }
        }
    }

    /// `static { … }`
    private func staticBlock(_ node: StaticBlock) -> MemberDefinition {
        let inner = StaticScope(parent: scope)
        let (prepare, body) = withScope(inner) {
            let slots = node.varDeclaredNames.map { inner.declare($0, .variable) }
            declareLexicalNames(of: node.statements)
            let declarations = declarationInstantiation(of: node.statements).run
            let body = statementList(node.statements)
            let prepare: @Sendable (Frame) throws -> Void = { frame in
                for slot in slots { frame.scope.slots[slot] = .undefined }
                try declarations(frame)
            }
            return (prepare, body)
        }
        let count = inner.slotCount
        return { frame, parts in
            let constructor = parts.constructor
            let outer = frame.scope
            parts.staticElements.append {
                let blockFrame = Frame(
                    realm: frame.realm, module: frame.module, scope: Scope(parent: outer, count: count),
                    thisValue: .object(constructor), homeObject: constructor)
                try prepare(blockFrame)
                _ = try body(blockFrame)
            }
        }
    }
}

extension Frame {
    /// What a class and its prototype inherit from.
    fileprivate func classParents(
        _ superclass: Evaluation?, at site: SourceRange
    ) throws -> (constructor: Object?, prototype: Object?) {
        guard let superclass else { return (realm.intrinsics.functionPrototype, realm.intrinsics.objectPrototype) }
        let parent = try superclass(self)
        if case .null = parent { return (realm.intrinsics.functionPrototype, nil) }
        guard let constructor = parent.asFunction, constructor.isConstructor else {
            throw realm.typeError("Class extends value \(inspect(parent)) is not a constructor or null", at: site)
        }
        realm.site = site
        let prototype = try constructor.get(.prototype)
        guard prototype.asObject != nil || prototype.isNullish else {
            throw realm.typeError(
                "Class extends value does not have valid prototype property \(inspect(prototype))", at: site)
        }
        return (constructor, prototype.asObject)
    }
}

extension ClassMember {
    fileprivate var privateName: String? {
        let key: TypeScriptSyntax.PropertyKey
        switch self {
        case .method(let node): key = node.key
        case .field(let node): key = node.key
        case .staticBlock: return nil
        }
        guard case .private(let name) = key else { return nil }
        return name.name
    }
}
