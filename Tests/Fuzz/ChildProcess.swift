import Glibc

/// A worker: this program once more, in a process that may die.
struct ChildProcess {
    let id: pid_t
    private let errorFile: String

    /// The worker's exit code when a property is broken; the property stands in its standard error.
    static let brokenProperty: Int32 = 65

    struct SpawnFault: Error { var code: Int32 }

    /// `errorFile` takes what it writes to standard error.
    init(arguments: [String], errorFile: String, backtrace: Bool = false) throws(SpawnFault) {
        self.errorFile = errorFile
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errorFile, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var inherited: [String] = []
        var entry = environ
        while let variable = entry.pointee {
            inherited.append(String(cString: variable))
            entry += 1
        }
        // With an arena for each thread, what is free but kept for later looks like a leak.
        inherited.append("MALLOC_ARENA_MAX=1")
        inherited.append("SWIFT_BACKTRACE=enable=\(backtrace ? "yes,color=no" : "no")")
        var id = pid_t()
        let code = Self.withCStrings(["fuzz"] + arguments) { arguments in
            Self.withCStrings(inherited) { environment in
                posix_spawn(&id, "/proc/self/exe", &actions, nil, arguments, environment)
            }
        }
        guard code == 0 else { throw SpawnFault(code: code) }
        self.id = id
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }

    enum Ending {
        case finished
        case failed(Failure)
    }

    /// How it ended; nil while it runs.
    func ending() -> Ending? {
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        let signal = status & 0x7F
        if signal != 0 { return .failed(.crash(signal: signal)) }
        return (status >> 8) & 0xFF == 0 ? .finished : .failed(.broken(errors))
    }

    /// Waits until it ends, and ends it when an input takes longer than the bounds allow.
    func wait(_ progress: Progress, bounds: Bounds) -> Ending {
        var last = (done: -1, since: time(nil))
        while true {
            if let ending = ending() { return ending }
            if let failure = breach(progress, bounds, &last) {
                kill(id, SIGKILL)
                var status: Int32 = 0
                waitpid(id, &status, 0)
                return .failed(failure)
            }
            usleep(10_000)
        }
    }

    private func breach(_ progress: Progress, _ bounds: Bounds, _ last: inout (done: Int, since: time_t)) -> Failure? {
        if residentBytes > bounds.residentBytes { return .tooMuchMemory }
        let done = progress.done
        if done != last.done {
            last = (done, time(nil))
            return nil
        }
        let taken = processorTime - progress.cpuAtStart
        return taken > bounds.nanoseconds || time(nil) - last.since > bounds.waitingSeconds ? .hang : nil
    }

    // MARK: What the system knows of it

    /// In nanoseconds, as finely as the system's ticks.
    private var processorTime: Int {
        let fields = contents("/proc/\(id)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return 0 }
        return (user + system) * (1_000_000_000 / sysconf(Int32(_SC_CLK_TCK)))
    }

    private var residentBytes: Int {
        let fields = contents("/proc/\(id)/statm").split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
    }

    private var errors: String { String(contents(errorFile).prefix(400)) }

    private func contents(_ path: String) -> String {
        String(decoding: Files.read(path)?.prefix(2_000) ?? [], as: UTF8.self)
    }
}

/// How much one input may take.
struct Bounds {
    /// Of processor time.
    var nanoseconds: Int
    /// Without any progress, for what waits instead of working.
    var waitingSeconds = 120
    var residentBytes = 1 << 30
}
