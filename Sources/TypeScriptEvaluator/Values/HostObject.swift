import SourceText

/// An object that the host made: it has the members that the host gave it, and advice for whoever asks for others.
package class HostObject: Object {
    /// Which members exist, for the advice: `guest, authenticated`.
    private let memberNames: [String]
    /// How the author calls it: `allow`.
    private let label: String
    /// Says what to do instead of calling the member of that name, which is no function.
    private let adviceOnCall: ((String) -> String?)?

    package init(
        _ realm: Realm, label: String, members: [String], adviceOnCall: ((String) -> String?)? = nil
    ) {
        self.label = label
        self.memberNames = members
        self.adviceOnCall = adviceOnCall
        super.init(realm, prototype: realm.intrinsics.objectPrototype)
    }

    override var isExotic: Bool { true }

    package override func get(_ name: PropertyName, receiver: Value) throws -> Value {
        if let property = ownProperty(name) { return property.plainValue }
        let inherited = try prototype?.get(name, receiver: receiver) ?? .undefined
        if inherited.isUndefined, case .string(let key) = name {
            realm.unknownMember = UnknownMember(range: realm.site, help: advice(onUnknown: key.text))
        }
        return inherited
    }

    private func advice(onUnknown name: String) -> String {
        let list = memberNames.map { "`\($0)`" }.joined(separator: ", ")
        let nearest = nearestName(to: name, among: memberNames).map { "; did you mean `\($0)`?" } ?? ""
        return "`\(label)` has \(list)\(nearest)"
    }

    func advice(onCalling name: String) -> String? {
        adviceOnCall?(name)
    }
}
