import ArgumentParser
import SandboxServer

/// `sandbox generate outputs`: what clients need to know, without a running server.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write files for clients.", subcommands: [Outputs.self])

    /// Writes the outputs.
    struct Outputs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "outputs",
            abstract: "Write amplify_outputs.json, the same bytes that a running sandbox writes.")

        @OptionGroup var options: SandboxOptions
        @OptionGroup var outputs: OutputsOptions

        func run() async throws {
            do {
                let location = try options.location()
                let report = await OutputsReport.write(
                    location: location, plan: try outputs.plan(project: location.project))
                for path in report.written { print("File written: \(path)") }
                if !report.faults.isEmpty {
                    StandardError.write(report.faults.joined(separator: "\n"))
                    throw ExitCode(1) as any Error
                }
            } catch let failure as StartFailure {
                throw StandardError.report(failure)
            }
        }
    }
}

/// Which files are written for clients; the names are those of `ampx`.
struct OutputsOptions: ParsableArguments {
    @Option(help: "json, json-mobile, ts, mjs or dart; may be given several times. Default: json.")
    var outputsFormat: [String] = []

    @Option(help: "Version of the client configuration: 0, 1, 1.1, 1.2, 1.3, 1.4 or 1.5.")
    var outputsVersion: String = "1.5"

    @Option(help: "Folder for the outputs. Default: the project folder.")
    var outputsOutDir: String?

    func validate() throws {
        _ = try plan(project: "/")
    }

    func plan(project: String) throws -> OutputsPlan {
        let folder = SandboxLocation.absolute(outputsOutDir ?? project)
        let formats = outputsFormat.isEmpty ? ["json"] : outputsFormat
        guard let plan = OutputsPlan(folder: folder, version: outputsVersion, formats: formats) else {
            throw ValidationError(
                "--outputs-version \(outputsVersion) has no form `\(formats.joined(separator: "`, `"))`")
        }
        return plan
    }
}
