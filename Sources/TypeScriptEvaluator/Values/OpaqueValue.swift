package import SourceText

/// A value of which nothing is known but where it came from: CDK, packages that are not there.
///
/// It can be called, constructed, read, written, converted to text and iterated, and none of it fails: members and
/// results are opaque again, its text is a visible token, iteration yields nothing, and what was written can be read
/// back. `then` is absent, or awaiting it would never end. The realm's observer is told of each use and may answer
/// in its place.
package final class OpaqueValue: FunctionObject {
    /// How it came to be.
    package enum Source {
        /// All that a package exports.
        case package(String)
        case member(OpaqueValue, PropertyName)
        case called(OpaqueValue, arguments: [Value])
        case constructed(OpaqueValue, arguments: [Value])
        /// Given by the host under this description.
        case host(String)
    }

    package private(set) var source: Source
    /// The host's mark: what this value stands for.
    package var payload: AnyObject?
    /// What it is as text; made when first asked for.
    private var tokenText: UTF16String?

    package init(_ realm: Realm, _ source: Source, payload: AnyObject? = nil, origin: SourceRange? = nil) {
        self.source = source
        self.payload = payload
        super.init(realm, name: "", length: 0, prototype: realm.intrinsics.objectPrototype)
        self.origin = origin
    }

    override func clear() {
        super.clear()
        source = .host("")
        payload = nil
    }

    override var isExotic: Bool { true }
    override var isConstructor: Bool { true }
    override var traceName: String { path }
    /// By its name: nobody asks an opaque value's type but to tell a class from an instance.
    override var typeName: UTF16String {
        switch source {
        case .member: lastName.first?.isUppercase == true ? "function" : "object"
        case .package, .called, .constructed, .host: "object"
        }
    }

    /// How to get there, as one would write it: `aws-cdk-lib/aws-s3.Bucket.fromBucketName()`.
    package var path: String {
        switch source {
        case .package(let name): name
        case .member(let owner, let name): "\(owner.path).\(name.text)"
        case .called(let callee, _): "\(callee.path)()"
        case .constructed(let callee, _): callee.path
        case .host(let description): description
        }
    }

    /// The last name on the way there.
    package var lastName: String {
        switch source {
        case .package(let name): name
        case .member(_, let name): name.text
        case .called(let callee, _), .constructed(let callee, _): callee.lastName
        case .host(let description): description
        }
    }

    /// `${Token[aws-cdk-lib/aws-s3.Bucket.bucketName.7]}`, the same each time. The host can find the value by it.
    package var token: UTF16String {
        if let tokenText { return tokenText }
        let text = realm.opaqueTokens.token(for: self)
        tokenText = text
        return text
    }

    // MARK: Internal methods

    package override func ownProperty(_ name: PropertyName) -> Property? {
        properties[name]
    }

    override func store(_ property: Property, as name: PropertyName) {
        properties[name] = property
    }

    package override var ownPropertyNames: [PropertyName] {
        properties.names.filter { properties[$0]?.isEnumerable == true }
    }

    package override func hasProperty(_ name: PropertyName) -> Bool {
        properties[name] != nil || !name.isSymbol && name != .then
    }

    package override func get(_ name: PropertyName, receiver: Value) throws -> Value {
        if let known = properties[name] {
            guard case .accessor(let get, _) = known.content else { return known.plainValue }
            return try get?.call(this: receiver, []) ?? .undefined
        }
        let isOwn = receiver.asObject === self
        if isOwn, let answer = try realm.opaqueObserver?.member(name, of: self, at: realm.site) { return answer }
        guard let value = builtInMember(name) else { return .undefined }
        if isOwn { properties[name] = Property(value, .hidden) }
        return value
    }

    private func builtInMember(_ name: PropertyName) -> Value? {
        switch name {
        case .then, .toJSON: nil
        case .symbol(.iterator), .symbol(.asyncIterator):
            .object(
                NativeFunction(realm, name: "[Symbol.iterator]", length: 0) { call in
                    .object(call.realm.makeListIterator([]))
                })
        case .symbol(.toPrimitive), .toText:
            // Not the caller's `this`: an instance of a class that extends an opaque one has the same text.
            .object(
                NativeFunction(realm, name: "toString", length: 0) { [unowned self] call in
                    call[0].asText == "number" ? .number(.nan) : .string(token)
                })
        case .symbol: nil
        case .index, .string: .object(OpaqueValue(realm, .member(self, name), origin: realm.site))
        }
    }

    override func set(
        _ name: PropertyName, to value: Value, receiver: Value, keyRange: SourceRange?
    ) throws -> Bool {
        // As the prototype of somebody's object it keeps out of the way.
        guard receiver.asObject === self else {
            return try Object.setOwn(name, to: value, receiver: receiver, keyRange: keyRange)
        }
        try realm.opaqueObserver?.willSet(name, of: self, to: value, at: keyRange ?? realm.site)
        properties[name] = Property(value, .all, keyRange: keyRange)
        return true
    }

    override func delete(_ name: PropertyName) -> Bool {
        properties[name] = nil
        return true
    }

    package override func call(this: Value, _ arguments: [Value], at site: SourceRange?) throws -> Value {
        let site = site ?? realm.site
        try realm.step(at: site)
        if let answer = try realm.opaqueObserver?.call(self, arguments, at: site) { return answer }
        return .object(OpaqueValue(realm, .called(self, arguments: arguments), origin: site))
    }

    override func construct(
        _ arguments: [Value], newTarget: FunctionObject, at site: SourceRange?
    ) throws -> Object {
        let site = site ?? realm.site
        try realm.step(at: site)
        guard newTarget === self else {
            // `super(…)` in a class that extends it: an ordinary instance of that class.
            return Object(
                realm, prototype: try newTarget.prototypeForInstances(default: realm.intrinsics.objectPrototype))
        }
        let object = OpaqueValue(realm, .constructed(self, arguments: arguments), origin: site)
        if let answer = try realm.opaqueObserver?.constructed(object, by: self, arguments, at: site) { return answer }
        return object
    }
}

/// Whoever wants to know what a definition does with opaque values, and to answer for some of them.
package protocol OpaqueObserver: AnyObject {
    /// A member is read that nobody has set; an answer is kept and given from now on.
    func member(_ name: PropertyName, of owner: OpaqueValue, at site: SourceRange) throws -> Value?
    func willSet(_ name: PropertyName, of owner: OpaqueValue, to value: Value, at site: SourceRange) throws
    /// `callee(…)`; for a method the owner is in `callee.source`.
    func call(_ callee: OpaqueValue, _ arguments: [Value], at site: SourceRange) throws -> Value?
    /// `new callee(…)` has made `object`.
    func constructed(
        _ object: OpaqueValue, by callee: OpaqueValue, _ arguments: [Value], at site: SourceRange
    ) throws -> Object?
}

/// The tokens that opaque values became as text.
package struct OpaqueTokens {
    private var values: [UTF16String: OpaqueValue] = [:]
    private var count = 0

    /// The value behind a token.
    package func value(of token: UTF16String) -> OpaqueValue? { values[token] }

    mutating func token(for value: OpaqueValue) -> UTF16String {
        count += 1
        let token = UTF16String("${Token[\(value.path).\(count)]}")
        values[token] = value
        return token
    }

    mutating func clear() { values = [:] }
}

extension Property {
    /// The value of a data property.
    var plainValue: Value {
        if case .value(let value) = content { value } else { .undefined }
    }
}
