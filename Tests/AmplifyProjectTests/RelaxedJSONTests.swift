import BackendDefinition
import ClientOutputs
import OrderedCollections
import Testing

@testable import AmplifyProject

struct RelaxedJSONTests {
    @Test func readsCommentsAndTrailingCommas() throws {
        let text = """
            /* a */ { // b
              "b": [1, -2.5e3, ], "a": {"x": null, "y": true,}, "c": "\\u00e9\\ud83d\\ude42\\n\\/",
            } // c
            """
        let value = try RelaxedJSON.parse(Array(text.utf8))
        #expect(
            value
                == .object([
                    "b": .array([.number(1), .number(-2500)]), "a": .object(["x": .null, "y": .boolean(true)]),
                    "c": .string("é🙂\n/"),
                ]))
    }

    @Test(arguments: [
        "", "{", "[1", "{\"a\"}", "{a: 1}", "[1 2]", "\"open", "\"a\nb\"", "/* open", "tru", "1 2", "\"\\u12\"", "[,]",
        String(repeating: "[", count: 100_000),
    ])
    func refusesWhatIsNoJSON(_ text: String) {
        #expect(throws: RelaxedJSON.Fault.self) { try RelaxedJSON.parse(Array(text.utf8)) }
    }
}
