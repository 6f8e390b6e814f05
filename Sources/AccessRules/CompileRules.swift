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
    let errors = backend.storageErrors()
    let warnings = backend.storageWarnings()
    guard errors.isEmpty else { return RuleCompilation(errors: errors, warnings: warnings) }
    let defaultName = backend.defaultBucket?.name
    let buckets = backend.buckets.map { bucket in
        let bucketName = names.bucketName(bucket.name)
        return BucketRules(
            definition: bucket, bucketName: bucketName, isDefault: bucket.name == defaultName,
            policies: BucketPolicyCompiler.policies(
                for: bucket.access ?? [], bucketARN: "arn:aws:s3:::\(bucketName)"),
            outputPaths: bucket.access.map(OutputPath.paths(of:)))
    }
    let ruleSet = RuleSet(backend: backend, buckets: buckets, accountID: names.accountID, generation: generation)
    return RuleCompilation(ruleSet: ruleSet, errors: [], warnings: warnings)
}
