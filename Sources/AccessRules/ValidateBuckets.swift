package import BackendDefinition

extension Backend {
    /// Everything that Amplify refuses in the access rules and in the choice of the default bucket, in its order: the
    /// first one is the fault that upstream stops at, the others are those it would come to once that is mended.
    func storageErrors() -> [DefinitionError] {
        var errors = variableErrors
        for bucket in buckets {
            let found = (bucket.access?.pathErrors() ?? []) + bucket.ruleErrors(in: self)
            errors += found.map { error in
                var error = error
                error.order = .compilingAccess(ofResource: bucket.ordinal)
                return error
            }
        }
        return errors + defaultBucketErrors
    }

    /// Two buckets with rules whose names differ and still give functions the same variable.
    private var variableErrors: [DefinitionError] {
        var owners: [String: String] = [:]
        return buckets.filter { $0.access != nil }.compactMap { bucket in
            let variable = bucketVariable(forFriendlyName: bucket.name)
            guard let owner = owners[variable] else {
                owners[variable] = bucket.name
                return nil
            }
            return DefinitionError(
                name: "Error",
                message: "There is already a Construct with name '\(variable)Parameter' in NestedStack [storage]",
                help: "`\(owner)` and `\(bucket.name)` give functions the same variable `\(variable)`; rename one",
                range: bucket.range, order: .making(resource: bucket.ordinal))
        }
    }

    /// Which bucket is the default one is only asked once all of them are known.
    private var defaultBucketErrors: [DefinitionError] {
        let defaults = buckets.filter(\.isDefault)
        guard buckets.count > 1, defaults.count != 1 else { return [] }
        if defaults.isEmpty {
            return [
                DefinitionError(
                    phase: .synth, name: "NoDefaultStorageError",
                    message: "No default storage set in the Amplify project.",
                    resolution: "Add `isDefault: true` to one of the `defineStorage` calls in your Amplify project.",
                    range: buckets[0].range, order: .synthesis)
            ]
        }
        return [
            DefinitionError(
                phase: .synth, name: "MultipleDefaultStorageError",
                message: "More than one default storage set in the Amplify project.",
                resolution: "Remove `isDefault: true` from all `defineStorage` calls except for one in your Amplify "
                    + "project.",
                help: "keep it on one of \(defaults.map { "`\($0.name)`" }.joined(separator: ", "))",
                range: defaults[1].range, order: .synthesis)
        ]
    }

    /// The bucket that clients take when they name none.
    package var defaultBucket: BucketDefinition? {
        buckets.count == 1 ? buckets[0] : buckets.first(where: \.isDefault)
    }
}
