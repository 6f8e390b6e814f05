import ArgumentParser

/// The root command: `sandbox` alone runs the server.
@main
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "A local, offline stand-in for AWS Amplify Gen 2 Storage.",
        discussion: """
            Run it in the folder that holds amplify/. It evaluates the definition, serves S3, the user pool and the \
            identity pool on one port, and applies each saved rule at once.
            """,
        subcommands: [
            RunCommand.self, CheckCommand.self, ConnectCommand.self, CredentialsCommand.self, GenerateCommand.self,
            OutboxCommand.self,
            TrustCommand.self, UsersCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    /// Parses and runs; the exit code is 0 done, 1 failed, 2 wrong usage, 3 could not start.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            exit(withError: code)
        } catch {
            let text = fullMessage(for: error)
            if exitCode(for: error).isSuccess {
                print(text)
                exit(withError: ExitCode.success)
            }
            StandardError.write(text)
            exit(withError: ExitCode(exitCode(for: error) == .validationFailure ? 2 : 1))
        }
    }
}
