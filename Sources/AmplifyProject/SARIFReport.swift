package import BackendDefinition
import OrderedCollections
import SourceText

extension CompiledProject {
    /// The diagnostics as a SARIF log, for code hosts and editors; `version` is that of the tool.
    ///
    /// Reference: OASIS SARIF 2.1.0.
    package func sarifReport(version: String) -> JSONValue {
        let rules = OrderedSet(diagnostics.map(\.code))
        let driver: JSONValue = .object([
            "name": .string("sandbox"),
            "version": .string(version),
            "rules": .array(rules.map { .object(["id": .string($0)]) }),
        ])
        let run: JSONValue = .object([
            "tool": .object(["driver": driver]),
            "columnKind": .string("utf16CodeUnits"),
            "results": .array(diagnostics.map { $0.sarifResult(ruleIndex: rules.firstIndex(of: $0.code) ?? -1) }),
        ])
        return .object([
            "$schema": .string("https://json.schemastore.org/sarif-2.1.0.json"),
            "version": .string("2.1.0"),
            "runs": .array([run]),
        ])
    }
}

extension Diagnostic {
    fileprivate func sarifResult(ruleIndex: Int) -> JSONValue {
        let text = help.map { "\(message)\nhelp: \($0)" } ?? message
        var result: OrderedDictionary<String, JSONValue> = [
            "ruleId": .string(code),
            "ruleIndex": .number(Double(ruleIndex)),
            "level": .string(severity.rawValue),
            "message": .object(["text": .string(text)]),
        ]
        result["locations"] = range.map { .array([.object(["physicalLocation": $0.sarifLocation])]) }
        return .object(result)
    }
}

extension SourceRange {
    fileprivate var sarifLocation: JSONValue {
        let (start, end) = (self.start, self.end)
        return .object([
            "artifactLocation": .object(["uri": .string(Self.uriReference(file.name))]),
            "region": .object([
                "startLine": .number(Double(start.line)), "startColumn": .number(Double(start.column)),
                "endLine": .number(Double(end.line)), "endColumn": .number(Double(end.column)),
            ]),
        ])
    }

    /// A relative path as a URI reference: all but unreserved characters and slashes percent-encoded.
    private static func uriReference(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count == 1 ? "0\(digits)" : digits)
            }
        }
        return text
    }
}
