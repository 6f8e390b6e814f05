package import SourceText

/// What ends the evaluation of an expression or a statement before its end.
package enum Abrupt: Error {
    /// An exception of the language; `try` may catch it.
    case thrown(Thrown)
    /// The whole evaluation is over; nothing in the definition can catch it.
    case stopped(Stop)
}

/// A thrown value and how it came about.
// Stays on the evaluation's thread, or is handed over while the thrower waits; errors must be `Sendable` in name.
package final class Thrown: @unchecked Sendable {
    package let value: Value
    /// The `throw`, or the expression that could not be evaluated.
    package let range: SourceRange
    /// The calls that were open, innermost first.
    package let trace: [TraceEntry]
    /// A way out, where one is known.
    package var help: String?

    init(value: Value, range: SourceRange, trace: [TraceEntry], help: String? = nil) {
        self.value = value
        self.range = range
        self.trace = trace
        self.help = help
    }
}

/// One open call.
package struct TraceEntry: Sendable, Hashable {
    /// The function's name.
    package var function: String
    /// The calling expression.
    package var site: SourceRange
}

/// Why an evaluation was given up.
package struct Stop: Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        case tooManySteps
        case tooMuchMemory
        case tooManyCoroutines
        case cancelled
        /// A feature outside the subset, by its name: `BigInt`, `` `eval` ``.
        case unsupported(String)
        /// Something that has no honest answer while a definition is evaluated: the network, another process.
        case unavailable(String)
    }

    package var reason: Reason
    package var range: SourceRange
    package var trace: [TraceEntry]

    /// As a line for the author.
    package var diagnostic: Diagnostic {
        switch reason {
        case .tooManySteps:
            Diagnostic(
                .error, code: "too-many-steps", message: "evaluation takes too long",
                help: "look for a loop that does not end", range: range)
        case .tooMuchMemory:
            Diagnostic(
                .error, code: "too-much-memory", message: "evaluation needs too much memory",
                help: "look for a text or a list that keeps growing", range: range)
        case .tooManyCoroutines:
            Diagnostic(
                .error, code: "too-many-coroutines",
                message: "too many generators and async functions are suspended at one time", range: range)
        case .cancelled:
            Diagnostic(.error, code: "cancelled", message: "evaluation was cancelled", range: range)
        case .unsupported(let feature):
            Diagnostic(.error, code: "unsupported", message: "\(feature) is not supported", range: range)
        case .unavailable(let what):
            Diagnostic(.error, code: "unavailable", message: what, range: range)
        }
    }
}

extension Thrown {
    /// The error's name, `Error` for a thrown value that is no error.
    package var errorName: String {
        guard let object = value.asObject, let name = try? object.get(.name).asText, !name.isEmpty else {
            return "Error"
        }
        return name
    }

    /// The error's message, or the thrown value as text.
    package var errorMessage: String {
        if let object = value.asObject {
            // A getter that throws while an error is described leaves it without a message.
            return (try? object.get(.message).asText) ?? "an object was thrown"
        }
        return inspect(value)
    }
}
