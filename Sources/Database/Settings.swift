import GRDB

/// Values that must stay the same over restarts, by name.
extension MetadataDatabase {
    /// The value under a name, if there is one.
    package func setting(_ name: String) async throws -> String? {
        try await read { db in try Self.value(of: name, in: db) }
    }

    /// The value under a name, which is made and kept if there is none. Concurrent callers get the same one.
    package func setting(_ name: String, initially make: @escaping @Sendable () throws -> String) async throws -> String
    {
        try await write { db in
            if let value = try Self.value(of: name, in: db) { return value }
            let value = try make()
            try Self.keep(value, as: name, in: db)
            return value
        }
    }

    /// Keeps a value under a name, in the place of an earlier one; nil removes it.
    package func setSetting(_ name: String, to value: String?) async throws {
        try await write { db in
            if let value {
                try Self.keep(value, as: name, in: db)
            } else {
                try db.execute(sql: "DELETE FROM settings WHERE name = ?", arguments: [name])
            }
        }
    }

    private static func value(of name: String, in db: GRDB.Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM settings WHERE name = ?", arguments: [name])
    }

    private static func keep(_ value: String, as name: String, in db: GRDB.Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", arguments: [name, value])
    }
}
