import Database
import GRDB

/// The identities, and which user each is linked to.
///
/// Invariant: a provider's user has at most one identity, and an identity at most one user of a provider.
struct IdentityStore: Sendable {
    /// One row of the pool.
    struct Identity: Sendable, Equatable, Codable, FetchableRecord, PersistableRecord {
        static let databaseTableName = "identities"

        var id: String
        /// The provider's user; both are absent for a guest.
        var provider: String?
        var subject: String?
        /// The user's identity that this guest's was given up for.
        var mergedInto: String?
        var createdAt: Double
        var modifiedAt: Double

        var isLinked: Bool { subject != nil }
    }

    static let schema = Schema(
        name: "identities",
        steps: [
            { db in
                try db.execute(
                    sql: """
                        CREATE TABLE identities (
                            id TEXT NOT NULL PRIMARY KEY,
                            provider TEXT,
                            subject TEXT,
                            mergedInto TEXT,
                            createdAt REAL NOT NULL,
                            modifiedAt REAL NOT NULL
                        ) WITHOUT ROWID;
                        CREATE UNIQUE INDEX identitiesByUser ON identities (provider, subject) WHERE subject IS NOT NULL;
                        """)
            }
        ])

    let database: MetadataDatabase

    func identity(_ id: String) async throws -> Identity? {
        try await database.read { db in try Identity.fetchOne(db, key: id) }
    }

    func identity(ofUser subject: String, at provider: String) async throws -> Identity? {
        try await database.read { db in try Self.identity(ofUser: subject, at: provider, in: db) }
    }

    /// In the order of their ids, after the given one.
    func identities(after id: String?, limit: Int) async throws -> [Identity] {
        try await database.read { db in
            try Identity.fetchAll(
                db, sql: "SELECT * FROM identities WHERE id > ? ORDER BY id LIMIT ?", arguments: [id ?? "", limit])
        }
    }

    /// The guest's identity, which is made if it is not known.
    func ensureGuest(_ id: String, at now: Double) async throws -> Identity {
        try await database.write { db in
            if let identity = try Identity.fetchOne(db, key: id) { return identity }
            let identity = Identity(id: id, createdAt: now, modifiedAt: now)
            try identity.insert(db)
            return identity
        }
    }

    /// The user's identity: the one that it has, else the offered guest's, else a new one.
    ///
    /// A guest's identity that is offered while the user has one already is given up. Throws
    /// ``IdentityPoolFault/loginMismatch`` if the offered one is another user's.
    func link(
        offered: String?, toUser subject: String, at provider: String, orNew newID: String, now: Double
    ) async throws -> Identity {
        try await database.write { db in
            let existing = try Self.identity(ofUser: subject, at: provider, in: db)
            var known = try offered.flatMap { try Identity.fetchOne(db, key: $0) }
            if let known, known.isLinked, known.subject != subject || known.provider != provider {
                throw IdentityPoolFault.loginMismatch
            }
            if let existing {
                if let id = known?.id, id != existing.id, known?.mergedInto == nil {
                    known?.mergedInto = existing.id
                    known?.modifiedAt = now
                    try known?.update(db)
                }
                return existing
            }
            let mayTakeOffered = known?.mergedInto == nil
            var identity =
                mayTakeOffered
                ? known ?? Identity(id: offered ?? newID, createdAt: now, modifiedAt: now)
                // A guest's identity that another user took over is not handed on.
                : Identity(id: newID, createdAt: now, modifiedAt: now)
            identity.provider = provider
            identity.subject = subject
            identity.modifiedAt = now
            try identity.save(db)
            return identity
        }
    }

    func delete(_ ids: [String]) async throws {
        try await database.write { db in _ = try Identity.deleteAll(db, keys: ids) }
    }

    private static func identity(
        ofUser subject: String, at provider: String, in db: GRDB.Database
    ) throws -> Identity? {
        try Identity.fetchOne(
            db, sql: "SELECT * FROM identities WHERE provider = ? AND subject = ?", arguments: [provider, subject])
    }
}
