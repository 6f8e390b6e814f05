import GRDB

/// One group of the pool.
struct GroupRecord: Sendable, Equatable, Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "poolGroups"

    var name: String
    var description: String?
    /// The lowest number wins; none is the highest.
    var precedence: Int?
    var roleARN: String?
    /// Of the definition rather than an administrator's.
    var isDeclared: Bool
    /// Whether the group is there at all. One that left the definition is kept out of sight with its members: an edit
    /// that is taken back, or that did not mean it, costs nothing.
    var isPresent = true
    var createdAt: Double
    var modifiedAt: Double

    static func find(_ name: String, in db: Connection) throws -> GroupRecord? {
        try fetchOne(db, sql: "SELECT * FROM poolGroups WHERE name = ? AND isPresent", arguments: [name])
    }

    /// In the order of their names, after the given one.
    static func list(after name: String?, limit: Int, in db: Connection) throws -> [GroupRecord] {
        try fetchAll(
            db, sql: "SELECT * FROM poolGroups WHERE name > ? AND isPresent ORDER BY name LIMIT ?",
            arguments: [name ?? "", limit])
    }

    /// The groups of a user, the winning one first.
    static func groups(ofUser sub: String, in db: Connection) throws -> [GroupRecord] {
        try fetchAll(
            db,
            sql: """
                SELECT poolGroups.* FROM poolGroups JOIN poolGroupMembers ON groupName = name
                WHERE sub = ? AND isPresent ORDER BY precedence IS NULL, precedence, name
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

    /// Makes the declared groups what the definition says.
    static func reconcile(_ declared: [DeclaredGroup], at now: Double, in db: Connection) throws {
        let names = Set(declared.map(\.name))
        for var group in try fetchAll(db, sql: "SELECT * FROM poolGroups WHERE isDeclared AND isPresent")
        where !names.contains(group.name) {
            group.isPresent = false
            group.modifiedAt = now
            try group.update(db)
        }
        for group in declared {
            let known = try fetchOne(db, key: group.name)
            var record =
                known ?? GroupRecord(name: group.name, isDeclared: true, createdAt: now, modifiedAt: now)
            record.isDeclared = true
            record.isPresent = true
            record.precedence = group.precedence
            record.roleARN = group.roleARN
            guard record != known else { continue }
            record.modifiedAt = now
            try record.save(db)
        }
    }
}
