/// An `addOutput` that says otherwise than Amplify's own outputs. The old file stays and the sandbox goes on.
package struct OutputsConflict: Error, Sendable, Hashable {
    package var name: String
    package var message: String
    package var resolution: String
}
