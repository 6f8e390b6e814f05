import AccessRules
import IAM
import S3Protocol
import S3Service
import SourceText

/// One S3 request as a line for the terminal; below a refusal, why, and what to change.
struct AccessLine {
    private let event: S3AccessEvent
    private let style: TerminalStyle

    init(_ event: S3AccessEvent, style: TerminalStyle) {
        self.event = event
        self.style = style
    }

    /// Whether a terminal shows the request at all.
    static func isPrinted(_ event: S3AccessEvent, _ printing: SandboxConfiguration.Printing) -> Bool {
        printing == .everyRequest || event.isRefused
    }

    var text: String {
        let isRefused = event.isRefused
        let status = isRefused ? style.red("\(event.status)") : "\(event.status)"
        let operation = event.operation?.rawValue ?? event.method
        let target = event.key ?? event.prefix ?? event.bucket ?? ""
        let words = [status, operation, shown(target)].filter { !$0.isEmpty }.joined(separator: " ")
        let line = words + style.faint(" by \(shown(event.principal?.caller ?? "nobody (not signed)"))")
        guard isRefused, let reason = event.status == 403 ? reason : refusedKeys else { return line }
        return line + "\n    " + reason
    }

    /// The error's sentence without what stands in the line above: the code's own words, who, and what to.
    private var reason: String? {
        guard var reason = event.errorMessage?[...] else { return nil }
        reason = reason.dropping(S3ErrorCode.accessDenied.message + ": ")
        if let caller = event.principal?.caller, reason.hasPrefix("\(caller) may not "),
            let end = reason.firstRange(of: "`: ")
        {
            reason = reason[end.upperBound...]
        }
        return DisplayText.sanitized(reason)
    }

    /// Which keys of a batch were refused.
    private var refusedKeys: String {
        let refused = event.decisions.filter { !$0.decision.isAllowed }
        let keys = refused.compactMap { record -> String? in
            guard case .object(_, let key) = record.request.resource else { return nil }
            return "`\(shown(key))`"
        }
        let more = keys.count > 3 ? " and \(keys.count - 3) more" : ""
        return "refused \(refused.count) of \(event.decisions.count): " + keys.prefix(3).joined(separator: ", ") + more
    }

    /// Keys and names are other people's text: nothing in them commands the terminal, and they do not fill it.
    private func shown(_ text: String) -> String {
        DisplayText(text, from: 0).cut(from: 0, width: 120)
    }
}

extension S3AccessEvent {
    /// Whether the rules said no to the request, or to a part of it: of a batch each key is refused by itself, within
    /// an answer that says 200.
    fileprivate var isRefused: Bool {
        (status == 403 || operation == .deleteObjects) && decisions.contains { !$0.decision.isAllowed }
    }
}

extension Substring {
    fileprivate func dropping(_ prefix: String) -> Substring { hasPrefix(prefix) ? dropFirst(prefix.count) : self }
}
