import AccessRules
import BackendDefinition
import SourceText
import Testing

struct RuleValidationTests {
    struct Case: CustomTestStringConvertible {
        var definition: Definition
        /// `name: message`, in order.
        var errors: [String]
        var help: String?

        var testDescription: String { errors.first ?? "accepted" }
    }

    private static func repeated(_ kind: String, _ users: String) -> String {
        "InvalidStorageAccessDefinitionError: \(kind) access definition for \(users) specified multiple times."
    }

    private static func noAuth(_ role: String) -> String {
        "Error: Cannot specify auth access for \(role) users without defining auth. "
            + "See https://docs.amplify.aws/gen2/build-a-backend/auth/set-up-auth/ for more information."
    }

    @Test(arguments: [
        Case(
            definition: Definition(["a/*": [.guest(["get"]), .guest(["list"])]]),
            errors: [repeated("Entity", "guest users")]),
        Case(
            definition: Definition(["a/*": [.authenticated(["get"]), .authenticated(["list"])]]),
            errors: [repeated("Entity", "authenticated users")]),
        Case(
            definition: Definition(["a/{entity_id}/*": [.owner(["get"]), .owner(["list"])]]),
            errors: [repeated("Entity", "identity")]),
        Case(
            definition: Definition(["a/*": [.groups(["a", "a"], ["get"])]], groups: ["a"]),
            errors: [repeated("Group", "a")]),
        Case(
            definition: Definition(
                ["a/*": [.groups(["a", "b"], ["get"]), .groups(["b", "c"], ["get"])]], groups: ["a", "b", "c"]),
            errors: [repeated("Group", "b")]),
        Case(definition: Definition(["a/*": [.authenticated(["get"]), .owner(["list"])]]), errors: []),
        Case(definition: Definition(["a/*": [.function("f", ["get"]), .function("f", ["list"])]]), errors: []),
        Case(definition: Definition(["a/*": [.guest(["get"])], "b/*": [.guest(["get"])]]), errors: []),
        Case(
            definition: Definition(["a/*": [.guest(["get"]), .owner(["get"])]], groups: nil),
            errors: [noAuth("unauthenticatedUserIamRole"), noAuth("authenticatedUserIamRole")]),
        Case(
            definition: Definition(["a/*": [.groups(["staff"], ["get"])]], groups: nil), errors: [noAuth("staff")]),
        Case(definition: Definition(["a/*": [.function("f", ["get"])]], groups: nil), errors: []),
        Case(
            definition: Definition(["a/*": [.groups(["editor"], ["get"])]], groups: ["editors"]),
            errors: ["InvalidResourceAccessConfigError: No auth IAM role found for \"editor\"."],
            help: "did you mean `editors`?"),
        Case(
            definition: Definition(["a/*": [.groups(["x"], ["get"])]], groups: []),
            errors: ["InvalidResourceAccessConfigError: No auth IAM role found for \"x\"."],
            help: "add `groups: ['x']` to `defineAuth`"),
        Case(
            definition: Definition(["a/*": [.guest([])]]),
            errors: ["EmptyPolicyFault: At least one permission must be specified"]),
        Case(definition: Definition(["a/*": [.guest([])], "b/*": [.guest(["get"])]]), errors: []),
        Case(
            definition: Definition(["a/*": [.guest(["reed"])]]),
            errors: ["unknown-action: `reed` is no action of storage"], help: "did you mean `read`?"),
        Case(
            definition: Definition(["a": [.guest(["get"])], "b/*": [.groups(["x"], ["get"]), .guest([])]]),
            errors: [
                "InvalidStorageAccessPathError: Storage access paths must end with \"/*\". Found [a].",
                "InvalidResourceAccessConfigError: No auth IAM role found for \"x\".",
            ]),
    ])
    func refusesWithTheWordsOfAmplify(_ example: Case) {
        let errors = example.definition.compile().errors
        #expect(errors.map { "\($0.name): \($0.message)" } == example.errors)
        if let help = example.help { #expect(errors.first?.help == help) }
    }

    @Test func errorsOfTheEvaluationStandAmongTheRules() throws {
        var backend = Definition(["a/*": [.guest(["get"]), .guest(["get"])], "b/*": [.guest(["get"])]]).backend
        let failure = DefinitionError(name: "TypeError", message: "rules is not iterable")
        backend.buckets[0].access?[0].failures = [(1, failure)]
        let errors = compileRules(of: backend, names: Definition.names, generation: 1).errors
        #expect(errors.map(\.name) == ["TypeError", "InvalidStorageAccessDefinitionError"])
    }

    @Test(arguments: [
        ([false, false], "NoDefaultStorageError"), ([true, true, false], "MultipleDefaultStorageError"),
        ([false, true], nil), ([false], nil), ([true], nil), ([], nil),
    ])
    func oneBucketIsTheDefault(_ defaults: [Bool], _ name: String?) {
        let definitions = defaults.enumerated().map {
            Definition(nil, name: "bucket\($0.offset)", isDefault: $0.element)
        }
        let result = compileRules(of: Definition.backend(definitions), names: Definition.names, generation: 1)
        #expect(result.errors.map(\.name) == [name].compactMap(\.self))
        #expect(result.errors.allSatisfy { $0.phase == .synth && $0.order == .synthesis })
        #expect(result.ruleSet?.buckets.filter(\.isDefault).count == (name == nil ? min(defaults.count, 1) : nil))
    }

    @Test(arguments: [
        ("my-bucket", "myBucket", true), ("my-bucket", "mybucket", false), ("a1", "a-1", true),
    ])
    func bucketsNeedDifferentVariables(_ one: String, _ other: String, _ collide: Bool) {
        let definitions = [
            Definition(["a/*": [.guest(["get"])]], name: one, isDefault: true),
            Definition(["a/*": [.guest(["get"])]], name: other),
        ]
        let errors = compileRules(of: Definition.backend(definitions), names: Definition.names, generation: 1).errors
        #expect(errors.map(\.order) == (collide ? [.making(resource: 1)] : []))
        let variable = bucketVariable(forFriendlyName: one)
        #expect(
            errors.map(\.message)
                == (collide
                    ? ["There is already a Construct with name '\(variable)Parameter' in NestedStack [storage]"] : []))
    }

    @Test func errorsOfBucketsStandInTheirOrder() {
        let definitions = [
            Definition(["a": [.guest(["get"])]], name: "one"), Definition(["b": [.guest(["get"])]], name: "two"),
        ]
        let errors = compileRules(of: Definition.backend(definitions), names: Definition.names, generation: 1).errors
        #expect(
            errors.map(\.order) == [
                .compilingAccess(ofResource: 0), .compilingAccess(ofResource: 1), .synthesis,
            ])
    }

    @Test(arguments: [
        ("testName", "TEST_NAME_BUCKET_NAME"), ("my-bucket", "MY_BUCKET_BUCKET_NAME"),
        ("test3-te3st", "TEST_3_TE_3_ST_BUCKET_NAME"), ("tEsT-teST", "T_ES_T_TE_ST_BUCKET_NAME"),
        ("some decent name", "SOME_DECENT_NAME_BUCKET_NAME"), ("HTTPFiles", "HTTP_FILES_BUCKET_NAME"),
    ])
    func namesTheVariableOfABucket(_ name: String, _ variable: String) {
        #expect(bucketVariable(forFriendlyName: name) == variable)
    }
}
