import ArgumentParser
import SandboxServer

/// `sandbox trust`: the machine's trust in the sandbox's certificates.
struct TrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Let this machine trust the sandbox's certificates, or no longer.",
        subcommands: [Install.self, Remove.self, Status.self])

    /// Adds the authority.
    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "install",
            abstract: "Add the sandbox's authority to the system's, and to the browser's where certutil is there.")

        @OptionGroup var options: SandboxOptions

        func run() async throws {
            try reporting {
                for line in try TrustReport(location: options.location()).install() { print(line) }
            }
        }
    }

    /// Takes the authority away.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Undo what `trust install` did.")

        @OptionGroup var options: SandboxOptions

        func run() async throws {
            try reporting {
                for line in try TrustReport(location: options.location()).remove() { print(line) }
            }
        }
    }

    /// Says where the authority is trusted.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Say where the authority is trusted; exit 1 if it is not everywhere.")

        @OptionGroup var options: SandboxOptions

        @Option(help: "text or json.")
        var format: OutputFormat = .text

        func run() async throws {
            try reporting {
                let status = try TrustReport(location: options.location()).status()
                print(format == .json ? status.json : status.text)
                if !status.isTrusted { throw ExitCode(1) }
            }
        }
    }
}

/// Turns a failure to start into its exit code.
private func reporting(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let failure as StartFailure {
        throw StandardError.report(failure)
    }
}
