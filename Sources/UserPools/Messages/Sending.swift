import Database
import FoundationEssentials
import GRDB
import OpenSSL

// How messages come about and reach the outbox.
extension PoolContext {
    /// Six digits, or the fixed code.
    func newCode() -> String {
        if let fixed = service.options.fixedCode { return fixed }
        // Of a million numbers, 64 random bits prefer none noticeably.
        let number = Randomness.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
        let digits = String(number)
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    /// The message with its text filled in.
    func message(
        _ kind: OutboxMessage.Kind, to recipient: String, _ attribute: SignInAttribute, of user: UserRecord,
        code: String
    ) -> OutboxMessage {
        let templates = configuration.messages
        let isMail = attribute == .email
        let (subject, text): (String, String) =
            switch kind {
            case .authentication:
                (
                    templates.authenticationEmailSubject,
                    isMail ? templates.authenticationEmailBody : templates.authenticationSMS
                )
            case .invitation:
                (templates.invitationEmailSubject, isMail ? templates.invitationEmailBody : templates.invitationSMS)
            case .signUp, .resendCode, .forgotPassword, .verifyAttribute:
                (
                    templates.verificationEmailSubject,
                    isMail ? templates.verificationEmailBody : templates.verificationSMS
                )
            }
        return OutboxMessage(
            id: 0, time: date, kind: kind, medium: isMail ? .email : .sms, recipient: recipient,
            userName: user.userName, subject: isMail ? subject : nil,
            text: Self.fill(text, code: code, userName: recipient), code: code)
    }

    /// Changes the pool and keeps the messages that the change gives, in one; then tells of them.
    @discardableResult
    func send(_ change: @escaping @Sendable (Connection) throws -> [OutboxMessage]) async throws -> [OutboxMessage] {
        let deliver = service.deliver
        return try await service.database.write { db in
            try change(db).map { try OutboxRecord.keep($0, in: db) }
        } committed: { messages in
            for message in messages { deliver(message) }
        }
    }

    /// Puts code and name into a template. A link becomes its text and the code, since nothing here answers the link.
    static func fill(_ template: String, code: String, userName: String) -> String {
        var text = template.replacing("{####}", with: code).replacing("{username}", with: userName)
        while let start = text.firstRange(of: "{##"), let end = text[start.upperBound...].firstRange(of: "##}") {
            let label = text[start.upperBound..<end.lowerBound]
            text.replaceSubrange(start.lowerBound..<end.upperBound, with: "\(label) (\(code))")
        }
        return text
    }
}

extension UserPoolService {
    /// The messages after the given one, oldest first; at most so many.
    package func outbox(after id: Int64 = 0, limit: Int = 1000) async throws -> [OutboxMessage] {
        try await database.read { db in
            try OutboxRecord.fetchAll(
                db, sql: "SELECT * FROM poolOutbox WHERE id > ? ORDER BY id LIMIT ?", arguments: [id, limit]
            ).compactMap(\.message)
        }
    }
}
