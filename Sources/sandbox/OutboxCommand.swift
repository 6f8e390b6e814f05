import ArgumentParser
import SandboxServer

/// `sandbox outbox`: the mails and text messages that never left the machine.
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Show messages to users: verification codes and the like.")

    @OptionGroup var options: SandboxOptions

    @Option(help: "text, or json with one object a line.")
    var format: OutputFormat = .text

    @Flag(help: "Go on printing new messages until stopped.")
    var follow = false

    func run() async throws {
        do {
            let outbox = try await OutboxReport(location: options.location())
            for try await message in outbox.messages(follow: follow) {
                print(format == .json ? message.json : message.text)
            }
        } catch let failure as StartFailure {
            throw StandardError.report(failure)
        }
    }
}
