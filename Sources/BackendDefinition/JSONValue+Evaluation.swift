import OrderedCollections
import TypeScriptEvaluator

extension JSONValue {
    /// An evaluated value as JSON; nil for functions and `undefined`, which JSON leaves out. Nests 64 deep at most.
    init?(_ value: Value) {
        self.init(value, depth: 0)
    }

    private init?(_ value: Value, depth: Int) {
        switch value {
        case .undefined, .symbol: return nil
        case .null: self = .null
        case .boolean(let boolean): self = .boolean(boolean)
        case .number(let number): self = number.isFinite ? .number(number) : .null
        case .string(let string): self = .string(string.text)
        case .object(let object):
            guard depth < 64 else { return nil }
            if let opaque = object as? OpaqueValue {
                self = .string(Self.text(of: opaque))
            } else if object is FunctionObject {
                return nil
            } else if let array = object as? ArrayObject {
                self = .array(array.values.map { JSONValue($0, depth: depth + 1) ?? .null })
            } else {
                var members: OrderedDictionary<String, JSONValue> = [:]
                for name in object.ownPropertyNames where object.ownProperty(name)?.isEnumerable == true {
                    // A getter that throws gives nothing that could be written down.
                    guard let member = try? object.get(name) else { continue }
                    if let json = JSONValue(member, depth: depth + 1) { members[name.text] = json }
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
        var members: OrderedDictionary<String, JSONValue> = [:]
        if case .object(let known) = self { members = known }
        var member = members[name] ?? .object([:])
        member.set(value, at: path.dropFirst())
        members[name] = member
        self = .object(members)
    }
}
