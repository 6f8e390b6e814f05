import AccessRules
import BackendDefinition
import SourceText
import Testing

struct DefinitionWarningTests {
    struct Case: CustomTestStringConvertible {
        var definition: Definition
        /// `code line`
        var warnings: [String]

        var testDescription: String { warnings.first ?? "no warning" }
    }

    @Test(arguments: [
        Case(definition: Definition(["a/{entity_id}/*": [.owner(["get"]), .guest(["get"])]]), warnings: []),
        Case(definition: Definition(["a/*": [.owner(["get"])]]), warnings: ["entity-rule-without-token 3"]),
        Case(definition: Definition(["a/{entity_id}/*": [.guest(["get"])]]), warnings: ["entity-token-without-rule 2"]),
        Case(
            definition: Definition(["a/{user_id}/*": [.guest(["get"])], "b/${identityId}/*": [.guest(["get"])]]),
            warnings: ["unknown-token 2", "unknown-token 4"]),
        Case(
            definition: Definition(["a/${cognito-identity.amazonaws.com:sub}/*": [.authenticated(["get"])]]),
            warnings: []),
        Case(definition: Definition(["a/*": []]), warnings: ["empty-rules 2"]),
        Case(
            definition: Definition(["a/*": [.guest([])], "b/*": [.guest(["get"])]]), warnings: ["empty-actions 3"]),
        Case(definition: Definition(["a/*": [.groups([], ["get"])]]), warnings: ["empty-groups 3"]),
        Case(definition: Definition(["a/*": [.guest(["read", "get"])]]), warnings: ["redundant-action 3"]),
    ])
    func pointsAtWhatIsNotMeant(_ example: Case) {
        let result = example.definition.compile()
        #expect(result.errors.isEmpty)
        #expect(result.warnings.map { "\($0.code) \($0.range?.start.line ?? 0)" } == example.warnings)
        #expect(result.warnings.allSatisfy { $0.severity == .warning && $0.help != nil })
    }
}
