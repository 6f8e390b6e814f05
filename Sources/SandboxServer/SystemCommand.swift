import Glibc

/// Programs of the system that do what no library does.
enum SystemCommand {
    /// The absolute path of a program in PATH; nil if there is none.
    static func find(_ name: String) -> String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// Runs a program to its end, its output going to standard error, or nowhere if it is only asked. Returns its exit
    /// code, or -1 if it could not be run.
    static func run(_ program: String, _ arguments: [String], output: Output = .shown) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        switch output {
        case .shown: posix_spawn_file_actions_adddup2(&actions, 2, 1)
        case .dropped:
            for descriptor: Int32 in [1, 2] {
                posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
            }
        }
        var pid = pid_t()
        let started = withArguments([program] + arguments) { posix_spawnp(&pid, program, &actions, nil, $0, environ) }
        guard started == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return -1 } }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
    }

    enum Output {
        case shown
        case dropped
    }

    /// Puts a program in this one's place. Returns only if that fails, with the system's error code.
    static func become(_ program: String, _ arguments: [String]) -> Int32 {
        _ = withArguments([program] + arguments) { execvp(program, $0) }
        return errno
    }

    private static func withArguments<Result>(
        _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("a list that ends with nil is not empty") }
            return body(start)
        }
    }
}
