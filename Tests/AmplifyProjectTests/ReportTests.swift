import BackendDefinition
import ClientOutputs
import OrderedCollections
import SourceText
import Testing

@testable import AmplifyProject

struct ReportTests {
    private let project: CompiledProject = {
        let file = SourceFile(name: "amplify/my storage/resource.ts", text: "one\n  two three\n")
        let range = SourceRange(file: file, offsets: 6..<9)
        let error = DefinitionError(
            phase: .synth, name: "SomeError", message: "found it", resolution: "mend it", details: "more", help: "so",
            range: range)
        return CompiledProject(
            errors: [error],
            diagnostics: [error.diagnostic, Diagnostic(.warning, code: "odd", message: "odd", range: nil)])
    }()

    @Test func checkReportTellsTheError() {
        let report = project.checkReport
        #expect(
            report["error"]
                == .object([
                    "phase": .string("synth"), "name": .string("SomeError"), "message": .string("found it"),
                    "resolution": .string("mend it"), "details": .string("more"),
                ]))
        #expect(report["buckets"] == nil)
        #expect(
            report["diagnostics"]?.elements.first
                == .object([
                    "severity": .string("error"), "code": .string("SomeError"), "message": .string("found it"),
                    "help": .string("so"), "file": .string("amplify/my storage/resource.ts"), "line": .number(2),
                    "column": .number(3),
                ]))
    }

    @Test func sarifReportPointsAtTheText() {
        let run = project.sarifReport(version: "1.0").elements(at: "runs").first
        let results = run?.elements(at: "results") ?? []
        #expect(results.map { $0["ruleId"]?.text } == ["SomeError", "odd"])
        #expect(results.map { $0["level"]?.text } == ["error", "warning"])
        let location = results[0].elements(at: "locations").first?["physicalLocation"]
        #expect(location?["artifactLocation"]?["uri"]?.text == "amplify/my%20storage/resource.ts")
        #expect(
            location?["region"]
                == .object([
                    "startLine": .number(2), "startColumn": .number(3), "endLine": .number(2), "endColumn": .number(6),
                ]))
        #expect(results[1]["locations"] == nil)
    }
}

extension JSONValue {
    fileprivate func elements(at key: String) -> [JSONValue] { self[key]?.elements ?? [] }
}
