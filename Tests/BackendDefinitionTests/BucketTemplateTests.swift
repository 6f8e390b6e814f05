import OrderedCollections
import SourceText
import Testing

@testable import BackendDefinition

/// What definitions change on a bucket's construct and template.
struct BucketTemplateTests {
    private func bucket(_ code: String) async throws -> (bucket: BucketDefinition, warnings: [String]) {
        let evaluation = await DefinitionFixture.after(
            """
            const { bucket, cfnResources: { cfnBucket } } = backend.storage.resources;
            \(code)
            """,
            imports: """
                import { Duration } from 'aws-cdk-lib';
                import { HttpMethods, StorageClass } from 'aws-cdk-lib/aws-s3';
                """
        ).evaluate()
        #expect(!evaluation.hasErrors)
        let backend = try #require(evaluation.backend)
        return (try #require(backend.buckets.first), evaluation.diagnostics.map(\.message))
    }

    @Test func `property overrides change what the properties do`() async throws {
        let (bucket, warnings) = try await bucket(
            """
            cfnBucket.addPropertyOverride('VersioningConfiguration.Status', 'Enabled');
            cfnBucket.addPropertyOverride('BucketName', 'fixed-name');
            cfnBucket.addPropertyOverride('CorsConfiguration.CorsRules.0.AllowedOrigins', ['http://a']);
            cfnBucket.addOverride('Properties.LifecycleConfiguration.Rules', [
              { Id: 'old', Status: 'Enabled', Prefix: 'tmp/', ExpirationInDays: 3 }]);
            """)
        #expect(warnings.isEmpty)
        #expect(bucket.versioned && bucket.fixedName == "fixed-name")
        let cors = try #require(bucket.corsConfiguration?["corsRules"]?.elements.first)
        #expect(cors["allowedOrigins"]?.texts == ["http://a"] && cors["allowedMethods"]?.texts.count == 5)
        let rule = try #require(bucket.lifecycleConfiguration?["rules"]?.elements.first)
        #expect(rule["expirationInDays"] == .number(3) && rule["prefix"] == .string("tmp/"))
    }

    @Test func `deletion overrides take away`() async throws {
        let (bucket, warnings) = try await bucket(
            """
            cfnBucket.versioningConfiguration = { status: 'Enabled' };
            cfnBucket.addPropertyDeletionOverride('VersioningConfiguration');
            cfnBucket.addDeletionOverride('Properties.CorsConfiguration');
            """)
        #expect(warnings.isEmpty && !bucket.versioned)
        #expect(bucket.corsConfiguration?["corsRules"]?.elements.isEmpty == true)
    }

    @Test func `lifecycle rules add up, in CDK's words`() async throws {
        let (bucket, warnings) = try await bucket(
            """
            bucket.addLifecycleRule({ id: 'tmp', prefix: 'tmp/', expiration: Duration.days(7) });
            bucket.addLifecycleRule({
              enabled: false, abortIncompleteMultipartUploadAfter: Duration.hours(48),
              noncurrentVersionExpiration: Duration.days(30), noncurrentVersionsToRetain: 2,
              tagFilters: { kind: 'draft' }, expirationDate: new Date('2030-01-01') });
            """)
        #expect(warnings.isEmpty)
        let rules = bucket.lifecycleConfiguration?["rules"]?.elements ?? []
        #expect(rules.map { $0["status"]?.text } == ["Enabled", "Disabled"])
        #expect(rules.first?["expirationInDays"] == .number(7))
        #expect(rules.last?["abortIncompleteMultipartUpload"]?["daysAfterInitiation"] == .number(2))
        #expect(rules.last?["noncurrentVersionExpiration"]?["newerNoncurrentVersions"] == .number(2))
        #expect(rules.last?["tagFilters"]?.elements.first?["value"]?.text == "draft")
        #expect(rules.last?["expirationDate"]?.text == "2030-01-01T00:00:00.000Z")
    }

    @Test func `a CORS rule comes behind the usual one`() async throws {
        let (bucket, _) = try await bucket(
            "bucket.addCorsRule({ allowedMethods: [HttpMethods.GET], allowedOrigins: ['http://b'], maxAge: 9 });")
        let rules = bucket.corsConfiguration?["corsRules"]?.elements ?? []
        #expect(rules.count == 2)
        #expect(rules.last?["allowedMethods"]?.texts == ["GET"] && rules.last?["maxAge"] == .number(9))
    }

    @Test(arguments: [
        ("cfnBucket.accelerateConfiguration = { accelerationStatus: 'Enabled' };", "accelerateConfiguration"),
        ("cfnBucket.addPropertyOverride('ObjectLockEnabled', true);", "objectLockEnabled"),
        ("cfnBucket.bucketName = `x-${backend.storage.stack.account}`;", "a bucket name that only a deployment knows"),
        (
            "bucket.addLifecycleRule({ transitions: [{ storageClass: StorageClass.GLACIER }] });",
            "another class of storage"
        ),
        ("bucket.addToResourcePolicy(1);", "addToResourcePolicy"),
        ("cfnBucket.addOverride('DeletionPolicy', 'Retain');", "addOverride"),
    ])
    func `what is not emulated is one warning`(_ code: String, _ words: String) async throws {
        let (bucket, warnings) = try await bucket(code)
        #expect(warnings.count == 1 && warnings.first?.contains(words) == true)
        #expect(bucket.fixedName == nil && bucket.lifecycleConfiguration?["rules"]?.elements.isEmpty != false)
    }

    @Test func `tokens inside longer texts become what stands for the deployed value`() async throws {
        let evaluation = await DefinitionFixture.after(
            """
            const { userPool } = backend.auth.resources;
            backend.addOutput({ custom: { url: `https://${userPool.userPoolProviderName}/x`, both: 'a ' + fn + ' ' + fn } });
            backend.resize.addEnvironment('POOL', `arn of ${userPool.userPoolArn}!`);
            """, imports: "import { fn } from 'aws-cdk-lib';"
        ).evaluate()
        let backend = try #require(evaluation.backend)
        let custom = backend.addedOutputs.first?["custom"]
        let url = try #require(custom?["url"]?.text)
        #expect(url.hasPrefix("https://{ref:") && url.hasSuffix("userPoolProviderName}/x"))
        #expect(custom?["both"]?.text == "a {ref:aws-cdk-lib.fn} {ref:aws-cdk-lib.fn}")
        let value = try #require(backend.functions.first { $0.name == "resize" }?.environment.first?.value)
        #expect(value.hasPrefix("arn of {ref:") && value.hasSuffix("userPoolArn}!"))
    }

    @Test func `property overrides of the pool are deployed and not told in the outputs`() async throws {
        let evaluation = await DefinitionFixture.after(
            """
            backend.auth.resources.cfnResources.cfnUserPool.addPropertyOverride('Policies.PasswordPolicy.MinimumLength', 14);
            """
        ).evaluate()
        let auth = try #require(evaluation.backend?.auth)
        #expect(evaluation.diagnostics.isEmpty)
        #expect(auth.userPoolSettings.passwordPolicy.minimumLength == 8)
        #expect(auth.deployed.userPoolSettings.passwordPolicy.minimumLength == 14)
    }

    @Test func `triggers of auth are told to be idle`() async throws {
        let evaluation = await DefinitionFixture(
            storage: "export const storage = defineStorage({ name: 'files' });",
            auth: """
                import { defineAuth, defineFunction } from '@aws-amplify/backend';
                export const auth = defineAuth({
                  loginWith: { email: true },
                  triggers: { preSignUp: defineFunction({ name: 'check' }) } });
                """
        ).evaluate()
        #expect(evaluation.diagnostics.map(\.code) == ["not-emulated"])
        #expect(evaluation.diagnostics.first?.message.contains("`preSignUp`") == true)
        #expect(evaluation.diagnostics.first?.range?.start.line == 4)
    }

    @Test(arguments: ["1e300", "-1", "NaN", "1.5"])
    func `numbers out of range are refused or left, and crash nothing`(_ number: String) async throws {
        let evaluation = await DefinitionFixture(
            storage: """
                export const fn = defineFunction({ name: 'fn', timeoutSeconds: \(number), memoryMB: \(number) });
                export const storage = defineStorage({ name: 'files', triggers: { onUpload: fn } });
                """
        ).evaluate()
        #expect(evaluation.errors.first?.name == "InvalidTimeoutError")
        let after = await DefinitionFixture.after(
            "backend.auth.resources.groups.editors.cfnUserGroup.precedence = \(number);"
        ).evaluate()
        #expect(!after.hasErrors)
    }
}
