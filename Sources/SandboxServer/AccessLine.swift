import AccessRules
import IAM
import S3Protocol
import S3Service

/// One S3 request as a line for the terminal.
struct AccessLine {
    private let event: S3AccessEvent
    private let style: TerminalStyle

    init(_ event: S3AccessEvent, style: TerminalStyle) {
        self.event = event
        self.style = style
    }

    /// Absent when it is not to be printed.
    func text(_ printing: SandboxConfiguration.Printing) -> String? {
        let isRefused = event.status == 403 && event.decisions.contains { !$0.decision.isAllowed }
        guard isRefused || printing == .everyRequest else { return nil }
        let caller = event.principal?.caller ?? "unsigned"
        let operation = event.operation?.rawValue ?? event.method
        let target = event.key ?? event.prefix ?? event.bucket ?? ""
        let status = isRefused ? style.red("\(event.status)") : "\(event.status)"
        var line = "\(status) \(operation) \(target)".trimmed + style.faint(" by \(caller)")
        if isRefused, let message = event.errorMessage { line += "\n    " + message }
        return line
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
