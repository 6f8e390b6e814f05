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

    @Test func manyFaultsAreToldInPart() {
        let paths = (1...150).map { (String(repeating: "a/", count: $0) + "*", [Definition.Rule.guest(["read"])]) }
        let errors = Definition(access: paths.reversed(), groups: []).compile().errors
        #expect(errors.count == 100)
        #expect(errors.first?.message.hasSuffix(", … 49 more].") == true)
        let words = (0..<1_000).map { "word\($0)" }
        #expect(Definition(["a/*": [.guest(words)]]).compile().errors.count == 20)
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
