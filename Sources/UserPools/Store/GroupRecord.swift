import GRDB

/// One group of the pool.
struct GroupRecord: Sendable, Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "poolGroups"

    var name: String
    var description: String?
    /// The lowest number wins; none is the highest.
    var precedence: Int?
    var roleARN: String?
    /// Of the definition rather than an administrator's.
    var isDeclared: Bool
    var createdAt: Double
    var modifiedAt: Double

    /// The groups of a user, the winning one first.
    static func groups(ofUser sub: String, in db: Connection) throws -> [GroupRecord] {
        try fetchAll(
            db,
            sql: """
                SELECT poolGroups.* FROM poolGroups JOIN poolGroupMembers ON groupName = name
                WHERE sub = ? ORDER BY precedence IS NULL, precedence, name
                """, arguments: [sub])
    }

    /// Users in the order of their names, after the given one.
    static func members(
        of name: String, after userName: String?, limit: Int, in db: Connection
    ) throws -> [UserRecord] {
        try UserRecord.fetchAll(
            db,
            sql: """
                SELECT poolUsers.* FROM poolUsers JOIN poolGroupMembers USING (sub)
                WHERE groupName = ? AND userName > ? ORDER BY userName LIMIT ?
                """, arguments: [name, userName ?? "", limit])
    }

    static func add(_ sub: String, to name: String, in db: Connection) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO poolGroupMembers (groupName, sub) VALUES (?, ?)", arguments: [name, sub])
    }

    static func removeMember(_ sub: String, from name: String, in db: Connection) throws {
        try db.execute(
            sql: "DELETE FROM poolGroupMembers WHERE groupName = ? AND sub = ?", arguments: [name, sub])
    }

    static func removeGroup(_ name: String, in db: Connection) throws {
        try db.execute(sql: "DELETE FROM poolGroupMembers WHERE groupName = ?", arguments: [name])
        try db.execute(sql: "DELETE FROM poolGroups WHERE name = ?", arguments: [name])
    }

    /// Makes the declared groups what the definition says. Declared groups that left it go, with their memberships: so
    /// would a deployment remove them.
    static func reconcile(_ declared: [DeclaredGroup], at now: Double, in db: Connection) throws {
        let names = Set(declared.map(\.name))
        for group in try fetchAll(db, sql: "SELECT * FROM poolGroups WHERE isDeclared")
        where !names.contains(group.name) {
            try removeGroup(group.name, in: db)
        }
        for group in declared {
            var record =
                try fetchOne(db, key: group.name)
                ?? GroupRecord(name: group.name, isDeclared: true, createdAt: now, modifiedAt: now)
            let isSame =
                record.isDeclared && record.precedence == group.precedence && record.roleARN == group.roleARN
            guard !isSame else { continue }
            record.isDeclared = true
            record.precedence = group.precedence
            record.roleARN = group.roleARN
            record.modifiedAt = now
            try record.save(db)
        }
    }
}
