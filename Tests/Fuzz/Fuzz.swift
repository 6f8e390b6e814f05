import ArgumentParser
import Glibc

/// Feeds a target with inputs that nobody would write, and looks for crashes, hangs, growing memory and broken properties.
@main
struct Fuzz: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Tests/Fuzz/run",
        abstract: "Feeds a target with inputs that nobody would write.",
        discussion: """
            Looks for crashes, hangs, growing memory and broken properties. Inputs depend on the seed and their number alone. \
            A failing input is made small and kept under .build/fuzz. Targets: \(FuzzTargets.all.map { $0.name }.joined(separator: ", ")).
            """,
        subcommands: [HuntCommand.self, WorkerCommand.self], defaultSubcommand: HuntCommand.self)
}

struct HuntCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hunt", abstract: "Looks for failures.")

    @Argument(help: "What to feed.") var target: String
    @Option(help: "How long.") var minutes = 5.0
    @Option(help: "Which inputs.") var seed = 1
    @Option(help: "The number of the first input.") var from = 0
    @Option(help: "How many inputs at most.") var inputs = Int.max / 2
    @Option(help: "Seconds of processor time that one input may take.") var bound = 5.0
    @Option(help: "Try only the input in this file.") var file: String?
    @Option(help: "Try only the input with this number.") var input: Int?
    @Option(help: .hidden) var repository = "."

    func run() async throws {
        guard let type = FuzzTargets.named(target) else { throw ValidationError("there is no target `\(target)`") }
        let target = try type.init(repository: repository)
        let folder = "\(repository)/.build/fuzz/\(type.name)"
        for path in [".build", ".build/fuzz", ".build/fuzz/\(type.name)"] { mkdir("\(repository)/\(path)", 0o700) }
        if let one = file.map({ Files.read($0) }) ?? input.map({ InputSource(target, seed: seed).input($0) }) {
            return try await tryAlone(target, one, folder: folder)
        }
        let bounds = Bounds(nanoseconds: Int(bound * 1e9))
        guard var hunt = Hunt(target, seed: seed, folder: folder, bounds: bounds) else {
            throw ValidationError("`\(folder)` cannot be written")
        }
        if try !hunt.run(from: from, upTo: from + inputs, seconds: Int(minutes * 60)) { throw ExitCode.failure }
    }

    /// In this process, so that a debugger sees it.
    private func tryAlone(_ target: any FuzzTarget, _ input: [UInt8]?, folder: String) async throws {
        guard let input, let progress = Progress(path: "\(folder)/trial-progress") else {
            throw ValidationError("the input cannot be read")
        }
        if file == nil { print(String(decoding: input, as: UTF8.self), terminator: "\n\n") }
        await Worker(target, outcomesFile: "\(folder)/outcomes").run(input, progress)
    }
}

/// The process that may die. Only this program calls it.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

    @Argument var target: String
    @Option var folder: String
    @Option var seed = 1
    @Option var from = 0
    @Option var to = 0
    @Option var deadline = 0
    @Option var file: String?

    func run() async throws {
        let repository = String(folder.dropLast("/.build/fuzz/\(target)".count))
        guard let type = FuzzTargets.named(target),
            let progress = Progress(path: "\(folder)/\(file == nil ? "progress" : "trial-progress")")
        else { throw ExitCode.failure }
        let target = try type.init(repository: repository)
        var worker = Worker(target, outcomesFile: "\(folder)/outcomes")
        if let file {
            await worker.run(Files.read(file) ?? [], progress)
        } else {
            await worker.run(InputSource(target, seed: seed), from: from, upTo: to, until: deadline, progress)
        }
    }
}
