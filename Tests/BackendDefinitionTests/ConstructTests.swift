import OrderedCollections
import SourceText
import Testing

@testable import BackendDefinition

/// CDK code after `defineBackend`.
struct ConstructTests {
    private func backend(_ fixture: DefinitionFixture) async throws -> (Backend, BackendEvaluation) {
        let evaluation = await fixture.evaluate()
        #expect(evaluation.errors.isEmpty)
        return (try #require(evaluation.backend), evaluation)
    }

    @Test func `event notifications are found through loops, constants and casts`() async throws {
        let (backend, _) = try await backend(
            .after(
                """
                const fn = backend.resize.resources.lambda as unknown as IFunction;
                for (const suffix of ['.png', '.jpg']) {
                  backend.storage.resources.bucket.addEventNotification(
                    EventType.OBJECT_CREATED_PUT, new LambdaDestination(fn), { prefix: 'in/', suffix });
                }
                """,
                imports: """
                    import { EventType } from 'aws-cdk-lib/aws-s3';
                    import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
                    import type { IFunction } from 'aws-cdk-lib/aws-lambda';
                    """))
        #expect(backend.buckets[0].triggers.map(\.suffix) == [".png", ".jpg"])
        #expect(backend.buckets[0].triggers.allSatisfy { $0.function == "resize" && $0.prefix == "in/" })
        #expect(backend.buckets[0].triggers[0].events == ["s3:ObjectCreated:Put"])
    }

    @Test func `an S3 event source subscribes its function`() async throws {
        let (backend, _) = try await backend(
            .after(
                """
                backend.resize.resources.lambda.addEventSource(new S3EventSource(backend.storage.resources.bucket as any, {
                  events: [EventType.OBJECT_REMOVED], filters: [{ prefix: 'out/' }] }));
                """,
                imports: """
                    import { EventType } from 'aws-cdk-lib/aws-s3';
                    import { S3EventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
                    """))
        let trigger = try #require(backend.buckets[0].triggers.first)
        #expect(trigger.events == ["s3:ObjectRemoved:*"] && trigger.prefix == "out/" && trigger.function == "resize")
    }

    @Test func `properties of the bucket's template are kept or warned of`() async throws {
        let (backend, evaluation) = try await backend(
            .after(
                """
                const { cfnBucket } = backend.storage.resources.cfnResources;
                cfnBucket.versioningConfiguration = { status: 'Enabled' };
                cfnBucket.bucketName = 'fixed-name';
                cfnBucket.corsConfiguration = { corsRules: [{ allowedMethods: ['GET'], allowedOrigins: ['http://a'] }] };
                cfnBucket.accelerateConfiguration = { accelerationStatus: 'Enabled' };
                """))
        #expect(backend.buckets[0].versioned)
        #expect(backend.buckets[0].fixedName == "fixed-name")
        #expect(backend.buckets[0].corsConfiguration?["corsRules"]?.elements.count == 1)
        #expect(evaluation.diagnostics.map(\.code) == ["not-emulated"])
        #expect(evaluation.diagnostics[0].message.contains("accelerateConfiguration"))
        #expect(evaluation.diagnostics[0].range?.start.line == 10)
    }

    @Test func `grants to roles and functions are kept`() async throws {
        let (backend, _) = try await backend(
            .after(
                """
                backend.storage.resources.bucket.grantRead(backend.auth.resources.groups['editors'].role);
                backend.storage.resources.bucket.grantPut(backend.auth.resources.authenticatedUserIamRole, 'in/*');
                backend.storage.resources.bucket.grantReadWrite(backend.resize.resources.lambda);
                """))
        let statements = backend.roleStatements
        #expect(statements.map(\.grantee) == [.group("editors"), .authenticated, .function("resize")])
        #expect(statements.map { $0.resources[1] } == ["*", "in/*", "*"].map { "arn:aws:s3:::{bucket:files}/\($0)" })
        #expect(
            statements[0].actions.contains("s3:GetObject*") && statements[0].resources[0].hasSuffix("{bucket:files}"))
    }

    @Test func `pool settings, group precedence, environment and outputs are kept`() async throws {
        let (backend, _) = try await backend(
            .after(
                """
                const { cfnUserPool, cfnIdentityPool } = backend.auth.resources.cfnResources;
                cfnUserPool.policies = { passwordPolicy: { minimumLength: 12 } };
                cfnIdentityPool.allowUnauthenticatedIdentities = false;
                backend.auth.resources.groups.editors.cfnUserGroup.precedence = 7;
                backend.resize.addEnvironment('BUCKET', backend.storage.resources.bucket.bucketName);
                backend.addOutput({ custom: { grace: Duration.minutes(2).toSeconds(), region: backend.storage.stack.region } });
                """, imports: "import { Duration } from 'aws-cdk-lib';"))
        #expect(backend.auth?.userPoolSettings.passwordPolicy.minimumLength == 12)
        #expect(backend.auth?.userPoolSettings.allowsGuests == false)
        #expect(backend.auth?.groups.first?.precedence == 7)
        #expect(backend.functions.first { $0.name == "resize" }?.environment.map(\.value) == ["{bucket:files}"])
        #expect(
            backend.addedOutputs.first?["custom"] == .object(["grace": .number(120), "region": .string("{region}")]))
    }

    @Test func `a failure after defineBackend is a warning with its place`() async throws {
        let (backend, evaluation) = try await backend(.after("throw new Error('no such table');"))
        #expect(backend.buckets.map(\.name) == ["files"])
        #expect(evaluation.diagnostics.map(\.code) == ["failed-after-backend"])
        #expect(evaluation.diagnostics[0].message == "Error: no such table")
        #expect(!evaluation.hasErrors)
    }
}
