import IAM
import Testing

/// The same questions to the plain and to the compiled form.
struct AuthorizerTests {
    static let account = "111122223333"
    static let me = "eu-west-1:11111111-2222-4333-8444-555555555555"

    static let policies: [Role: PolicyDocument] = [
        .authenticated: PolicyDocument(statements: [
            PolicyStatement(
                effect: .allow, actions: ["s3:GetObject"],
                resources: [
                    PolicyPattern("arn:aws:s3:::photos/shared/*"),
                    PolicyPattern("arn:aws:s3:::photos/own/\(PolicyPattern.identityVariable)/*"),
                ]),
            PolicyStatement(
                effect: .deny, actions: ["s3:GetObject"],
                resources: [PolicyPattern("arn:aws:s3:::photos/shared/hidden/*")]),
            PolicyStatement(
                effect: .allow, actions: ["s3:ListBucket"], resources: [PolicyPattern("arn:aws:s3:::photos")],
                prefixes: [PolicyPattern("shared/*"), PolicyPattern("shared/")]),
        ]),
        .function("resize"): PolicyDocument(statements: [
            PolicyStatement(
                effect: .allow, actions: ["s3:Get*", "s3:List*"], resources: [PolicyPattern("arn:aws:s3:::photos*")])
        ]),
    ]

    static let authorizers: [any Authorizer] = [
        PlainAuthorizer(accountID: account, generation: 7, policies: policies),
        CompiledAuthorizer(accountID: account, generation: 7, policies: policies),
    ]

    struct Case: CustomTestStringConvertible {
        var role: Role
        var action: S3Action
        var resource: AuthorizationRequest.Resource
        var outcome: Decision.Outcome
        var pattern: String?

        var testDescription: String { "\(role) \(action.rawValue) \(resource): \(outcome)" }
    }

    static let cases = [
        Case(
            role: .authenticated, action: .getObject, resource: .object(bucket: "photos", key: "shared/a"),
            outcome: .allow, pattern: "arn:aws:s3:::photos/shared/*"),
        Case(
            role: .authenticated, action: .getObject, resource: .object(bucket: "photos", key: "shared/hidden/a"),
            outcome: .explicitDeny, pattern: "arn:aws:s3:::photos/shared/hidden/*"),
        Case(
            role: .authenticated, action: .getObject, resource: .object(bucket: "photos", key: "own/\(me)/a"),
            outcome: .allow, pattern: "arn:aws:s3:::photos/own/\(PolicyPattern.identityVariable)/*"),
        Case(
            role: .authenticated, action: .getObject, resource: .object(bucket: "photos", key: "own/other/a"),
            outcome: .implicitDeny),
        Case(
            role: .authenticated, action: .putObject, resource: .object(bucket: "photos", key: "shared/a"),
            outcome: .implicitDeny),
        Case(
            role: .authenticated, action: .getObject, resource: .object(bucket: "photos2", key: "shared/a"),
            outcome: .implicitDeny),
        Case(
            role: .authenticated, action: .listBucket, resource: .bucket("photos", prefix: "shared/"),
            outcome: .allow),
        Case(
            role: .authenticated, action: .listBucket, resource: .bucket("photos", prefix: "shared"),
            outcome: .implicitDeny),
        Case(
            role: .authenticated, action: .listBucket, resource: .bucket("photos", prefix: ""),
            outcome: .implicitDeny),
        Case(
            role: .authenticated, action: .listBucket, resource: .bucket("photos", prefix: nil),
            outcome: .implicitDeny),
        Case(
            role: .guest, action: .getObject, resource: .object(bucket: "photos", key: "shared/a"),
            outcome: .implicitDeny),
        Case(
            role: .function("resize"), action: .getObjectTagging, resource: .object(bucket: "photos-2", key: "a"),
            outcome: .allow, pattern: "arn:aws:s3:::photos*"),
        Case(
            role: .function("resize"), action: .listBucket, resource: .bucket("photos", prefix: nil),
            outcome: .allow, pattern: "arn:aws:s3:::photos*"),
        Case(
            role: .function("resize"), action: .listAllMyBuckets, resource: .service, outcome: .implicitDeny),
    ]

    @Test(arguments: cases, [0, 1])
    func decides(_ example: Case, by index: Int) {
        let session = Principal.RoleSession(role: example.role, identityID: Self.me)
        let decision = Self.authorizers[index].decide(
            AuthorizationRequest(
                principal: .session(session), action: example.action, resource: example.resource))
        #expect(decision.outcome == example.outcome)
        #expect((decision.match == nil) == (example.outcome == .implicitDeny))
        if let pattern = example.pattern { #expect(decision.match?.pattern.text == pattern) }
        #expect(decision.generation == 7)
    }

    @Test(arguments: [0, 1])
    func administratorsRuleTheirOwnAccountOnly(_ index: Int) {
        let administrator = Principal.administrator(
            Principal.Administrator(name: "admin", accountID: Self.account, canonicalID: "c0"))
        var request = AuthorizationRequest(
            principal: administrator, action: .putBucketPolicy, bucket: "photos", prefix: nil)
        #expect(Self.authorizers[index].decide(request).isAllowed)
        request.bucketOwner = "999999999999"
        #expect(Self.authorizers[index].decide(request).outcome == .implicitDeny)
    }

    @Test(arguments: [0, 1])
    func rolesReachNoOtherAccount(_ index: Int) {
        let request = AuthorizationRequest(
            principal: .session(Principal.RoleSession(role: .authenticated, identityID: Self.me)), action: .getObject,
            bucket: "photos", key: "shared/a", bucketOwner: "999999999999")
        #expect(Self.authorizers[index].decide(request).outcome == .implicitDeny)
    }

    @Test func identityPatternsNeedAnIdentity() {
        let policy = [Role.function("f"): Self.policies[.authenticated]!]
        let request = AuthorizationRequest(
            principal: .session(Principal.RoleSession(role: .function("f"))), action: .getObject, bucket: "photos",
            key: "own//a")
        #expect(
            !CompiledAuthorizer(accountID: Self.account, generation: 1, policies: policy).decide(request).isAllowed)
    }
}
