import ArgumentParser
import SandboxServer

/// `sandbox check`: compiles the definition once and says what it found.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Compile the definition once; exit 1 if it has errors.",
        discussion: "With --release it fails, too, while the app would be built against a sandbox.")

    @Argument(help: "The folder that holds amplify/. Default: the nearest one at or above the current folder.")
    var folder: String?

    @Option(help: "text, json (one document) or sarif (2.1.0).")
    var format: CheckFormat = .text

    @Flag(help: "Fail on local outputs in the project too, in whatever form: for CI, before a build goes out.")
    var release = false

    @Option(help: "With --release: a further folder to look through, such as another package's.")
    var outputsOutDir: [String] = []

    func validate() throws {
        guard release || outputsOutDir.isEmpty else { throw ValidationError("--outputs-out-dir goes with --release") }
    }

    func run() async throws {
        do {
            let location = try SandboxLocation.find(project: folder, dataDirectory: nil, identifier: nil)
            let folders = [location.project] + outputsOutDir.map { SandboxLocation.absolute($0) }
            let result = await DefinitionCheck.run(
                location: location, format: format, release: release ? folders : nil)
            print(result.output, terminator: "")
            if !result.diagnostics.isEmpty { StandardError.write(result.diagnostics) }
            if result.hasErrors { throw ExitCode(1) as any Error }
        } catch let failure as StartFailure {
            throw StandardError.report(failure)
        }
    }
}

extension CheckFormat: ExpressibleByArgument {}
