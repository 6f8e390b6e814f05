import SourceText

/// Recursive descent over one file. Each production is a method that bears its name, in the file of its grammar area.
///
/// A method that cannot find what it needs reports so and yields what it has; `isRecovering` then keeps everything
/// quiet up to the next comma, bracket or statement. Names that are missing are empty.
///
/// Invariant: every loop moves forward or ends, and at the end of the file nothing recurses.
struct Parser {
    /// The deepest recursion; each level takes some ten frames, so that the whole fits a stack of 1 MiB in release
    /// builds and of 6 MiB in debug builds.
    static let maximumDepth = 200

    var lexer: Lexer
    /// The token to look at; nothing after it has been scanned.
    var token: Token
    /// Where the token before `token` ended.
    var previousEnd = 0

    var depth = 0
    /// The height of the tallest finished subtree inside the current level.
    var height = 0

    var isRecovering = false
    /// A bracket or a quote is missing, so that what follows in this statement may be read wrongly: no further fault is
    /// worth a line before the next statement that begins at the left margin.
    var isStructureBroken = false
    var lastReportedOffset = -1
    var brackets: [OpenBracket] = []
    /// From the opening to the closing bracket of the pair that was closed last.
    var lastBracketed = 0..<0
    /// Brackets whose closing line is indented less than their opening line: one of them may lack its closer.
    var suspects: [OpenBracket] = []

    /// `in` is an operator here; not so in the head of a `for`.
    var allowsIn = true
    /// Between `?` and `:`, where `(a): b => c` is more likely no arrow function with a return type.
    var isInConsequent = false
    /// After `extends` in a type, where a further `extends` belongs to an `infer`.
    var isInExtends = false
    /// Inside `declare`, where nothing needs a value or a body.
    var isAmbient = false
    /// Inside braces that may hold exports.
    var namespaceDepth = 0
    /// The expression in the parentheses that were closed last, for the rules that ask whether there were any.
    var lastParenthesized: Range<Int>?
    /// The `=` of each `{ a = 1 }` that no pattern has claimed, by the place of the `a`.
    var coverInitializers: [Int: Range<Int>] = [:]
    /// Places of `<` that are known to begin no type arguments, and those being tried.
    var failedTypeArguments: Set<Int> = []
    var openTypeArguments: [Int] = []

    var function = FunctionContext(isTopLevel: true)
    var scopes: [Scope] = [Scope(isFunction: true)]
    /// How often a name occurs as a value; what imports are for.
    var valueUses: [String: Int] = [:]
    var exportedNames: Set<String> = []
    var isModule = false
    var containsTopLevelAwait = false

    init(_ file: SourceFile) {
        lexer = Lexer(file)
        token = lexer.next()
    }

    // MARK: - Tokens

    mutating func advance() {
        previousEnd = token.end
        token = lexer.next()
    }

    func at(_ kind: TokenKind) -> Bool { token.kind == kind }

    func at(_ keyword: Keyword) -> Bool { token.keyword == keyword }

    var isAtEnd: Bool { token.kind == .endOfFile }

    /// Takes the token if it is of the kind.
    mutating func take(_ kind: TokenKind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    mutating func take(_ keyword: Keyword) -> Bool {
        guard token.keyword == keyword else { return false }
        advance()
        return true
    }

    /// Takes the token, or reports that it is missing.
    @discardableResult
    mutating func expect(_ kind: TokenKind, help: String? = nil) -> Bool {
        if take(kind) { return true }
        reportUnexpected(expected: kind.phrase, help: help)
        return false
    }

    /// From a place to where the last token ended; empty if that was before.
    func stretch(from start: Int) -> Range<Int> {
        start..<max(previousEnd, start)
    }

    /// The token after `token`.
    func peek() -> Token {
        var ahead = lexer
        ahead.isTrying = true
        return ahead.next()
    }

    /// Whether the next token is on the same line and satisfies a condition.
    func peekOnSameLine(_ condition: (Token) -> Bool) -> Bool {
        let next = peek()
        return !next.isOnNewLine && condition(next)
    }

    // MARK: - Depth

    /// Goes one level down; what it returns belongs to `leave`.
    mutating func enter() -> Int {
        depth += 1
        let outer = height
        height = 0
        if depth > Self.maximumDepth { stopTooDeep() }
        return outer
    }

    mutating func leave(_ outer: Int) {
        depth -= 1
        height = max(outer, height + 1)
    }

    /// Counts a node put on top of what has been parsed at this level: the next link of `a.b.c` or `a + b + c`.
    mutating func link() {
        height += 1
        if depth + height > SyntaxTree.maximumHeight { stopTooDeep() }
    }

    private mutating func stopTooDeep() {
        reportUnexpected(
            "found more than \(depth > Self.maximumDepth ? Self.maximumDepth : SyntaxTree.maximumHeight) levels of nesting",
            code: "nesting-too-deep", help: "give a name to an inner part")
        if !lexer.isTrying { stop() }
    }

    /// Leaves the rest of the file alone.
    mutating func stop() {
        lexer.position = lexer.text.count
        lexer.isStopped = true
        token = Token(.endOfFile, start: lexer.text.count, end: lexer.text.count)
    }
}
