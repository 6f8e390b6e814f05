/// The kinds of tokens.
enum TokenKind: UInt8, Sendable {
    case endOfFile
    case identifier
    case privateName
    case number
    case bigInt
    case string
    case regularExpression
    /// `` `…` ``
    case template
    /// `` `…${ ``
    case templateHead
    /// `}…${`
    case templateMiddle
    /// `` }…` ``
    case templateTail
    /// A character that begins no token; it has been reported.
    case stray

    case openBrace, closeBrace, openParenthesis, closeParenthesis, openBracket, closeBracket
    case dot, ellipsis, semicolon, comma, colon, question, questionDot, arrow, at

    case plus, minus, star, slash, percent, starStar, plusPlus, minusMinus
    case equal, notEqual, strictEqual, strictNotEqual
    /// The lexer yields every `>` alone, for the sake of `A<B<C>>`; `Lexer.rescanGreaterThan` puts the operators that
    /// begin with it together.
    case lessThan, lessThanOrEqual, greaterThan, greaterThanOrEqual
    case shiftLeft, shiftRight, shiftRightUnsigned
    case ampersand, bar, caret, exclamation, tilde, ampersandAmpersand, barBar, questionQuestion

    case assign, plusAssign, minusAssign, starAssign, slashAssign, percentAssign, starStarAssign
    case shiftLeftAssign, shiftRightAssign, shiftRightUnsignedAssign, ampersandAssign, barAssign, caretAssign
    case ampersandAmpersandAssign, barBarAssign, questionQuestionAssign

    /// The bracket that closes this one.
    var closer: TokenKind? {
        switch self {
        case .openBrace: .closeBrace
        case .openParenthesis: .closeParenthesis
        case .openBracket: .closeBracket
        default: nil
        }
    }

    var isCloser: Bool { self == .closeBrace || self == .closeParenthesis || self == .closeBracket }

    /// How the kind is named to people: a spelling in backticks, or a phrase.
    var phrase: String {
        switch self {
        case .endOfFile: "the end of the file"
        case .identifier: "a name"
        case .privateName: "a private name"
        case .number: "a number"
        case .bigInt: "a bigint"
        case .string: "a string"
        case .regularExpression: "a regular expression"
        case .template, .templateHead, .templateMiddle, .templateTail: "a template"
        case .stray: "a stray character"
        default: "`\(spelling)`"
        }
    }

    private var spelling: String {
        switch self {
        case .openBrace: "{"
        case .closeBrace: "}"
        case .openParenthesis: "("
        case .closeParenthesis: ")"
        case .openBracket: "["
        case .closeBracket: "]"
        case .dot: "."
        case .ellipsis: "..."
        case .semicolon: ";"
        case .comma: ","
        case .colon: ":"
        case .question: "?"
        case .questionDot: "?."
        case .arrow: "=>"
        case .at: "@"
        case .lessThan: "<"
        case .greaterThan: ">"
        case .assign: "="
        case .star: "*"
        // No other kind is ever expected by name.
        default: String(describing: self)
        }
    }
}
