/// Something that takes bytes from outside and must take any.
///
/// A target is one file and one line in `FuzzTargets`. A crash, a hang, growing memory and a thrown error are what is
/// looked for; refusing an input is none of them.
protocol FuzzTarget: Sendable {
    /// What stands on the command line.
    static var name: String { get }

    /// `repository` is the folder of the checkout, for seeds that lie there as files.
    init(repository: String) throws

    /// Well-formed inputs to begin with; at least one, always in the same order.
    var seeds: [[UInt8]] { get }

    /// Words that mean something in the input's language.
    var dictionary: [String] { get }

    /// An input made from nothing, by a grammar; nil when the target has none.
    func generate(_ random: inout RandomSource) -> [UInt8]?

    /// Does with one input what the program does. Returns the kind of outcome in a few words, which are counted. Throws
    /// when a property of the target does not hold.
    func run(_ input: [UInt8]) async throws -> String
}

extension FuzzTarget {
    var dictionary: [String] { [] }
    func generate(_ random: inout RandomSource) -> [UInt8]? { nil }
}

/// A property that must hold for every input, and did not.
struct BrokenProperty: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

/// All targets.
enum FuzzTargets {
    static let all: [any FuzzTarget.Type] = [
        LanguageTarget.self, RequestTarget.self, DocumentTarget.self, ChunkedBodyTarget.self, SignatureTarget.self,
    ]

    static func named(_ name: String) -> (any FuzzTarget.Type)? { all.first { $0.name == name } }
}
