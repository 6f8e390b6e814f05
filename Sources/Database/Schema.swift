package import GRDB

/// The tables of one store and how they came about: steps that are applied once each, in order.
///
/// A store's version is the number of its steps that were applied. Steps are never edited after a release; a change is a
/// further step.
package struct Schema: Sendable {
    package typealias Step = @Sendable (GRDB.Database) throws -> Void

    /// The store's name; its tables should begin with it or be plainly its own.
    package var name: String
    package var steps: [Step]

    package init(name: String, steps: [Step]) {
        self.name = name
        self.steps = steps
    }
}

extension Schema {
    /// Applies the steps that are missing, in the caller's transaction.
    func apply(to db: GRDB.Database, path: String) throws {
        let found = try Int.fetchOne(db, sql: "SELECT version FROM schemas WHERE name = ?", arguments: [name]) ?? 0
        guard found <= steps.count else {
            throw DatabaseFault.newer(path: path, schema: name, found: found, supported: steps.count)
        }
        guard found < steps.count else { return }
        for step in steps[found...] { try step(db) }
        try db.execute(
            sql: "INSERT OR REPLACE INTO schemas (name, version) VALUES (?, ?)", arguments: [name, steps.count])
    }

    /// The database's own tables, which exist before any store's.
    static let foundation = """
        CREATE TABLE IF NOT EXISTS schemas (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """
}
