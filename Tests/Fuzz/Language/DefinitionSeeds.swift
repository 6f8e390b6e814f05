import SourceText
import TypeScriptEvaluator

/// Definitions and programs that lie in the repository: the golden cases, and what the tests of the language hold.
enum DefinitionSeeds {
    static func all(repository: String) -> [[UInt8]] {
        goldenCases(in: "\(repository)/Tests/Golden/definitions")
            + ["TypeScriptSyntaxTests", "TypeScriptEvaluatorTests", "BackendDefinitionTests"].flatMap {
                quotedTexts(in: "\(repository)/Tests/\($0)")
            }
    }

    /// Each case as one text.
    private static func goldenCases(in folder: String) -> [[UInt8]] {
        let modules = Files.all(below: folder).filter { path in
            path.contains("/amplify/") && [".ts", ".js", ".json"].contains { path.hasSuffix($0) }
        }
        return Dictionary(grouping: modules) { String($0.prefix { $0 != "/" }) }.sorted { $0.key < $1.key }
            .map { name, paths in
                Array(
                    paths.map { path in
                        DefinitionProject.marker + Array(path.dropFirst(name.count + 1).utf8) + [0x0A]
                            + (Files.read("\(folder)/\(path)") ?? [])
                    }.joined())
            }
    }

    /// The text literals of test files, which are programs for the most part.
    private static func quotedTexts(in folder: String) -> [[UInt8]] {
        Files.all(below: folder).filter { $0.hasSuffix(".swift") }.flatMap { path -> [[UInt8]] in
            let text = String(decoding: Files.read("\(folder)/\(path)") ?? [], as: UTF8.self)
            let parts = text.components(separatedBy: "\"\"\"")
            let blocks = stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
            let lines = stride(from: 0, to: parts.count, by: 2).flatMap { quotedInLines(of: parts[$0]) }
            return (blocks + lines).map { Array($0.utf8) }.filter(isProgram)
        }
    }

    /// Messages and names are quoted too, and most of them do not parse.
    private static func isProgram(_ text: [UInt8]) -> Bool {
        let module = ParsedModule(parsing: SourceFile(name: "seed.ts", text: text))
        return !module.diagnostics.contains { $0.severity == .error }
    }

    private static func quotedInLines(of text: String) -> [String] {
        text.split(separator: "\n").flatMap { line -> [String] in
            let parts = String(line).components(separatedBy: "\"")
            return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }.filter { $0.utf8.count > 8 }
        }
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
