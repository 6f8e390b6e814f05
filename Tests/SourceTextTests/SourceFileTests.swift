import SourceText
import Testing

@Suite struct SourceFileTests {
    @Test(arguments: [
        ("a\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1), ("a\r\n\r\nb", 5, 3, 1), ("äb", 2, 1, 2),
        ("🎉b", 4, 1, 3), ("ab", 99, 1, 3), ("ab", -1, 1, 1), ("", 0, 1, 1), ("a\n", 2, 2, 1),
    ])
    func `counts lines from one and columns in UTF-16`(text: String, offset: Int, line: Int, column: Int) {
        let file = SourceFile(name: "a.ts", text: text)
        #expect(file.position(at: offset) == SourcePosition(line: line, column: column))
    }

    @Test func `drops a byte-order mark`() {
        #expect(SourceFile(name: "a.ts", text: "\u{FEFF}ab").text == Array("ab".utf8))
    }

    @Test(arguments: [(1, "one"), (2, ""), (3, "three"), (4, "")])
    func `yields lines without their ends`(line: Int, text: String) {
        #expect(SourceFile(name: "a.ts", text: "one\r\n\nthree\r").line(line) == text)
    }
}
