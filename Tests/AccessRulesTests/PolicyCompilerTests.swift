import AccessRules
import IAM
import Testing

/// Definitions with the statements that Amplify's compiler makes of them.
struct PolicyCompilerTests {
    struct Example: CustomTestStringConvertible {
        var name: String
        var definition: Definition
        var policies: [Role: [String]]

        var testDescription: String { name }
    }

    static let examples = [
        Example(
            name: "two roles on one path",
            definition: Definition([
                "public/*": [.guest(["read"]), .authenticated(["read", "write", "delete"])]
            ]),
            policies: [
                .guest: ["+ get public/*", "+ list public/*"],
                .authenticated: ["+ get public/*", "+ list public/*", "+ write public/*", "+ delete public/*"],
            ]),
        Example(
            name: "one role on two paths",
            definition: Definition([
                "test/prefix/*": [.authenticated(["get", "write", "delete"])],
                "another/prefix/*": [.authenticated(["get"])],
            ]),
            policies: [
                .authenticated: [
                    "+ get test/prefix/* another/prefix/*", "+ write test/prefix/*", "+ delete test/prefix/*",
                ]
            ]),
        Example(
            name: "a sub-path takes from its parent",
            definition: Definition(["foo/*": [.guest(["get", "write"])], "foo/bar/*": [.authenticated(["get"])]]),
            policies: [
                .guest: ["+ get foo/*", "- get foo/bar/*", "+ write foo/*", "- write foo/bar/*"],
                .authenticated: ["+ get foo/bar/*"],
            ]),
        Example(
            name: "the same role on parent and child",
            definition: Definition([
                "foo/*": [.guest(["read"]), .authenticated(["read", "write"])],
                "foo/bar/*": [.authenticated(["read"])],
            ]),
            policies: [
                .guest: ["+ get foo/*", "- get foo/bar/*", "+ list foo/*", "- list foo/bar/*"],
                .authenticated: ["+ get foo/*", "+ list foo/*", "+ write foo/*", "- write foo/bar/*"],
            ]),
        Example(
            name: "the child declared first",
            definition: Definition([
                "foo/bar/*": [.authenticated(["read"])],
                "foo/*": [.guest(["read"]), .authenticated(["read", "write"])],
            ]),
            policies: [
                .guest: ["+ get foo/*", "- get foo/bar/*", "+ list foo/*", "- list foo/bar/*"],
                .authenticated: ["+ get foo/*", "+ list foo/*", "+ write foo/*", "- write foo/bar/*"],
            ]),
        Example(
            name: "an owner's folder",
            definition: Definition([
                "foo/{entity_id}/*": [.owner(["write", "delete"]), .authenticated(["get"])]
            ]),
            policies: [.authenticated: ["+ write foo/SUB/*", "+ delete foo/SUB/*", "+ get foo/*"]]),
        Example(
            name: "guests read what signed-in users may not",
            definition: Definition([
                "profile-pictures/{entity_id}/*": [.guest(["read"]), .owner(["read", "write", "delete"])],
                "picture-submissions/*": [.authenticated(["read", "write"]), .guest(["read", "write"])],
            ]),
            policies: [
                .guest: [
                    "+ get profile-pictures/* picture-submissions/*",
                    "+ list profile-pictures/* picture-submissions/*", "+ write picture-submissions/*",
                ],
                .authenticated: [
                    "+ get profile-pictures/SUB/* picture-submissions/*",
                    "+ list profile-pictures/SUB/* picture-submissions/*",
                    "+ write profile-pictures/SUB/* picture-submissions/*", "+ delete profile-pictures/SUB/*",
                ],
            ]),
        Example(
            name: "several roles and paths",
            definition: Definition([
                "foo/*": [.guest(["get", "write"])],
                "foo/bar/*": [.owner(["get"])],
                "foo/baz/*": [.guest(["get"])],
                "other/{entity_id}/*": [.owner(["get", "write", "delete"]), .guest(["get"])],
            ]),
            policies: [
                .guest: [
                    "+ get foo/* other/*", "- get foo/bar/*", "+ write foo/*", "- write foo/bar/* foo/baz/*",
                ],
                .authenticated: ["+ get foo/bar/* other/SUB/*", "+ write other/SUB/*", "+ delete other/SUB/*"],
            ]),
        Example(
            name: "read beside get and list",
            definition: Definition([
                "foo/bar/*": [.authenticated(["read", "get", "list"])], "other/baz/*": [.authenticated(["read"])],
            ]),
            policies: [.authenticated: ["+ get foo/bar/* other/baz/*", "+ list foo/bar/* other/baz/*"]]),
        Example(
            name: "groups, a function and an owner",
            definition: Definition(
                [
                    "public/*": [
                        .function("resize", ["read", "write"]), .guest(["read"]), .authenticated(["read", "write"]),
                        .groups(["Admins"], ["read", "write", "delete"]),
                    ],
                    "protected/{entity_id}/*": [
                        .authenticated(["read"]), .owner(["read", "write", "delete"]),
                        .groups(["Admins"], ["read", "write", "delete"]),
                    ],
                ], groups: ["Editors", "Admins"]),
            policies: [
                .function("resize"): ["+ get public/*", "+ list public/*", "+ write public/*"],
                .guest: ["+ get public/*", "+ list public/*"],
                .authenticated: [
                    "+ get public/* protected/*", "+ list public/* protected/*", "+ write public/* protected/SUB/*",
                    "+ delete protected/SUB/*",
                ],
                .group("Admins"): [
                    "+ get public/* protected/*", "+ list public/* protected/*", "+ write public/* protected/*",
                    "+ delete public/* protected/*",
                ],
            ]),
        Example(
            name: "a parent that only substitution makes",
            definition: Definition([
                "a/{entity_id}/*": [.guest(["read"]), .owner(["read", "write"])],
                "a/b/{entity_id}/*": [.owner(["read", "write"])],
            ]),
            policies: [
                .guest: ["+ get a/*", "- get a/b/SUB/*", "+ list a/*", "- list a/b/SUB/*"],
                .authenticated: [
                    "+ get a/SUB/* a/b/SUB/*", "+ list a/SUB/* a/b/SUB/*", "+ write a/SUB/* a/b/SUB/*",
                ],
            ]),
        Example(
            name: "a sibling below an owner's path",
            definition: Definition([
                "foo/{entity_id}/*": [.guest(["get"]), .owner(["get", "write"])],
                "foo/bar/*": [.authenticated(["get"])],
            ]),
            policies: [
                .guest: ["+ get foo/*", "- get foo/bar/*"],
                .authenticated: ["+ get foo/SUB/* foo/bar/*", "+ write foo/SUB/*"],
            ]),
        Example(
            name: "groups on parent and child",
            definition: Definition(
                [
                    "media/*": [.authenticated(["read"]), .groups(["admin", "editor"], ["read", "write"])],
                    "media/private/*": [.groups(["admin"], ["read", "write", "delete"])],
                ], groups: ["admin", "editor"]),
            policies: [
                .authenticated: [
                    "+ get media/*", "- get media/private/*", "+ list media/*", "- list media/private/*",
                ],
                .group("admin"): [
                    "+ get media/*", "+ list media/*", "+ write media/*", "+ delete media/private/*",
                ],
                .group("editor"): [
                    "+ get media/*", "- get media/private/*", "+ list media/*", "- list media/private/*",
                    "+ write media/*", "- write media/private/*",
                ],
            ]),
        Example(
            name: "a path for a function takes from its parent",
            definition: Definition(["foo/*": [.authenticated(["read"])], "foo/bar/*": [.function("f", ["read"])]]),
            policies: [
                .authenticated: ["+ get foo/*", "- get foo/bar/*", "+ list foo/*", "- list foo/bar/*"],
                .function("f"): ["+ get foo/bar/*", "+ list foo/bar/*"],
            ]),
        Example(
            name: "a path without rules takes nothing",
            definition: Definition(["foo/*": [.authenticated(["read"])], "foo/bar/*": []]),
            policies: [.authenticated: ["+ get foo/*", "+ list foo/*"]]),
        Example(
            name: "a group named as a function's role shares it",
            definition: Definition(
                ["a/*": [.function("f", ["get"])], "b/*": [.groups(["fLambda"], ["get"])]], groups: ["fLambda"]),
            policies: [.function("f"): ["+ get a/* b/*"]]),
        Example(
            name: "texts that only look alike",
            definition: Definition(["caf\u{E9}/*": [.guest(["get"])], "cafe\u{301}/*": [.guest(["get"])]]),
            policies: [.guest: ["+ get caf\u{E9}/* cafe\u{301}/*"]]),
    ]

