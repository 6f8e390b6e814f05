import FoundationEssentials
import UserPools

/// The messages to users that a sandbox has kept.
package struct OutboxReport: Sendable {
    private let accounts: AccountServices

    package init(location: SandboxLocation) async throws(StartFailure) {
        let names = DeployedNames.load(
            dataFolder: location.data, project: location.project, identifier: location.identifier,
            region: SandboxRegion.fromEnvironment)
        accounts = try AccountServices.open(names, in: location.data)
    }

    /// One message as the command prints it.
    package struct Line: Sendable {
        package var text: String
        /// One JSON object without line feeds.
        package var json: String
    }

    /// The messages, oldest first; with `follow` the sequence goes on with new ones.
    package func messages(follow: Bool) -> AsyncThrowingStream<Line, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    var last: Int64 = 0
                    repeat {
                        for message in try await accounts.userPool.outbox(after: last) {
                            last = message.id
                            continuation.yield(Line(message))
                        }
                        // Another process writes the messages; there is no event to wait for.
                        if follow { try await Task.sleep(for: .milliseconds(250)) }
                    } while follow
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

extension OutboxReport.Line {
    init(_ message: OutboxMessage) {
        let time = message.time.formatted(.iso8601)
        text = "\(time)  \(message.kind.rawValue)  \(message.recipient)  \(message.text)"
        json =
            JSONLine([
                ("recipient", message.recipient), ("kind", message.kind.rawValue), ("code", message.code),
                ("text", message.text), ("time", time), ("medium", message.medium.rawValue),
                ("userName", message.userName),
            ]).text
    }
}

/// One JSON object of texts, on one line, in the order given.
struct JSONLine {
    let text: String

    init(_ members: [(name: String, value: String)]) {
        text = "{" + members.map { "\(Self.quoted($0.name)): \(Self.quoted($0.value))" }.joined(separator: ", ") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
