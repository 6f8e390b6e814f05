import IAM
import SourceText

extension StatementOrigin {
    init(range: SourceRange, path: String) {
        let start = range.start
        self.init(file: range.file.name, line: start.line, column: start.column, text: range.text, path: path)
    }
}
