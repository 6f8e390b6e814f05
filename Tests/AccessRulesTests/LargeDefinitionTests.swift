import AccessRules
import BackendDefinition
import Testing

/// Definitions that no one writes by hand.
struct LargeDefinitionTests {
    private func compile(paths: Int, groups: Int) -> RuleCompilation {
        let names = (0..<groups).map { "g\($0)" }
        let parent = (path: "top/*", rules: [Definition.Rule.groups(names, ["read", "write"])])
        let children = (0..<paths).map { (path: "top/\($0)/*", rules: [Definition.Rule.guest(["read"])]) }
        return Definition(access: [parent] + children, groups: names).compile()
    }

    @Test func compileInTimeThatGrowsWithTheirSize() {
        #expect(compile(paths: 2_000, groups: 1).ruleSet != nil)
    }

    @Test func areRefusedWhereTheyMultiply() {
        #expect(compile(paths: 300, groups: 400).errors.map(\.name) == ["too-many-rules"])
    }

    @Test func tablesAndChangesAreCutShort() throws {
        let rules = try #require(compile(paths: 100, groups: 100).ruleSet)
        #expect(rules.accessTable().isComplete)
        let wide = Definition(
            access: (0..<160).map { ("p\($0)/*", [.groups(["g\($0)"], ["get"])]) }, groups: (0..<160).map { "g\($0)" })
        let large = try #require(wide.compile().ruleSet)
        #expect(!large.accessTable().isComplete)
        #expect(!AccessChange(from: rules, to: large).isComplete)
    }
}
