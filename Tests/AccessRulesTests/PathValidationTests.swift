import AccessRules
import BackendDefinition
import SourceText
import Testing

struct PathValidationTests {
    struct Case: CustomTestStringConvertible {
        var paths: [String]
        var message: String?
        var details: String?
        var help: String?

        var testDescription: String { paths.joined(separator: ", ") }
    }

    @Test(arguments: [
        Case(paths: [
            "foo/*", "foo/bar/*", "foo/baz/*", "other/*", "something/{entity_id}/*", "another/{entity_id}/*",
        ]),
        Case(paths: ["a/{entity_id}/*", "a/b/*"]),
        Case(paths: ["a/{entity_id}/*", "a/b/{entity_id}/*"]),
        Case(paths: ["foo/*", "foobar/*"]),
        Case(paths: ["wo?rd/*", "sp ace/${x}/*", "../a/*"]),
        Case(
            paths: ["/foo/*"], message: "Storage access paths must not start with \"/\". Found [/foo/*].",
            help: "drop the slash: `foo/*`"),
        Case(
            paths: ["/*"], message: "Storage access paths must not start with \"/\". Found [/*].",
            help: "the bucket's root cannot be granted; name a folder: `public/*`"),
        Case(
            paths: ["foo"], message: "Storage access paths must end with \"/*\". Found [foo].",
            help: "end the path with `/*`: `foo/*`"),
        Case(
            paths: ["*"], message: "Storage access paths must end with \"/*\". Found [*].",
            help: "the bucket's root cannot be granted; name a folder: `public/*`"),
        Case(
            paths: ["foo//bar/*"], message: "Path cannot contain \"//\". Found [foo//bar/*].",
            help: "write one slash: `foo/bar/*`"),
        Case(
            paths: ["foo/*/bar/*"],
            message: "Wildcards are only allowed as the final part of a path. Found [foo/*/bar/*].",
            help: "keep only the final `*`: `foo/*`"),
        Case(
            paths: ["foo/*", "foo/bar/*", "foo/bar/baz/*"],
            message: "For any given path, only one other path can be a prefix of it. Found [foo/bar/baz/*] which has "
                + "prefixes [foo/*, foo/bar/*]."),
        Case(
            paths: ["foo/{entity_id}/{entity_id}/*"],
            message: "The {entity_id} token can only appear once in a path. Found [foo/{entity_id}/{entity_id}/*]"),
        Case(
            paths: ["foo/{entity_id}/bar/*"],
            message: "The {entity_id} token must be the path part right before the ending wildcard. "
                + "Found [foo/{entity_id}/bar/*].",
            help: "put the token right before the final `*`: `foo/{entity_id}/*`"),
        Case(
            paths: ["{entity_id}/*"],
            message: "The {entity_id} token must not be the first path part. Found [{entity_id}/*]."),
        Case(
            paths: ["abc{entity_id}/*"],
            message: "A path part that includes the {entity_id} token cannot include any other characters. "
                + "Found [abc{entity_id}/*]."),
        Case(
            paths: ["foo/{entity_id}/*", "foo/*"],
            message: "A path cannot be a prefix of another path that contains the {entity_id} token.",
            details: "Found [foo/{entity_id}/*] which has prefixes [foo/*]."),
        Case(
            paths: ["foo/*", "foo/{entity_id}/*"],
            message: "A path cannot be a prefix of another path that contains the {entity_id} token.",
            details: "Found [foo/{entity_id}/*] which has prefixes [foo/*]."),
        Case(
            paths: ["foo/bar/{entity_id}/*", "foo/*"],
            message: "A path cannot be a prefix of another path that contains the {entity_id} token.",
            details: "Found [foo/bar/{entity_id}/*] which has prefixes [foo/*]."),
        Case(
            paths: ["foo/bar/*", "foo"],
            message: "Storage access paths must end with \"/*\". Found [foo]."),
    ])
    func findsTheFirstFault(_ example: Case) {
        let definition = Definition(access: example.paths.map { ($0, [.guest(["read"])]) }, groups: [])
        let error = definition.compile().errors.first
        #expect(error?.message == example.message)
        #expect(error?.details == example.details)
        if example.message != nil { #expect(error?.name == "InvalidStorageAccessPathError") }
        if let help = example.help { #expect(error?.help == help) }
    }

    @Test func findsAllFaultsAtTheirPlaces() {
        let definition = Definition(["/a/*": [.guest(["read"])], "b/*": [.guest(["read"])], "c": [.guest(["read"])]])
        let errors = definition.compile().errors
        #expect(errors.map(\.range?.start.line) == [2, 6])
    }
}
