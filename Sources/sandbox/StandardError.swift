import ArgumentParser
import Glibc
import SandboxServer

/// Where diagnostics and progress go.
enum StandardError {
    static func write(_ text: String) {
        let bytes = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
        bytes.withUnsafeBytes { _ = Glibc.write(2, $0.baseAddress, $0.count) }
    }

    /// Reports why a sandbox could not start, with its help, and gives the exit code for it.
    static func report(_ failure: StartFailure) -> ExitCode {
        write("error: \(failure)" + (failure.help.map { "\nhelp: \($0)" } ?? ""))
        return ExitCode(3)
    }
}
