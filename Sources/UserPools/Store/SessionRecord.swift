import GRDB

/// One sign-in: the refresh token and all tokens that come of it. Its id is their `origin_jti`.
struct SessionRecord: Sendable, Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "poolSessions"

    var id: String
    var sub: String
    var clientID: String
    /// SHA-256 in hexadecimal digits: the token itself is not kept.
    var refreshTokenHash: String
    var signedInAt: Double
    var expiresAt: Double
    var isRevoked: Bool

    static func find(refreshTokenHash hash: String, in db: Connection) throws -> SessionRecord? {
        try fetchOne(db, sql: "SELECT * FROM poolSessions WHERE refreshTokenHash = ?", arguments: [hash])
    }

    /// Ends all sessions of a user.
    static func revokeAll(ofUser sub: String, in db: Connection) throws {
        try db.execute(sql: "UPDATE poolSessions SET isRevoked = 1 WHERE sub = ?", arguments: [sub])
    }

    static func revoke(_ id: String, in db: Connection) throws {
        try db.execute(sql: "UPDATE poolSessions SET isRevoked = 1 WHERE id = ?", arguments: [id])
    }

    /// Forgets some sessions whose tokens have all ended: a bounded number, since this runs within other changes.
    static func sweep(at now: Double, in db: Connection) throws {
        try db.execute(
            sql: """
                DELETE FROM poolSessions WHERE id IN
                (SELECT id FROM poolSessions WHERE expiresAt < ? ORDER BY expiresAt LIMIT 20)
                """, arguments: [now - 86400])
    }
}
