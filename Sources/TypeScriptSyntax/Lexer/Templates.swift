/// The parts of templates.
///
/// Reference: https://tc39.es/ecma262/#sec-template-literal-lexical-components
extension Lexer {
    /// Characters up to `` ` `` or `${`; `position` is behind the opening `` ` `` or `}`, which is at `start`.
    mutating func scanTemplateCharacters(
        from start: Int, ending end: TokenKind, continuing middle: TokenKind
    ) -> Token {
        var flags: Token.Flags = []
        while position < text.count {
            switch text[position] {
            case .backtick:
                position += 1
                return Token(end, flags: flags, start: start, end: position)
            case .dollar where byte(position + 1) == .openBrace:
                position += 2
                return Token(middle, flags: flags, start: start, end: position)
            case .backslash:
                flags.insert(.hasEscape)
                position += 2
            case .carriageReturn:
                flags.insert(.hasEscape)
                position += 1
            case 0x80...:
                flags.insert(.hasNonASCII)
                position += 1
            default:
                position += 1
            }
        }
        position = text.count
        report(
            "found the end of the file in a template, expected a closing backtick", at: start..<start + 1,
            help: "close the template with a backtick")
        if !isTrying { isStopped = true }
        return Token(end, flags: flags.union(.isUnterminated), start: start, end: position)
    }

    /// Scans "}…${" or "}…`" where the parser has met the `}` that closes a substitution.
    mutating func rescanTemplateContinuation(_ brace: Token) -> Token {
        position = brace.start + 1
        return scanTemplateCharacters(from: brace.start, ending: .templateTail, continuing: .templateMiddle)
    }

    /// The text of a template token and its place. An escape that means nothing is left to the caller, since a tagged
    /// template may hold it.
    mutating func templateElement(of token: Token) -> (TemplateElement, fault: Range<Int>?) {
        let trailing =
            token.flags.contains(.isUnterminated)
            ? 0 : token.kind == .templateHead || token.kind == .templateMiddle ? 2 : 1
        let contents = token.start + 1..<max(token.end - trailing, token.start + 1)
        if token.flags.contains(.hasNonASCII) { checkUTF8(contents) }
        guard token.flags.contains(.hasEscape) else {
            let text = string(contents)
            return (TemplateElement(range: contents, cooked: StringValue(text), raw: text), nil)
        }
        let (cooked, fault) = cookedValue(of: contents)
        return (TemplateElement(range: contents, cooked: cooked, raw: rawText(of: contents)), fault)
    }

    private func rawText(of range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        for index in range {
            if text[index] != .carriageReturn {
                bytes.append(text[index])
            } else if byte(index + 1) != .lineFeed {
                bytes.append(.lineFeed)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
