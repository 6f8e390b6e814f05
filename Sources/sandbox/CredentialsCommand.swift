import ArgumentParser
import SandboxServer

/// `sandbox credentials`: the administrator's key, or temporary credentials of a user or a guest.
struct CredentialsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials", abstract: "Print credentials for the AWS CLI and SDKs.",
        subcommands: [Show.self, Add.self], defaultSubcommand: Show.self)

    /// Prints credentials.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print credentials (the default).")

        @OptionGroup var options: SandboxOptions

        @Option(help: "text, json, env (export lines) or process (AWS's credential_process).")
        var format: CredentialsFormat = .text

        @Option(help: "A user's name, e-mail or sub, or `guest`, instead of the administrator.")
        var `as`: String?

        @Option(help: "A further administrator made with `credentials add`.")
        var name: String?

        @Option(help: "Print lines for ~/.aws/config that make a profile of this name, and no keys.")
        var profile: String?

        func run() async throws {
            do {
                let report = try CredentialsReport(location: options.location(), format: format)
                if let profile { return print(report.profile(named: profile)) }
                print(try await report.text(administrator: name, user: `as`))
            } catch let failure as StartFailure {
                throw StandardError.report(failure)
            }
        }
    }

    /// Makes a further administrator.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Make a further administrator key, of an account of its own.")

        @OptionGroup var options: SandboxOptions

        @Argument(help: "Its name.")
        var name: String

        @Option(help: "text, json, env (export lines) or process (AWS's credential_process).")
        var format: CredentialsFormat = .text

        func run() async throws {
            do {
                print(try await CredentialsReport(location: options.location(), format: format).add(name))
            } catch let failure as StartFailure {
                throw StandardError.report(failure)
            }
        }
    }
}

extension CredentialsFormat: ExpressibleByArgument {}
