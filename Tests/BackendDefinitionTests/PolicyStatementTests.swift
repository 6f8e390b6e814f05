import OrderedCollections
import SourceText
import Testing

@testable import BackendDefinition

/// Statements that CDK code adds to roles.
struct PolicyStatementTests {
    private static let imports = "import { Effect, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';"

    private func evaluate(_ code: String) async throws -> (statements: [RoleStatement], warnings: [String]) {
        let evaluation = await DefinitionFixture.after(code, imports: Self.imports).evaluate()
        #expect(!evaluation.hasErrors)
        return (try #require(evaluation.backend).roleStatements, evaluation.diagnostics.map(\.message))
    }

    @Test(arguments: [
        "backend.auth.resources.authenticatedUserIamRole.addToPrincipalPolicy(statement);",
        "backend.auth.resources.authenticatedUserIamRole.addToPolicy(statement);",
        """
        const policy = new Policy(backend.stack, 'More', { statements: [statement] });
        backend.auth.resources.authenticatedUserIamRole.attachInlinePolicy(policy);
        """,
        """
        const policy = new Policy(backend.stack, 'More');
        policy.addStatements(statement);
        policy.attachToRole(backend.auth.resources.authenticatedUserIamRole);
        """,
        """
        new Policy(backend.stack, 'More', {
          statements: [statement], roles: [backend.auth.resources.authenticatedUserIamRole] });
        """,
    ])
    func `a statement comes into force in whatever way it is attached`(_ attach: String) async throws {
        let (statements, warnings) = try await evaluate(
            """
            const { bucket } = backend.storage.resources;
            const statement = new PolicyStatement({
              effect: Effect.ALLOW, actions: ['s3:GetObject'], resources: [`${bucket.bucketArn}/more/*`] });
            \(attach)
            statement.addResources(bucket.arnForObjects('late/*'));
            """)
        #expect(warnings.isEmpty)
        #expect(statements.count == 1)
        let statement = try #require(statements.first)
        #expect(statement.grantee == .authenticated && statement.effect == .allow)
        #expect(statement.actions == ["s3:GetObject"] && statement.prefixes == nil)
        #expect(
            statement.resources == ["arn:aws:s3:::{bucket:files}/more/*", "arn:aws:s3:::{bucket:files}/late/*"])
    }

    @Test func `functions and groups take statements too, in IAM's own JSON as well`() async throws {
        let (statements, warnings) = try await evaluate(
            """
            const { bucketArn } = backend.storage.resources.bucket;
            backend.resize.resources.lambda.addToRolePolicy(PolicyStatement.fromJson({
              Effect: 'Deny', Action: 's3:*', Resource: bucketArn + '/secret/*' }));
            backend.resize.resources.lambda.role?.addToPrincipalPolicy(new PolicyStatement({
              actions: ['s3:ListBucket'], resources: [bucketArn],
              conditions: { StringLike: { 's3:prefix': ['a/*', 'a/'] } } }));
            backend.auth.resources.groups['editors'].role.addToPrincipalPolicy(new PolicyStatement({
              actions: ['s3:ListBucket'], resources: [bucketArn], conditions: { StringEquals: { 's3:prefix': 'b/' } } }));
            """)
        #expect(warnings.isEmpty)
        #expect(statements.map(\.grantee) == [.function("resize"), .function("resize"), .group("editors")])
        #expect(statements[0].effect == .deny && statements[0].actions == ["s3:*"])
        #expect(statements.map(\.prefixes) == [nil, ["a/*", "a/"], ["b/"]])
    }

    @Test func `what does not concern storage says nothing`() async throws {
        let (statements, warnings) = try await evaluate(
            """
            backend.resize.resources.lambda.addToRolePolicy(new PolicyStatement({
              actions: ['ses:SendEmail', 'dynamodb:*'], resources: ['*'] }));
            """)
        #expect(statements.isEmpty && warnings.isEmpty)
    }

    @Test(arguments: [
        ("{ notActions: ['s3:DeleteObject'], resources: ['*'] }", "all but some actions"),
        ("{ actions: ['s3:GetObject'], resources: [backend.data.resources.x.arn] }", "only a deployment knows"),
        (
            "{ actions: ['s3:GetObject'], resources: ['*'], conditions: { IpAddress: { 'aws:SourceIp': '10.0.0.1' } } }",
            "condition on anything but `s3:prefix`"
        ),
    ])
    func `what cannot be emulated is one warning`(_ properties: String, _ words: String) async throws {
        let (statements, warnings) = try await evaluate(
            "backend.resize.resources.lambda.addToRolePolicy(new PolicyStatement(\(properties)));")
        #expect(statements.isEmpty)
        #expect(warnings.count == 1 && warnings[0].contains(words))
    }
}
