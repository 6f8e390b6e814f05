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

        @Option(name: [.customLong("format"), .customLong("outputs-format")], help: OutputsOptions.formatHelp)
        var format: [String] = []

        @Option(help: OutputsOptions.versionHelp)
        var outputsVersion: String = "1.5"

        @Option(name: [.customLong("out-dir"), .customLong("outputs-out-dir")], help: OutputsOptions.folderHelp)
        var outDir: String?

        @Option(help: "The port that addresses name. Default: that of the running sandbox, else 20005.")
        var port: Int?

        func validate() throws {
            _ = try plan(project: "/")
            guard (1...65535).contains(port ?? 1) else {
                throw ValidationError("--port takes a number from 1 to 65535")
            }
        }

        func run() async throws {
            do {
                let location = try options.location()
                let report = await OutputsReport.write(
                    location: location, plan: try plan(project: location.project), port: port)
                for path in report.written { print("File written: \(SandboxLocation.relative(path))") }
                if !report.faults.isEmpty {
                    StandardError.write(report.faults.joined(separator: "\n"))
                    throw ExitCode(1) as any Error
                }
            } catch let failure as StartFailure {
                throw StandardError.report(failure)
            }
        }

        private func plan(project: String) throws -> OutputsPlan {
            try OutputsOptions.plan(folder: outDir ?? project, version: outputsVersion, formats: format)
        }
    }
}

/// Which files are written for clients; the names are those of `ampx sandbox`.
struct OutputsOptions: ParsableArguments {
    static let formatHelp: ArgumentHelp =
        "json, json-mobile, ts, mjs, dart, aws-exports, amplifyconfiguration or resources-config; may be given several times."
    static let versionHelp: ArgumentHelp = "Version of the client configuration: 0, 1, 1.1, 1.2, 1.3, 1.4 or 1.5."
    static let folderHelp: ArgumentHelp = "Folder for the outputs. Default: the project folder."

    @Option(help: formatHelp)
    var outputsFormat: [String] = []

    @Option(help: versionHelp)
    var outputsVersion: String = "1.5"

    @Option(help: folderHelp)
    var outputsOutDir: String?

    func validate() throws {
        _ = try plan(project: "/")
    }

    func plan(project: String) throws -> OutputsPlan {
        try Self.plan(folder: outputsOutDir ?? project, version: outputsVersion, formats: outputsFormat)
    }

    static func plan(folder: String, version: String, formats: [String]) throws -> OutputsPlan {
        do throws(OutputsPlanFault) {
            return try OutputsPlan(folder: SandboxLocation.absolute(folder), version: version, formats: formats)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
