package import AccessRules
package import S3Service
package import SourceText
package import UserPools

/// One thing that happened in a sandbox, for whoever listens: the terminal now, others later.
package enum SandboxEvent: Sendable {
    /// New rules are in force.
    case rulesChanged(RulesChange)
    /// A definition did not compile; the rules in force stay.
    case definitionRefused([Diagnostic], consoleLines: [String])
    /// An S3 request was decided and answered.
    case access(S3AccessEvent)
    /// A user was sent a message, which never left the machine.
    case message(OutboxMessage)
    /// A file could not be written, or events were missed; the sandbox goes on.
    case trouble(String)
}

/// One generation taking the place of another.
package struct RulesChange: Sendable {
    package var generation: Int
    package var access: AccessChange
    package var warnings: [Diagnostic]
    package var consoleLines: [String]
    /// From the first change of a file to the rules being in force.
    package var duration: Duration
    package var wroteOutputs: Bool
}
