import GRDB

/// Wrong passwords for one name, whether there is such a user or not.
///
/// After five wrong ones in a row the name is locked for a second, and twice as long after each further one, up to 15
/// minutes; a quarter of an hour without attempts forgets all.
/// Reference: "Lockout behavior for failed sign-in attempts", Amazon Cognito Developer Guide.
struct PasswordFailureRecord: Sendable, Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "poolPasswordFailures"

    private static let freeFailures = 5
    private static let longestLockInSeconds = 900.0

    var name: String
    var count: Int
    var lockedUntil: Double
    var lastAt: Double

    static func checkNotLocked(_ name: String, at now: Double, in db: Connection) throws {
        if let record = try fetchOne(db, key: name), now < record.lockedUntil {
            throw UserPoolFault.passwordAttemptsExceeded
        }
    }

    static func count(_ name: String, at now: Double, in db: Connection) throws {
        var record =
            try fetchOne(db, key: name) ?? PasswordFailureRecord(name: name, count: 0, lockedUntil: 0, lastAt: 0)
        if now - record.lastAt > longestLockInSeconds { record.count = 0 }
        record.count += 1
        record.lastAt = now
        if record.count >= freeFailures {
            let doublings = min(record.count - freeFailures, 10)
            record.lockedUntil = now + min(Double(1 << doublings), longestLockInSeconds)
        }
        try record.save(db)
        try db.execute(
            sql: """
                DELETE FROM poolPasswordFailures WHERE name IN
                (SELECT name FROM poolPasswordFailures WHERE lastAt < ? LIMIT 20)
                """, arguments: [now - 2 * longestLockInSeconds])
    }

    static func forget(_ name: String, in db: Connection) throws {
        try db.execute(sql: "DELETE FROM poolPasswordFailures WHERE name = ?", arguments: [name])
    }
}
