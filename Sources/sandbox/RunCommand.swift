import ArgumentParser
import SandboxServer

/// `sandbox`: serves the app's definition until it is told to stop.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Serve the definition and watch it (the default).")

    @OptionGroup var options: SandboxOptions

    @Option(help: "Port for all services; 0 takes any free one.")
    var port: Int = SandboxConfiguration.defaultPort

    @Option(help: "Address to listen on. Default: loopback only, 127.0.0.1 and ::1.")
    var host: String?

    @OptionGroup var outputs: OutputsOptions

    @Flag(help: "Write the connect script beside the outputs too, as a first import for bundled apps and for Node.")
    var connectFile = false

    @Option(help: "Serve this folder's static files on the same port.")
    var serve: String?

    @Flag(help: "Evaluate the definition, update buckets and outputs, and end; serve and watch nothing.")
    var once = false

    @Option(help: "When a change counts as stored: `full` after it is on disk, `relaxed` once the system has it.")
    var durability: SandboxConfiguration.Durability = .full

    @Option(help: "For tests: this verification code, six digits, instead of random ones.")
    var fixedCode: String?

    @Option(help: "Seconds that lifecycle rules take for a day, to see them at work without waiting.")
    var lifecycleDay: Int = 86_400

    @Flag(help: "Print every request, not only refused ones.")
    var verbose = false

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535") }
        guard (1...86_400).contains(lifecycleDay) else {
            throw ValidationError("--lifecycle-day takes a number of seconds from 1 to 86400")
        }
        if let fixedCode, fixedCode.count != 6 || !fixedCode.allSatisfy(\.isNumber) {
            throw ValidationError("--fixed-code takes six digits")
        }
    }

    func run() async throws {
        do {
            var configuration = SandboxConfiguration(location: try options.location())
            configuration.hosts = host.map { [$0] } ?? ["127.0.0.1", "::1"]
            configuration.port = port
            configuration.outputs = try outputs.plan(project: configuration.location.project)
            configuration.writesConnectFile = connectFile
            configuration.servedFolder = serve.map { SandboxLocation.absolute($0) }
            configuration.durability = durability
            configuration.fixedCode = fixedCode
            configuration.lifecycleDayInSeconds = lifecycleDay
            configuration.prints = verbose ? .everyRequest : .refusals
            let outcome = try await once ? Sandbox.deployOnce(configuration) : Sandbox.run(configuration)
            if outcome == .definitionFailed { throw ExitCode(1) }
        } catch let failure as StartFailure {
            throw StandardError.report(failure)
        }
    }
}

extension SandboxConfiguration.Durability: ExpressibleByArgument {}
