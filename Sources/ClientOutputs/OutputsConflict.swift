/// An `addOutput` that says otherwise than an earlier one or Amplify's own outputs.
package struct OutputsConflict: Error, Sendable, Hashable {
    package var name: String
    package var message: String
    package var resolution: String

    private static let versionResolution =
        "Ensure that the version specified in 'backend.addOutput' is consistent and is same as the one used for "
        + "generating the client config"

    /// Raised while the definition runs.
    init(betweenCalls clash: OutputsClash) {
        switch clash {
        case .alreadyThere(let key):
            name = "OutputEntryAlreadyExistsError"
            message = "Output entry with key \(key) already exists"
            resolution = "Check if 'backend.addOutput' is called multiple times with overlapping inputs"
        case .versions:
            name = "VersionMismatchError"
            message = "Conflicting versions of client configuration found."
            resolution = Self.versionResolution
        }
    }

    /// Raised when the file is made; the space at the end of one message is upstream's.
    init(withOwnOutputs clash: OutputsClash) {
        switch clash {
        case .alreadyThere(let key):
            name = "OutputEntryAlreadyExistsError"
            message = "Duplicated entry with key \(key) detected in deployment outputs"
            resolution =
                "Check if 'backend.addOutput' is called multiple times with overlapping inputs or if "
                + "'backend.addOutput' is called with values overlapping Amplify managed keys"
        case .versions:
            name = "VersionMismatchError"
            message = "Conflicting versions of client configuration found. "
            resolution = Self.versionResolution
        }
    }
}
