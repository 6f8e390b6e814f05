package import BackendDefinition
package import SourceText

/// What came of compiling a backend's rules.
package struct RuleCompilation: Sendable {
    /// Absent when there are errors.
    package var ruleSet: RuleSet?
    /// The first one is where Amplify stops.
    package var errors: [DefinitionError]
    package var warnings: [Diagnostic]
}

/// Checks a backend as Amplify does and compiles its access rules to policies.
package func compileRules(of backend: Backend, names: DeploymentNames, generation: Int) -> RuleCompilation {
    let warnings = backend.storageWarnings()
    var errors = backend.storageErrors()
    guard errors.isEmpty else { return RuleCompilation(errors: errors, warnings: warnings) }
    let defaultName = backend.defaultBucket?.name
    var buckets: [BucketRules] = []
    for bucket in backend.buckets {
        let bucketName = bucket.fixedName ?? names.bucketName(bucket.name)
        do throws(BucketPolicyCompiler.TooManyEntries) {
            let policies = try BucketPolicyCompiler.policies(
                for: bucket.access ?? [], bucketARN: "arn:aws:s3:::\(bucketName)")
            buckets.append(
                BucketRules(
                    definition: bucket, bucketName: bucketName, isDefault: bucket.name == defaultName,
                    policies: policies, outputPaths: bucket.access.map(OutputPath.paths(of:))))
        } catch {
            errors.append(bucket.tooManyEntries(limit: error.limit))
        }
    }
    guard errors.isEmpty else { return RuleCompilation(errors: errors, warnings: warnings) }
    let ruleSet = RuleSet(backend: backend, buckets: buckets, accountID: names.accountID, generation: generation)
    return RuleCompilation(ruleSet: ruleSet, errors: [], warnings: warnings)
}

extension BucketDefinition {
    fileprivate func tooManyEntries(limit: Int) -> DefinitionError {
        DefinitionError(
            name: "too-many-rules",
            message: "the rules of bucket `\(name)` come to more than \(limit) paths by role and action",
            help: "IAM takes a few hundred for a role; let one path stand for many", range: range,
            order: .compilingAccess(ofResource: ordinal))
    }
}
