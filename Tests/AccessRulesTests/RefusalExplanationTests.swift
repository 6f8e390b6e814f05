import AccessRules
import IAM
import Testing

struct RefusalExplanationTests {
    static let me = "eu-west-1:me"

    static let definition = Definition(
        [
            "shared/*": [.guest(["read"]), .authenticated(["read", "write"])],
            "shared/drafts/*": [.groups(["editors"], ["read", "write"])],
            "own/{entity_id}/*": [.owner(["read", "write"])],
        ], groups: ["editors", "readers"])

    static func request(
        _ role: Role, _ action: S3Action, key: String? = nil, prefix: String? = nil
    ) -> AuthorizationRequest {
        let principal = Principal.session(
            Principal.RoleSession(role: role, identityID: me, userName: role == .guest ? nil : "ana"))
        return if let key {
            AuthorizationRequest(principal: principal, action: action, bucket: "b-files", key: key)
        } else {
            AuthorizationRequest(principal: principal, action: action, bucket: "b-files", prefix: prefix)
        }
    }

    struct Case: CustomTestStringConvertible {
        var request: AuthorizationRequest
        var message: String
        var help: String?

        var testDescription: String { message }
    }

    @Test(arguments: [
        Case(
            request: request(.guest, .putObject, key: "shared/a"),
            message: "guest may not write `shared/a`: `allow.guest.to(['read'])` "
                + "(amplify/storage/resource.ts:3:3) does not grant it",
            help: "add `'write'` to `allow.guest.to(['read'])` (amplify/storage/resource.ts:3:3)"),
        Case(
            request: request(.authenticated, .getObject, key: "shared/drafts/a"),
            message: "ana may not get `shared/drafts/a`: `shared/drafts/*` (amplify/storage/resource.ts:5:1) "
                + "takes it away",
            help: "add `allow.authenticated.to(['read'])` to `shared/drafts/*` (amplify/storage/resource.ts:5:1)"),
        Case(
            request: request(.authenticated, .getObject, key: "own/eu-west-1:other/a"),
            message: "ana may not get `own/eu-west-1:other/a`: `allow.entity('identity').to(['read', 'write'])` "
                + "(amplify/storage/resource.ts:8:3) speaks of the own folder",
            help: "add `allow.authenticated.to(['read'])` to `own/{entity_id}/*` (amplify/storage/resource.ts:7:1)"),
        Case(
            request: request(.authenticated, .deleteObject, key: "own/\(me)/a"),
            message: "ana may not delete `own/\(me)/a`: `allow.entity('identity').to(['read', 'write'])` "
                + "(amplify/storage/resource.ts:8:3) does not grant it",
            help: "add `'delete'` to `allow.entity('identity').to(['read', 'write'])` "
                + "(amplify/storage/resource.ts:8:3)"),
        Case(
            request: request(.group("readers"), .getObject, key: "own/\(me)/a"),
            message: "ana as group readers may not get `own/\(me)/a`: a group's role takes the place of the signed-in "
                + "one, so `allow.entity('identity').to(['read', 'write'])` (amplify/storage/resource.ts:8:3) does not "
                + "apply",
            help: "add `allow.groups(['readers']).to(['read'])` to `own/{entity_id}/*` "
                + "(amplify/storage/resource.ts:7:1)"),
        Case(
            request: request(.guest, .getObject, key: "new/folder/a"),
            message: "guest may not get `new/folder/a`: no rule speaks of it",
            help: "add the path `'new/*': [allow.guest.to(['read'])]` (amplify/storage/resource.ts:7:1)"),
        Case(
            request: request(.authenticated, .putObject, key: "new/\(me)/a"),
            message: "ana may not write `new/\(me)/a`: no rule speaks of it",
            help: "add the path `'new/{entity_id}/*': [allow.entity('identity').to(['write'])]` "
                + "(amplify/storage/resource.ts:7:1)"),
        Case(
            request: request(.guest, .getObject, key: "a"),
            message: "guest may not get `a`: objects outside all folders cannot be granted",
            help: "put the object into a folder that a rule names"),
        Case(
            request: request(.guest, .listBucket, prefix: nil),
            message: "guest may not list `files`: rules are about paths, so a listing must name a prefix",
            help: "ask for one of `shared/`"),
        Case(
            request: request(.guest, .listBucket, prefix: "shared"),
            message: "guest may not list `shared`: only `shared/` and what lies below it is granted",
            help: "ask for the prefix `shared/`"),
        Case(
            request: request(.guest, .putObjectAcl, key: "shared/a"),
            message: "guest may not use `s3:PutObjectAcl` on `shared/a`: no storage rule can grant `s3:PutObjectAcl`"),
        Case(
            request: request(.function("resize"), .getObject, key: "shared/a"),
            message: "function resize may not get `shared/a`: no rule speaks of it",
            help: "add `allow.resource(resize).to(['read'])` to `shared/*` (amplify/storage/resource.ts:2:1)"),
    ])
    func saysWhyAndWhatWouldHelp(_ example: Case) throws {
        let rules = try #require(Self.definition.compile().ruleSet)
        let explanation = try #require(rules.explainRefusal(of: example.request))
        #expect(explanation.message == example.message)
        #expect(explanation.help == example.help)
    }

    @Test func aRuleOnSeveralPathsChangesOnAllOfThem() throws {
        // Both paths share one rule; widening it must not be advised where it would not compile.
        let rules = try #require(Definition(["a/*": [.guest(["get"])]]).compile().ruleSet)
        let explanation = try #require(rules.explainRefusal(of: Self.request(.guest, .listBucket, prefix: "a/")))
        #expect(explanation.edit?.text == "'list'")
    }

    @Test func aBucketWithoutRulesGetsSome() throws {
        let rules = try #require(Definition(nil).compile().ruleSet)
        let explanation = try #require(rules.explainRefusal(of: Self.request(.guest, .getObject, key: "a/b")))
        #expect(explanation.edit?.kind == .addAccess(bucket: "files"))
        #expect(explanation.edit?.text == "access: (allow) => ({ 'a/*': [allow.guest.to(['read'])] })")
    }

    @Test func nothingIsExplainedThatIsAllowed() throws {
        let rules = try #require(Self.definition.compile().ruleSet)
        #expect(rules.explainRefusal(of: Self.request(.guest, .getObject, key: "shared/a")) == nil)
    }
}
