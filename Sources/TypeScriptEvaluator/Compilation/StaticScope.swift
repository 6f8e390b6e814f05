/// The names that one scope declares, and the slots that they have at run time.
final class StaticScope {
    let parent: StaticScope?
    private(set) var bindings: [String: Binding] = [:]
    /// How many slots the scope needs at run time.
    private(set) var slotCount = 0

    struct Binding {
        let slot: Int
        let kind: BindingKind
    }

    init(parent: StaticScope?) { self.parent = parent }

    /// Declares a name; one that is there already keeps its slot. Whether that is allowed is up to the caller.
    @discardableResult
    func declare(_ name: String, _ kind: BindingKind) -> Int {
        if let existing = bindings[name] { return existing.slot }
        defer { slotCount += 1 }
        bindings[name] = Binding(slot: slotCount, kind: kind)
        return slotCount
    }

    /// Declares the local name of an import, which has no slot: it is looked up in another module each time.
    func declareImport(_ name: String, index: Int) {
        bindings[name] = Binding(slot: -1, kind: .imported(index))
    }

    /// A slot without a name.
    func declareHidden() -> Int {
        defer { slotCount += 1 }
        return slotCount
    }

    /// The names and slots in order of the slots.
    var names: [(name: String, slot: Int)] {
        bindings.filter { $0.value.slot >= 0 }.map { ($0.key, $0.value.slot) }.sorted { $0.1 < $1.1 }
    }
}

/// How a name was declared.
enum BindingKind: Equatable {
    case variable
    case parameter
    case `let`
    case constant
    case function
    case `class`
    case enumeration
    /// The name of a function expression or a class inside itself.
    case ownName
    case imported(Int)

    /// Reading it may come before its initialisation.
    var hasDeadZone: Bool {
        switch self {
        case .let, .constant, .class, .ownName, .parameter: true
        case .variable, .function, .enumeration, .imported: false
        }
    }

    var isConstant: Bool {
        switch self {
        case .constant, .ownName, .imported: true
        default: false
        }
    }

    /// Declared by `let`, `const` or `class`, or in a block: once per scope only.
    var isLexical: Bool {
        switch self {
        case .let, .constant, .class, .imported: true
        default: false
        }
    }
}

/// Where a name leads, seen from some place in the text.
enum NameResolution {
    case slot(hops: Int, slot: Int, kind: BindingKind)
    case imported(Int)
    /// Declared nowhere: a property of the global object, or an error.
    case global
}

extension StaticScope {
    func resolve(_ name: String) -> NameResolution {
        var hops = 0
        var scope: StaticScope? = self
        while let current = scope {
            if let binding = current.bindings[name] {
                if case .imported(let index) = binding.kind { return .imported(index) }
                return .slot(hops: hops, slot: binding.slot, kind: binding.kind)
            }
            hops += 1
            scope = current.parent
        }
        return .global
    }
}
