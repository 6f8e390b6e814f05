package import BackendDefinition
import SourceText

extension Backend {
    /// Everything that Amplify refuses in the storage of this backend. The first one is the fault that upstream stops at;
    /// the others are those it would come to once that is mended.
    func storageErrors() -> [DefinitionError] {
        var errors: [DefinitionError] = []
        for (index, bucket) in buckets.enumerated() {
            errors += bucket.declarationErrors(after: buckets[..<index])
            errors += bucket.access?.pathErrors() ?? []
            errors += bucket.ruleErrors(auth: auth)
        }
        return errors + defaultBucketErrors
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
                    range: buckets[0].range)
            ]
        }
        return [
            DefinitionError(
                phase: .synth, name: "MultipleDefaultStorageError",
                message: "More than one default storage set in the Amplify project.",
                resolution: "Remove `isDefault: true` from all `defineStorage` calls except for one in your Amplify "
                    + "project.",
                help: "default now: \(defaults.map { "`\($0.name)`" }.joined(separator: ", "))",
                range: defaults[1].range)
        ]
    }

    /// The bucket that clients take when they name none.
    package var defaultBucket: BucketDefinition? {
        buckets.count == 1 ? buckets[0] : buckets.first(where: \.isDefault)
    }
}

extension BucketDefinition {
    /// What is wrong with the `defineStorage` call itself, before its rules are looked at.
    fileprivate func declarationErrors(after earlier: ArraySlice<BucketDefinition>) -> [DefinitionError] {
        var errors: [DefinitionError] = []
        if !isInStorageResource {
            errors.append(
                DefinitionError(
                    name: "Error", message: "Amplify Storage must be defined in amplify/storage/resource.ts",
                    help: "move this `defineStorage` call from `\(range.file.name)` there", range: range))
        }
        if !Self.isResourceName(name) {
            errors.append(
                DefinitionError(
                    name: "InvalidResourceNameError",
                    message: "Resource name contains invalid characters, found \(name)",
                    resolution: "Update name to use only alphanumeric characters, dashes, underscores and spaces. "
                        + "The name should also start with an alphabetic character",
                    help: Self.resourceName(near: name).map { "for example `\($0)`" }, range: range))
        }
        if earlier.contains(where: { $0.name == name }) {
            errors.append(construct(named: name, help: "give each bucket a name of its own"))
        } else if access != nil {
            let variable = bucketVariable(forFriendlyName: name)
            let other = earlier.first { $0.access != nil && bucketVariable(forFriendlyName: $0.name) == variable }
            if let other {
                errors.append(
                    construct(
                        named: "\(variable)Parameter",
                        help: "`\(name)` and `\(other.name)` give functions the same variable `\(variable)`; "
                            + "rename one of them"))
            }
        }
        return errors
    }

    private func construct(named name: String, help: String) -> DefinitionError {
        DefinitionError(
            name: "Error", message: "There is already a Construct with name '\(name)' in NestedStack [storage]",
            help: help, range: range)
    }

    /// Whether the calling file's path, without extension, ends in `amplify/storage/resource`.
    private var isInStorageResource: Bool {
        let path = range.file.name
        let stem = path.lastIndex(of: ".").map { path[..<$0] } ?? path[...]
        return stem == "amplify/storage/resource" || stem.hasSuffix("/amplify/storage/resource")
    }

    /// `/^[a-zA-Z][a-zA-Z0-9-_ ]*$/`
    private static func isResourceName(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic else { return false }
        return name.unicodeScalars.allSatisfy(isResourceNameCharacter)
    }

    private static func isResourceNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", " ": true
        default: false
        }
    }

    /// The name with what is not allowed turned into dashes, if a name is left.
    private static func resourceName(near name: String) -> String? {
        var scalars = name.unicodeScalars.map { isResourceNameCharacter($0) ? $0 : "-" }[...]
        scalars = scalars.drop { !$0.properties.isAlphabetic }
        while scalars.last == "-" { scalars = scalars.dropLast() }
        return scalars.isEmpty ? nil : String(String.UnicodeScalarView(scalars))
    }
}
