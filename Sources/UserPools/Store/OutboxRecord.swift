import FoundationEssentials
import GRDB

/// One message of the outbox.
struct OutboxRecord: Sendable, Codable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "poolOutbox"

    /// Older messages are forgotten.
    private static let mostMessages = 2000

    var id: Int64?
    var time: Double
    var kind: String
    var medium: String
    var recipient: String
    var userName: String
    var subject: String?
    var text: String
    var code: String

    mutating func didInsert(_ inserted: InsertionSuccess) {
        id = inserted.rowID
    }

    /// Keeps a message and gives it its id.
    static func keep(_ message: OutboxMessage, in db: Connection) throws -> OutboxMessage {
        var record = OutboxRecord(
            time: message.time.timeIntervalSince1970, kind: message.kind.rawValue, medium: message.medium.rawValue,
            recipient: message.recipient, userName: message.userName, subject: message.subject, text: message.text,
            code: message.code)
        try record.insert(db)
        var kept = message
        kept.id = record.id ?? 0
        try db.execute(sql: "DELETE FROM poolOutbox WHERE id <= ?", arguments: [kept.id - Int64(mostMessages)])
        return kept
    }

    /// Nil for a row of a kind that only a later version knows.
    var message: OutboxMessage? {
        guard let kind = OutboxMessage.Kind(rawValue: kind), let medium = OutboxMessage.Medium(rawValue: medium) else {
            return nil
        }
        return OutboxMessage(
            id: id ?? 0, time: Date(timeIntervalSince1970: time), kind: kind, medium: medium, recipient: recipient,
            userName: userName, subject: subject, text: text, code: code)
    }
}
