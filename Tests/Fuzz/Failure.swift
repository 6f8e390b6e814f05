/// What is looked for.
enum Failure: Equatable, CustomStringConvertible {
    case crash(signal: Int32)
    case hang
    case tooMuchMemory
    case broken(String)

    var description: String {
        switch self {
        case .crash(let signal): "crash by signal \(signal)"
        case .hang: "hang"
        case .tooMuchMemory: "too much memory"
        case .broken(let property): "broken property: \(property)"
        }
    }

    /// The beginning of a file's name.
    var word: String {
        switch self {
        case .crash: "crash"
        case .hang: "hang"
        case .tooMuchMemory: "memory"
        case .broken: "broken"
        }
    }

    /// Whether both are likely to be one and the same mistake; values in the words after a colon do not matter.
    func isSameKind(as other: Failure) -> Bool {
        switch (self, other) {
        case (.broken(let own), .broken(let others)): own.prefix { $0 != ":" } == others.prefix { $0 != ":" }
        default: self == other
        }
    }
}
