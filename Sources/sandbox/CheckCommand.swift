import ArgumentParser
import SandboxServer

/// `sandbox check`: compiles the definition once and says what it found.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Compile the definition once; exit 1 if it has errors.")

    @Argument(help: "The folder that holds amplify/. Default: the nearest one at or above the current folder.")
    var folder: String?

    @Option(help: "text, json (one document) or sarif (2.1.0).")
    var format: CheckFormat = .text

    func run() async throws {
        do {
            let location = try SandboxLocation.find(project: folder, dataDirectory: nil, identifier: nil)
            let result = await DefinitionCheck.run(location: location, format: format)
            print(result.output, terminator: "")
            if !result.diagnostics.isEmpty { StandardError.write(result.diagnostics) }
            if result.hasErrors { throw ExitCode(1) as any Error }
        } catch let failure as StartFailure {
            throw StandardError.report(failure)
        }
    }
}

extension CheckFormat: ExpressibleByArgument {}
