import ArgumentParser
import SandboxServer

/// `sandbox connect`: the lines by which a tool finds the sandbox, or a browser that finds it by itself.
struct ConnectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Print the lines that connect a tool, ready to be pasted.")

    @OptionGroup var options: SandboxOptions

    @Argument(help: "One of \(ConnectReport.tools.joined(separator: ", ")).")
    var tool: String

    @Flag(help: "With `browser`: start it.")
    var open = false

    @Option(help: "With `browser`: the page to begin with.")
    var page: String?

    func validate() throws {
        guard ConnectReport.tools.contains(tool) else {
            throw ValidationError("`\(tool)` is none of \(ConnectReport.tools.joined(separator: ", "))")
        }
        guard tool == "browser" || (!open && page == nil) else {
            throw ValidationError("--open and --page go with `browser`")
        }
    }

    func run() async throws {
        do {
            let report = try await ConnectReport(location: options.location())
            if open { try BrowserLaunch.run(report.browserArguments(page: page)) }
            print(
                try report.snippet(for: tool, page: page, program: ProgramPath.current), terminator: "")
        } catch let failure as StartFailure {
            throw StandardError.report(failure)
        }
    }
}
