import OrderedCollections
import TypeScriptEvaluator

extension JSONValue {
    /// An evaluated value as JSON; nil for functions and `undefined`, which JSON leaves out. Nests 64 deep at most.
    ///
    /// `realm` knows the opaque values whose tokens stand in a text; objects bring their own.
    init?(_ value: Value, in realm: Realm? = nil) {
        self.init(value, value.asObject?.realm ?? realm, depth: 0)
    }

    private init?(_ value: Value, _ realm: Realm?, depth: Int) {
        switch value {
        case .undefined, .symbol: return nil
        case .null: self = .null
        case .boolean(let boolean): self = .boolean(boolean)
        case .number(let number): self = number.isFinite ? .number(number) : .null
        case .string(let string): self = .string(realm?.replacingTokens(in: string.text) ?? string.text)
        case .object(let object):
            guard depth < 64 else { return nil }
            if let opaque = object as? OpaqueValue {
                self = .string(Self.text(of: opaque))
            } else if object is FunctionObject {
                return nil
            } else if let array = object as? ArrayObject {
                self = .array(array.values.map { JSONValue($0, realm, depth: depth + 1) ?? .null })
            } else {
                var members: OrderedDictionary<String, JSONValue> = [:]
                for name in object.ownPropertyNames where object.ownProperty(name)?.isEnumerable == true {
                    // A getter that throws gives nothing that could be written down.
                    guard let member = try? object.get(name) else { continue }
                    if let json = JSONValue(member, realm, depth: depth + 1) { members[name.text] = json }
                }
                self = .object(members)
            }
        }
    }

    /// What stands for a value that only exists after a deployment.
    static func text(of opaque: OpaqueValue) -> String {
        (opaque.payload as? ConstructHandle)?.deployedText ?? "{ref:\(opaque.path)}"
    }

    /// A scalar as text; nil for lists and objects.
    var plainText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        case .boolean(let boolean): "\(boolean)"
        case .null, .array, .object: nil
        }
    }

    /// The value with a member deep inside replaced, objects made on the way.
    mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let name = path.first else {
            self = value
            return
        }
        if case .array(var elements) = self, let index = Int(name), elements.indices.contains(index) {
            elements[index].set(value, at: path.dropFirst())
            self = .array(elements)
            return
        }
        var members: OrderedDictionary<String, JSONValue> = [:]
        if case .object(let known) = self { members = known }
        var member = members[name] ?? .object([:])
        member.set(value, at: path.dropFirst())
        members[name] = member
        self = .object(members)
    }
}

extension Realm {
    /// The text with the tokens of opaque values replaced by what stands for these.
    func replacingTokens(in text: String) -> String {
        let opening = "${Token["
        let closing = "]}"
        guard text.contains(opening) else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: opening), let end = rest[start.upperBound...].firstRange(of: closing) {
            result += rest[..<start.lowerBound]
            let token = rest[start.lowerBound..<end.upperBound]
            result += opaqueTokens.value(of: UTF16String(token)).map(JSONValue.text) ?? String(token)
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
