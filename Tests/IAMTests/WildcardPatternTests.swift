import IAM
import Testing

struct WildcardPatternTests {
    struct Case: CustomTestStringConvertible {
        var pattern: String
        var text: String
        var fits: Bool
        var identity: String? = "eu-west-1:me"

        var testDescription: String { "`\(text)` \(fits ? "fits" : "does not fit") `\(pattern)`" }
    }

    @Test(arguments: [
        Case(pattern: "a/*", text: "a/", fits: true),
        Case(pattern: "a/*", text: "a/b/c", fits: true),
        Case(pattern: "a/*", text: "a", fits: false),
        Case(pattern: "a/*", text: "A/b", fits: false),
        Case(pattern: "a/*/c", text: "a/b/x/c", fits: true),
        Case(pattern: "a/*/c", text: "a/b/x/cd", fits: false),
        Case(pattern: "*b*b", text: "abb", fits: true),
        Case(pattern: "*b*b", text: "ab", fits: false),
        Case(pattern: "a?c", text: "abc", fits: true),
        Case(pattern: "a?c", text: "aéc", fits: true),
        Case(pattern: "a?c", text: "ac", fits: false),
        Case(pattern: "", text: "", fits: true),
        Case(pattern: "*", text: "", fits: true),
        Case(pattern: "é", text: "e\u{301}", fits: false),
        Case(pattern: "x/\(PolicyPattern.identityVariable)/*", text: "x/eu-west-1:me/a", fits: true),
        Case(pattern: "x/\(PolicyPattern.identityVariable)/*", text: "x/eu-west-1:other/a", fits: false),
        Case(pattern: "x/\(PolicyPattern.identityVariable)/*", text: "x//a", fits: false, identity: nil),
        Case(pattern: "x/\(PolicyPattern.identityVariable)", text: "x/anything", fits: false, identity: "*"),
        Case(pattern: "x/${aws:username}/*", text: "x/${aws:username}/a", fits: false),
        Case(pattern: "x/${*}", text: "x/*", fits: true),
        Case(pattern: "x/${*}", text: "x/y", fits: false),
        Case(pattern: "x/${open", text: "x/${open", fits: true),
    ])
    func fitsAsIAMSays(_ example: Case) {
        let pattern = WildcardPattern(example.pattern)
        #expect(pattern.matches(example.text, identity: example.identity) == example.fits)
    }

    @Test func manyWildcardsStayQuick() {
        let pattern = WildcardPattern(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 1024), identity: nil))
    }
}
