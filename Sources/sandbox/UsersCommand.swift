import ArgumentParser
import SandboxServer

/// `sandbox users`: the people of the user pool, for whoever runs the sandbox.
struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Show, add and change users, and sign in as one.",
        subcommands: [List.self, Add.self, Remove.self, Password.self, Group.self, SignIn.self],
        defaultSubcommand: List.self)

    /// Shows them.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show all users (the default).")

        @OptionGroup var options: SandboxOptions

        @Option(help: "text, or json with one object a line.")
        var format: OutputFormat = .text

        func run() async throws {
            let format = format
            try await UsersCommand.run(options) { try await $0.list(json: format == .json) }
        }
    }

    /// Adds one who can sign in at once.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a confirmed user.")

        @OptionGroup var options: SandboxOptions

        @Argument(help: "An e-mail address or phone number, whichever the definition's loginWith takes.")
        var name: String

        @Option(help: "Default: one that is made and printed.")
        var password: String?

        @Option(help: "A group to join; may be given several times.")
        var group: [String] = []

        @Option(help: "NAME=VALUE with Cognito's name, such as given_name=Jane; may be given several times.")
        var attribute: [String] = []

        func run() async throws {
            var attributes: [String: String] = [:]
            for pair in attribute {
                guard let equals = pair.firstIndex(of: "=") else {
                    throw ValidationError("`\(pair)` is no NAME=VALUE")
                }
                attributes[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
            }
            let (name, password, group, given) = (name, password, group, attributes)
            try await UsersCommand.run(options) {
                try await $0.add(name, password: password, attributes: given, groups: group)
            }
        }
    }

    /// Removes one.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a user; their objects stay.")

        @OptionGroup var options: SandboxOptions

        @Argument(help: "A user's name, e-mail, phone number or sub.")
        var name: String

        func run() async throws {
            let name = name
            try await UsersCommand.run(options) { try await $0.remove(name) }
        }
    }

    /// Changes a password.
    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a user a password for good.")

        @OptionGroup var options: SandboxOptions

        @Argument(help: "A user's name, e-mail, phone number or sub.")
        var name: String

        @Argument(help: "Default: one that is made and printed.")
        var password: String?

        func run() async throws {
            let (name, password) = (name, password)
            try await UsersCommand.run(options) { try await $0.setPassword(password, of: name) }
        }
    }

    /// Changes groups.
    struct Group: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put a user into groups and take them out.")

        @OptionGroup var options: SandboxOptions

        @Argument(help: "A user's name, e-mail, phone number or sub.")
        var name: String

        @Option(help: "A group to join; may be given several times.")
        var add: [String] = []

        @Option(help: "A group to leave; may be given several times.")
        var remove: [String] = []

        func run() async throws {
            let (name, add, remove) = (name, add, remove)
            try await UsersCommand.run(options) {
                try await $0.changeGroups(of: name, adding: add, removing: remove)
            }
        }
    }

    /// Signs in without the password.
    struct SignIn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "signin", abstract: "Print a user's tokens and AWS credentials.")

        @OptionGroup var options: SandboxOptions

        @Argument(help: "A user's name, e-mail, phone number or sub.")
        var name: String

        @Option(help: "text, json, env (export lines) or process (AWS's credential_process).")
        var format: CredentialsFormat = .text

        func run() async throws {
            let (name, format) = (name, format)
            try await UsersCommand.run(options) { try await $0.signIn(name, format: format) }
        }
    }

    private static func run(
        _ options: SandboxOptions, _ work: @Sendable (UsersReport) async throws -> String
    ) async throws {
        do {
            let users = try await UsersReport(location: options.location())
            let text: String
            do {
                text = try await work(users)
            } catch {
                await users.close()
                throw error
            }
            await users.close()
            if !text.isEmpty { print(text) }
        } catch let failure as StartFailure {
            throw StandardError.report(failure)
        }
    }
}