    @Test(arguments: examples)
    func makesTheStatementsOfAmplify(_ example: Example) throws {
        let rules = try #require(example.definition.compile().ruleSet)
        let roles = Set(rules.policies.keys).union(example.policies.keys)
        for role in roles {
            #expect(rules.summary(of: role).map(Array.init) == (example.policies[role] ?? []).map(Array.init))
        }
    }

    @Test func listsByPrefix() throws {
        let rules = try #require(
            Definition(["a/*": [.guest(["list"])], "b/c/*": [.guest(["list"])]]).compile().ruleSet)
        let statement = try #require(rules.policies[.guest]?.statements.first)
        #expect(statement.resources.map(\.text) == ["arn:aws:s3:::b-files"])
        #expect(statement.prefixes?.map(\.text) == ["a/*", "a/", "b/c/*", "b/c/"])
    }

    @Test func patternsRememberTheirRules() throws {
        let definition = Definition(["foo/*": [.guest(["get"])], "foo/bar/*": [.authenticated(["get"])]])
        let statements = try #require(definition.compile().ruleSet?.policies[.guest]?.statements)
        #expect(
            statements[0].resources[0].origins == [
                StatementOrigin(
                    file: "amplify/storage/resource.ts", line: 3, column: 3, text: "allow.guest.to(['get'])",
                    path: "foo/*")
            ])
        #expect(
            statements[1].resources[0].origins == [
                StatementOrigin(
                    file: "amplify/storage/resource.ts", line: 4, column: 1, text: "'foo/bar/*'", path: "foo/bar/*")
            ])
    }
}
