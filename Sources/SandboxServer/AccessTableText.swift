import AccessRules
import BackendDefinition

/// The access table as text: for each bucket a row a path, a column for each subject that may do anything.
struct AccessTableText {
    let ruleSet: RuleSet
    let style: TerminalStyle

    func render() -> String {
        let table = ruleSet.accessTable()
        return ruleSet.buckets.map { bucket in
            let rows = table.rows.filter { $0.bucket == bucket.name }
            // Before a deployment there is only something in braces that stands for the name.
            let address = bucket.bucketName.hasPrefix("{") ? "" : style.faint("  s3://\(bucket.bucketName)")
            return ([style.bold(bucket.name) + address] + lines(rows, of: bucket)).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private func lines(_ rows: [AccessTable.Row], of bucket: BucketRules) -> [String] {
        guard let access = bucket.definition.access else { return ["  no access rules: only an administrator gets in"] }
        guard !rows.isEmpty else { return ["  nobody but an administrator gets in"] }
        var subjects: [AccessTable.Subject] = []
        for row in rows where !subjects.contains(row.subject) { subjects.append(row.subject) }
        subjects = ruleSet.inOrder(subjects)
        var cells = [["path"] + subjects.map(\.description)]
        for path in access.map(\.path) {
            cells.append(
                [path]
                    + subjects.map { subject in
                        let grants = rows.first { $0.path == path && $0.subject == subject }?.grants ?? []
                        return grants.isEmpty
                            ? "-" : StorageAction.words(for: grants.map(\.action)).joined(separator: " ")
                    })
        }
        return TextTable(cells).lines.enumerated().map { index, line in
            "  " + (index == 0 ? style.faint(line) : line)
        }
    }
}

extension RuleSet {
    /// Subjects in the order in which people think of them: guests first, functions last.
    fileprivate func inOrder(_ subjects: [AccessTable.Subject]) -> [AccessTable.Subject] {
        func rank(_ subject: AccessTable.Subject) -> Int {
            switch subject {
            case .guest: 0
            case .authenticated: 1
            case .owner: 2
            case .group: 3
            case .function: 4
            }
        }
        return subjects.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
    }
}

/// Cells in columns as wide as their widest text, two spaces apart.
struct TextTable {
    private let cells: [[String]]

    init(_ cells: [[String]]) {
        self.cells = cells
    }

    var lines: [String] {
        let columns = cells.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            cells.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return cells.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if column < row.count - 1 {
                    line += String(repeating: " ", count: widths[column] - cell.count + 2)
                }
            }
            return line
        }
    }
}
