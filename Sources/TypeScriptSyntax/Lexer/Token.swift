/// A lexical element. Its text is `start..<end` of the file; values are made from it when somebody needs them.
struct Token {
    struct Flags: OptionSet {
        let rawValue: UInt8

        /// A line ends between the previous token and this one.
        static let onNewLine = Flags(rawValue: 1)
        /// Holds a backslash, so that the text is not the value.
        static let hasEscape = Flags(rawValue: 2)
        /// Holds bytes over 0x7F.
        static let hasNonASCII = Flags(rawValue: 4)
        /// Stands in quotes that are not ASCII; reported.
        static let hasSmartQuotes = Flags(rawValue: 8)
        /// Its end is missing; reported.
        static let isUnterminated = Flags(rawValue: 16)
    }

    var kind: TokenKind
    /// The reserved or contextual word that an `identifier` spells.
    var keyword: Keyword
    var flags: Flags
    var start: Int
    var end: Int

    init(_ kind: TokenKind, keyword: Keyword = .none, flags: Flags = [], start: Int, end: Int) {
        self.kind = kind
        self.keyword = keyword
        self.flags = flags
        self.start = start
        self.end = end
    }

    var range: Range<Int> { start..<end }
    var isOnNewLine: Bool { flags.contains(.onNewLine) }
    /// A word that may name a variable.
    var isIdentifier: Bool { kind == .identifier && !keyword.isReserved }
}
