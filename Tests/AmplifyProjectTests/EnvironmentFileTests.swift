import Testing

@testable import AmplifyProject

struct EnvironmentFileTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var variables: [String: String]

        var testDescription: String { text.debugDescription }
    }

    @Test(arguments: [
        Case(text: "A=1\nB = two words \r\nC=", variables: ["A": "1", "B": "two words", "C": ""]),
        Case(text: "# A=1\n\n  export B=2 # why\nnot a line\nC=x#y", variables: ["B": "2", "C": "x"]),
        Case(
            text: #"A="x # y" # z"# + "\nB='a\\nb'\nC=\"a\\nb\\tc\"",
            variables: [
                "A": "x # y", "B": "a\\nb", "C": "a\nb\\tc",
            ]),
        Case(text: "A=\"one\ntwo\"\nB=`it's \"so\"`", variables: ["A": "one\ntwo", "B": "it's \"so\""]),
        Case(text: "A=\"open\nB=2", variables: ["A": "\"open", "B": "2"]),
        Case(text: "\u{FEFF}A=1\nA=2", variables: ["A": "2"]),
        Case(text: "exported=1\n=x\nA", variables: ["exported": "1"]),
        Case(text: "URL=https://a.b/?c=d", variables: ["URL": "https://a.b/?c=d"]),
    ])
    func readsWhatDotenvReads(_ example: Case) {
        #expect(EnvironmentFile.variables(in: Array(example.text.utf8)) == example.variables)
    }
}
