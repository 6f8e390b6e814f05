import SourceText

/// Cuts a file into tokens, one at a time, from any place on.
///
/// What a `/`, a `}` or a `>` begins depends on the grammar around it, so the parser asks for those to be scanned again
/// (`rescan…`). Faults are collected in `diagnostics`, and scanning goes on with the likeliest token.
struct Lexer {
    /// A file with more faults than this is no TypeScript; the rest of it is not looked at.
    static let maximumFaults = 100

    let file: SourceFile
    let text: [UInt8]
    /// Where the next token's trivia begins.
    var position = 0
    var diagnostics: [Diagnostic] = []
    /// While set, faults are not reported but end the trial: the text seems to end where they are.
    var isTrying = false
    var hasTrialFailed = false
    /// Conflict markers `<<<<<<<` whose end has not been met.
    var openConflicts = 0
    /// The parser has given up; nothing after that is worth a message.
    var isStopped = false

    init(_ file: SourceFile) {
        self.file = file
        text = file.text
        skipHashbang()
    }

    /// The byte at an index, 0 past the end.
    @inline(__always)
    func byte(_ index: Int) -> UInt8 {
        index < text.count ? text[index] : 0
    }

    /// Scans the next token.
    mutating func next() -> Token {
        var flags: Token.Flags = skipTrivia() ? .onNewLine : []
        while position < text.count {
            let start = position
            if var token = scanToken() {
                token.flags.formUnion(flags)
                return token
            }
            // A stray character was reported and passed over.
            assert(position > start)
            if skipTrivia() { flags.insert(.onNewLine) }
        }
        return Token(.endOfFile, flags: flags, start: text.count, end: text.count)
    }

    private mutating func scanToken() -> Token? {
        let start = position
        switch text[position] {
        case .a ... .z, .A ... .Z, .dollar, .underscore, .backslash:
            return scanIdentifierName()
        case .zero ... .nine:
            return scanNumber()
        case .doubleQuote, .singleQuote:
            return scanString()
        case .backtick:
            position += 1
            return scanTemplateCharacters(from: start, ending: .template, continuing: .templateHead)
        case .hash:
            return scanPrivateName()
        case .dot where byte(position + 1).isDigit:
            return scanNumber()
        case 0x80...:
            return scanNonASCII()
        default:
            return scanPunctuator()
        }
    }

    // MARK: - Faults

    /// Notes a fault. During a trial it only fails the trial.
    mutating func report(_ message: String, at range: Range<Int>, code: String = "syntax-error", help: String? = nil) {
        if isTrying {
            hasTrialFailed = true
            position = text.count
            return
        }
        guard !isStopped else { return }
        if diagnostics.count >= Self.maximumFaults {
            isStopped = true
            position = text.count
            return
        }
        diagnostics.append(
            Diagnostic(.error, code: code, message: message, help: help, range: SourceRange(file: file, offsets: range))
        )
    }

    /// The text of a range, for messages and names.
    func string(_ range: Range<Int>) -> String {
        String(decoding: text[range], as: UTF8.self)
    }
}
