import SourceText
import Testing

@Suite struct CodeFrameTests {
    /// A diagnostic at the text between `⟦` and `⟧`.
    private func diagnostic(
        _ marked: String, severity: Diagnostic.Severity = .error, help: String? = nil, name: String = "amplify/a.ts"
    ) throws -> Diagnostic {
        let parts = marked.split(separator: "⟦", omittingEmptySubsequences: false)
        let inner = try #require(parts.last).split(separator: "⟧", omittingEmptySubsequences: false)
        try #require(parts.count == 2 && inner.count == 2)
        let start = parts[0].utf8.count
        let file = SourceFile(name: name, text: String(parts[0] + inner[0] + inner[1]))
        return Diagnostic(
            severity, code: "a-code", message: "found `x`", help: help,
            range: SourceRange(file: file, offsets: start..<start + inner[0].utf8.count))
    }

    @Test func `shows the line with one line of context on either side`() throws {
        let frame = try diagnostic("one\ntwo\nthree ⟦four⟧ five\nsix\nseven\n", help: "try `y`").codeFrame()
        #expect(
            frame == """
                error: found `x` [a-code]
                 --> amplify/a.ts:3:7
                  |
                2 | two
                3 | three four five
                  |       ^^^^
                4 | six
                  = help: try `y`
                """)
    }

    @Test func `widens the gutter for the largest number`() throws {
        let text = (1...8).map { "line \($0)\n" }.joined() + "line ⟦9⟧\nline 10\n"
        #expect(
            try diagnostic(text, severity: .warning).codeFrame() == """
                warning: found `x` [a-code]
                  --> amplify/a.ts:9:6
                   |
                 8 | line 8
                 9 | line 9
                   |      ^
                10 | line 10
                """)
    }

    @Test func `marks an empty range with one caret`() throws {
        #expect(
            try diagnostic("a: [b]⟦⟧\nc: d", severity: .note).codeFrame() == """
                note: found `x` [a-code]
                 --> amplify/a.ts:1:7
                  |
                1 | a: [b]
                  |       ^
                2 | c: d
                """)
    }

    @Test func `underlines a range over several lines up to the end of its first`() throws {
        #expect(
            try diagnostic("f⟦({\n  a\n})⟧\n").codeFrame() == """
                error: found `x` [a-code]
                 --> amplify/a.ts:1:2
                  |
                1 | f({
                  |  ^^
                2 |   a
                """)
    }

    @Test(arguments: [
        ("\ta⟦b⟧", "    ab", 5, 1),
        ("a\t⟦\tb⟧", "a       b", 4, 5),
        ("日本⟦語⟧x", "日本語x", 4, 2),
        ("é⟦e\u{301}⟧", "ée\u{301}", 1, 1),
        ("'🎉' ⟦'👩‍👩‍👧'⟧", "'🎉' '👩‍👩‍👧'", 5, 4),
        ("❤️⟦x⟧", "❤️x", 2, 1),
        ("ＡＢ⟦）⟧", "ＡＢ）", 4, 2),
    ])
    func `underlines by the width on the terminal`(source: String, shown: String, start: Int, width: Int) throws {
        let lines = try diagnostic(source).codeFrame().split(separator: "\n").map(String.init)
        #expect(lines[3] == "1 | " + shown)
        #expect(lines[4] == "  | " + String(repeating: " ", count: start) + String(repeating: "^", count: width))
    }

    @Test func `lets no control character through`() throws {
        var diagnostic = try diagnostic("a\u{1B}[31m\u{202E}⟦b⟧\u{7}", name: "a\u{1B}.ts")
        diagnostic.message = "found `\u{1B}]0;x`"
        let frame = diagnostic.codeFrame()
        #expect(frame.contains("1 | a␛[31m\u{FFFD}b␇"))
        #expect(!frame.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || $0 == "\u{202E}") })
    }

    @Test func `cuts endless lines around the range`() throws {
        let filler = String(repeating: "0123456789", count: 500)
        let lines = try diagnostic(filler + "⟦wrong⟧" + filler).codeFrame().split(separator: "\n").map(String.init)
        let shown = try #require(lines[3].split(separator: "|").last)
        #expect(shown.count == 111)
        #expect(shown.hasPrefix(" …") && shown.hasSuffix("…"))
        let caret = lines[4].distance(from: lines[4].startIndex, to: try #require(lines[4].firstIndex(of: "^")))
        #expect(lines[3].dropFirst(caret).hasPrefix("wrong"))
    }

    @Test func `survives ranges and bytes that do not fit the text`() {
        let file = SourceFile(name: "a.ts", text: [0xFF, 0xFE, 0x0A, 0xC3] as [UInt8])
        for start in 0...5 {
            for end in start...6 {
                let range = SourceRange(file: file, offsets: start..<end)
                let frame = Diagnostic(.error, code: "c", message: "m", range: range).codeFrame()
                #expect(frame.contains("^"))
            }
        }
    }

    @Test func `colours only when asked to`() throws {
        let coloured = try diagnostic("⟦a⟧", help: "h").codeFrame(.coloured)
        #expect(
            coloured == """
                \u{1B}[1;31merror\u{1B}[0m\u{1B}[1m: found `x`\u{1B}[0m [a-code]
                 \u{1B}[34m-->\u{1B}[0m amplify/a.ts:1:1
                  \u{1B}[34m|\u{1B}[0m
                \u{1B}[34m1 |\u{1B}[0m a
                  \u{1B}[34m|\u{1B}[0m \u{1B}[1;31m^\u{1B}[0m
                  \u{1B}[34m=\u{1B}[0m \u{1B}[1mhelp:\u{1B}[0m h
                """)
    }

    @Test func `without a range there is only the message and the help`() {
        let diagnostic = Diagnostic(.warning, code: "a-code", message: "one\ntwo", help: "three\nfour")
        #expect(
            diagnostic.codeFrame() == """
                warning: one
                two [a-code]
                  = help: three
                          four
                """)
    }
}
