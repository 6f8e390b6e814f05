import BackendDefinition
import ClientOutputs
import OrderedCollections
import Testing

struct JSONTextTests {
    @Test(arguments: [
        (0, "0"), (-0.0, "0"), (1, "1"), (-12.5, "-12.5"), (100, "100"), (0.1, "0.1"), (1e21, "1e+21"),
        (1.2345678901234567e20, "123456789012345670000"), (1e-6, "0.000001"), (1e-7, "1e-7"), (1.5e-10, "1.5e-10"),
        (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"), (.nan, "null"),
        (.infinity, "null"),
    ])
    func numbersAreWrittenAsInJavaScript(_ number: Double, _ text: String) {
        #expect(JSONValue.number(number).indentedText == text)
    }

    @Test func stringsEscapeOnlyWhatJSONDemands() {
        let text = JSONValue.string("\"\\/\n\r\t\u{8}\u{C}\u{1}\u{1F}é\u{2028}🙂").indentedText
        #expect(text == #""\"\\/\n\r\t\b\f\u0001\u001fé"# + "\u{2028}🙂\"")
    }

    @Test func indentsByTwoAndEndsWithoutLineFeed() {
        let value: JSONValue = .object([
            "b": .array([]), "a": .object([:]), "c": .array([.number(1), .object(["d": .null])]), "e": .boolean(true),
        ])
        #expect(
            value.indentedText == """
                {
                  "b": [],
                  "a": {},
                  "c": [
                    1,
                    {
                      "d": null
                    }
                  ],
                  "e": true
                }
                """)
    }
}
