import Foundation
import SourceText
import Testing
import TypeScriptSyntax

@Suite struct GoldenDefinitionTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/definitions")

    static let files: [String] = {
        let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(".ts") }.sorted()
    }()

    @Test func `there are definitions to parse`() {
        #expect(Self.files.count > 100)
    }

    @Test(arguments: files)
    func `parses without a complaint`(name: String) throws {
        let text = try Data(contentsOf: Self.folder.appending(path: name))
        let tree = SyntaxTree(parsing: SourceFile(name: name, text: text))
        #expect(tree.diagnostics.map { $0.codeFrame() } == [])
    }
}
