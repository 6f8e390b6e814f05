/// The tree of a regular expression.
///
/// Reference: https://tc39.es/ecma262/#sec-patterns
indirect enum PatternTerm: Sendable {
    case empty
    /// A code point; without the `u` flag a code unit.
    case character(UInt32)
    case any
    case set(CharacterSet)
    case sequence([PatternTerm])
    case alternatives([PatternTerm])
    /// Group numbers count from 1.
    case capture(Int, PatternTerm)
    case repetition(PatternTerm, Repetition)
    case lookaround(PatternTerm, isBehind: Bool, isNegated: Bool)
    case backreference(Int)
    /// Resolved when all names are known.
    case namedBackreference(UTF16String)
    case assertion(PatternAssertion)
}

/// `*`, `+?`, `{2,3}`
struct Repetition: Sendable {
    var minimum: Int
    /// Absent: without end.
    var maximum: Int?
    var isGreedy: Bool
    /// The groups inside, which each round forgets.
    var groups: Range<Int>
}

enum PatternAssertion: Sendable {
    case start
    case end
    case wordBoundary
    case notWordBoundary
}

/// Why a pattern cannot be used.
enum PatternError: Error {
    /// The engines' words, without the pattern.
    case syntax(String)
    case invalidFlags
    case unsupported(String)
}

/// The letters after a regular expression.
struct PatternFlags: Sendable {
    var isGlobal = false
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesLineEnds = false
    var isUnicode = false
    var isSticky = false
    var hasIndices = false

    init(_ text: UTF16String) throws(PatternError) {
        var seen: Set<UInt16> = []
        for unit in text.units {
            guard seen.insert(unit).inserted else { throw .invalidFlags }
            switch UInt8(truncatingIfNeeded: unit) {
            case UInt8(ascii: "g"): isGlobal = true
            case UInt8(ascii: "i"): ignoresCase = true
            case UInt8(ascii: "m"): isMultiline = true
            case UInt8(ascii: "s"): dotMatchesLineEnds = true
            case UInt8(ascii: "u"): isUnicode = true
            case UInt8(ascii: "y"): isSticky = true
            case UInt8(ascii: "d"): hasIndices = true
            case UInt8(ascii: "v"): throw .unsupported("the `v` flag of regular expressions")
            default: throw .invalidFlags
            }
        }
    }
}
