import ArgumentParser
import SandboxServer

/// The options by which every subcommand finds its sandbox.
struct SandboxOptions: ParsableArguments {
    @Option(help: "The folder that holds amplify/. Default: the nearest one at or above the current folder.")
    var project: String?

    @Option(help: "Where state is kept. Default: sandbox-data in the project folder.")
    var dataDir: String?

    @Option(help: "Name of this sandbox, [a-zA-Z0-9-], at most 15 characters. Default: your login name.")
    var identifier: String?

    func validate() throws {
        guard let identifier else { return }
        guard (1...15).contains(identifier.count), identifier.allSatisfy(\.isIdentifierLetter) else {
            throw ValidationError(
                """
                Invalid --identifier provided: \(identifier)
                Use an identifier that matches [a-zA-Z0-9-] and is at most 15 characters long.
                """)
        }
    }

    /// The sandbox that these options name.
    func location() throws(StartFailure) -> SandboxLocation {
        try SandboxLocation.find(project: project, dataDirectory: dataDir, identifier: identifier)
    }
}

extension Character {
    fileprivate var isIdentifierLetter: Bool { isASCII && (isLetter || isNumber || self == "-") }
}

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
