import AccessRules
import IAM
import Testing

struct AccessChangeTests {
    private func lines(from old: Definition?, to new: Definition) -> [String] {
        AccessChange(from: old?.compile().ruleSet, to: new.compile().ruleSet!).lines
    }

    @Test func saysWhoGainedAndLostWhat() {
        let old = Definition(["photos/{entity_id}/*": [.owner(["read", "write", "delete"])]])
        let new = Definition(["photos/{entity_id}/*": [.owner(["read", "write"]), .guest(["read"])]])
        #expect(lines(from: old, to: new) == ["photos/{entity_id}/*: guest gained read; owner lost delete"])
        #expect(lines(from: old, to: old) == [])
    }

    @Test func speaksOfDecisionsNotOfText() {
        let old = Definition(["foo/*": [.guest(["get"]), .authenticated(["read"])]])
        let new = Definition(["foo/*": [.guest(["get"]), .authenticated(["read"])], "foo/bar/*": [.guest(["get"])]])
        #expect(lines(from: old, to: new) == ["foo/bar/*: authenticated lost read"])
        #expect(lines(from: new, to: old) == ["foo/bar/*: authenticated gained read"])
    }

    @Test func everythingIsNewAtFirst() {
        let new = Definition(["a/*": [.groups(["staff"], ["list"]), .function("f", ["write"])]], groups: ["staff"])
        #expect(
            lines(from: nil, to: new)
                == ["bucket files added", "a/*: group staff gained list; function f gained write"])
    }

    @Test func namesTheBucketWhereThereAreSeveral() {
        let old = Definition(["a/*": [.guest(["get"])]], name: "one")
        let new = Definition(["a/*": [.guest(["get"])]], name: "two")
        #expect(
            lines(from: old, to: new) == [
                "bucket two added", "bucket one removed", "two: a/*: guest gained get", "one: a/*: guest lost get",
            ])
    }

    @Test func tableShowsWhatIsDecided() throws {
        let definition = Definition(
            [
                "foo/*": [.guest(["read"]), .authenticated(["read"])], "foo/bar/*": [.groups(["staff"], ["delete"])],
                "own/{entity_id}/*": [.owner(["write"])],
            ], groups: ["staff"])
        let rules = try #require(definition.compile().ruleSet)
        let rows = rules.accessTable().rows.map { row in
            "\(row.path) \(row.subject) \(row.grants.map { "\($0.action):\($0.origins[0].line)" })"
        }
        #expect(
            rows == [
                "foo/* guest [\"get:3\", \"list:3\"]", "foo/* authenticated [\"get:4\", \"list:4\"]",
                "foo/bar/* group staff [\"delete:6\"]", "own/{entity_id}/* owner [\"write:8\"]",
            ])
    }
}
