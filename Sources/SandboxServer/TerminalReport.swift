import AccessRules
import FoundationEssentials
import Glibc
import S3Service
import ServiceLifecycle
import SourceText
import UserPools

/// Prints what happens in a sandbox: results to standard output, diagnostics to standard error.
struct TerminalReport: Service {
    let events: AsyncStream<SandboxEvent>
    let printing: SandboxConfiguration.Printing
    let out = TerminalStyle(descriptor: 1)
    let err = TerminalStyle(descriptor: 2)

    init(_ events: EventStream, printing: SandboxConfiguration.Printing) {
        self.printing = printing
        self.events = events.events { event in
            if case .access(let access) = event { AccessLine.isPrinted(access, printing) } else { true }
        }
    }

    func run() async throws {
        for await event in events.cancelOnGracefulShutdown() { report(event) }
    }

    func report(_ event: SandboxEvent) {
        switch event {
        case .rulesChanged(let change): report(change)
        case .definitionRefused(let diagnostics, let lines):
            print(lines.map { $0 + "\n" }.joined())
            printError(render(diagnostics))
            printError(err.yellow("the rules in force stay as they are") + "\n")
        case .access(let access):
            print(AccessLine(access, style: out).text + "\n")
        case .message(let message):
            // Both are what somebody typed in, or the definition's text with it.
            let recipient = DisplayText.sanitized(message.recipient[...])
            print("\(out.cyan("message")) to \(recipient): \(DisplayText.sanitized(message.text[...]))\n")
        case .trouble(let text):
            printError(err.yellow("warning: ") + text + "\n")
        }
    }

    private func report(_ change: RulesChange) {
        print(change.consoleLines.map { $0 + "\n" }.joined())
        printError(render(change.warnings))
        // The first generation is told by the start report.
        guard change.generation > 1 else { return }
        let heading = out.green("rules \(change.generation)") + out.faint(" in force after \(change.duration.inWords)")
        let lines = change.access.lines
        if lines.isEmpty {
            print(heading + ": nobody gained or lost anything\n")
        } else if lines.count == 1 {
            print(heading + ": \(lines[0])\n")
        } else {
            print(heading + "\n" + lines.map { "  \($0)\n" }.joined())
        }
    }

    private func render(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { $0.codeFrame(err.diagnostics) + "\n" }.joined()
    }

    private func print(_ text: String) { TerminalReport.write(text, to: 1) }
    private func printError(_ text: String) { TerminalReport.write(text, to: 2) }

    /// Writes at once: lines must appear when they happen, on a pipe too.
    static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Nobody reads any more: the sandbox goes on without its terminal.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

extension Duration {
    /// `4 ms`, `1.2 s`
    var inWords: String {
        let milliseconds = Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
        if milliseconds >= 1000 { return "\((milliseconds / 100).rounded() / 10) s" }
        return "\(Int(milliseconds.rounded())) ms"
    }
}
