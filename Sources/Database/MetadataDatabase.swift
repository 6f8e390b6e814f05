import Glibc
package import GRDB

/// The one SQLite file of a sandbox: `metadata.sqlite` in its data folder.
///
/// One connection writes, several read beside it (WAL). Small concurrent writes share one transaction and one sync; see
/// ``write(_:)``.
package final class MetadataDatabase: Sendable {
    /// What is on the disk when a write returns.
    package enum Durability: Sendable {
        /// The commit is synced: it outlives a crash of the machine.
        case synced
        /// The commit is with the operating system: it outlives a crash of the process.
        case relaxed
    }

    package static let fileName = "metadata.sqlite"

    package let path: String
    package let durability: Durability
    /// Goes on with each commit.
    package let epoch = CommitEpoch()
    private let pool: DatabasePool
    private let committer: GroupCommitter
    private let lookUps: LookUpConnections

    /// Opens the database of a data folder, making the file if it is missing.
    ///
    /// Blocks; for start-up only. Throws a ``DatabaseFault`` and leaves a file that it cannot use as it is.
    package static func open(inFolder folder: String, durability: Durability = .synced) throws -> MetadataDatabase {
        try open(inFolder: folder, durability: durability, lockTimeoutInSeconds: 2)
    }

    static func open(
        inFolder folder: String, durability: Durability, lockTimeoutInSeconds: Double
    ) throws -> MetadataDatabase {
        let path = folder.hasSuffix("/") ? folder + fileName : folder + "/" + fileName
        do {
            return try MetadataDatabase(
                path: path, durability: durability, lockTimeoutInSeconds: lockTimeoutInSeconds)
        } catch {
            throw DatabaseFault.translate(error, path: path)
        }
    }

    private init(path: String, durability: Durability, lockTimeoutInSeconds: Double) throws {
        self.path = path
        self.durability = durability
        try Self.checkOwnership(of: path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(lockTimeoutInSeconds)
        configuration.maximumReaderCount = 4
        configuration.foreignKeysEnabled = false
        pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            // The pool itself sets NORMAL, which syncs checkpoints only.
            try db.execute(sql: "PRAGMA synchronous = \(durability == .synced ? "FULL" : "NORMAL")")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            guard try Int32.fetchOne(db, sql: "PRAGMA application_id") != Self.applicationID else { return }
            try db.inTransaction(.immediate) {
                try db.execute(sql: Schema.foundation)
                try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
                return .commit
            }
        }
        committer = GroupCommitter(pool: pool, path: path, epoch: epoch)
        lookUps = LookUpConnections(path: path)
    }

    /// Brings a store's tables up to date. Blocks; for start-up only, before the store is used.
    package func migrate(_ schema: Schema) throws {
        do {
            try pool.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    try schema.apply(to: db, path: path)
                    return .commit
                }
            }
        } catch {
            throw DatabaseFault.translate(error, path: path)
        }
    }

    /// Runs a query on a thread of the database, all its statements on one unchanging state.
    package func read<T: Sendable>(_ body: @escaping @Sendable (GRDB.Database) throws -> T) async throws -> T {
        do {
            return try await pool.read(body)
        } catch {
            throw DatabaseFault.translate(error, path: path)
        }
    }

    /// Runs a query on the caller's own thread, each statement on a state of its own.
    ///
    /// For look-ups by primary key, where a change of thread would cost more than the query. Not for scans.
    package func lookUp<T>(_ body: (LookUpConnection) throws -> T) throws -> T {
        do {
            return try lookUps.lookUp(body)
        } catch {
            throw DatabaseFault.translate(error, path: path)
        }
    }

    /// Changes the database: all of `body` or, when it throws, nothing of it.
    ///
    /// Returns once the change is committed (and synced, with ``Durability/synced``). Concurrent writes are gathered into
    /// one transaction, so `body` should be short and free of waiting, and free of side effects: it runs a second time when
    /// another of its transaction fails. A body that throws undoes only its own changes; its error is thrown here.
    package func write<T: Sendable>(_ body: @escaping @Sendable (GRDB.Database) throws -> T) async throws -> T {
        try await committer.perform(body, committed: nil)
    }

    /// Like ``write(_:)``, and then calls `committed`, in the order of the commits and before the caller goes on.
    ///
    /// `committed` runs on the writer's thread and must not block.
    package func write<T: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database) throws -> T, committed: @escaping @Sendable (T) -> Void
    ) async throws -> T {
        try await committer.perform(body, committed: committed)
    }

    /// Like ``write(_:)`` for a caller that does not wait. `finished` gets the error, if any, on the writer's thread.
    package func enqueueWrite(
        _ body: @escaping @Sendable (GRDB.Database) throws -> Void,
        finished: @escaping @Sendable ((any Error)?) -> Void
    ) {
        committer.submit(body, finished: finished)
    }

    /// Changes the database on the caller's thread. Blocks; for start-up and shutdown only.
    package func writeBlocking<T>(_ body: (GRDB.Database) throws -> T) throws -> T {
        do {
            return try pool.writeWithoutTransaction { db in
                var value: T?
                try epoch.whileCommitting {
                    try db.inTransaction(.immediate) {
                        value = try body(db)
                        return .commit
                    }
                }
                return value!  // Set, since the transaction did not throw.
            }
        } catch {
            throw DatabaseFault.translate(error, path: path)
        }
    }

    /// SQLite's own check of the whole file: the faults that it finds, none for a sound file. Takes long for a large one.
    package func integrityFaults() async throws -> [String] {
        try await read { db in
            try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        }
    }

    /// Waits for the writes under way, then closes all connections. Later calls throw ``DatabaseFault/closed``.
    package func close() async throws {
        await committer.close()
        lookUps.close()
        do {
            try pool.close()
        } catch {
            throw DatabaseFault.translate(error, path: path)
        }
    }
}

extension MetadataDatabase {
    /// `SBOX`, in the file's header, so that other programs' databases are known.
    private static let applicationID: Int32 = 0x5342_4F58

    /// Refuses a database of another program, before anything is written to it.
    ///
    /// Reads the header (SQLite's file format, section 1.3) rather than opening the file, which would already make files
    /// beside it. A file with no header yet is new, or was cut off in its first moments: SQLite decides.
    private static func checkOwnership(of path: String) throws {
        guard let file = fopen(path, "rb") else { return }
        defer { fclose(file) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = fread(&header, 1, header.count, file)
        guard count > 0 else { return }
        guard count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw DatabaseFault.corrupted(path: path, detail: "file is not a database")
        }
        let found = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
        let pageCount = header[28..<32].reduce(Int32(0)) { $0 << 8 | Int32($1) }
        // Our own file is unmarked only until its first checkpoint, when it still is one empty page.
        guard found == applicationID || found == 0 && pageCount <= 1 else {
            throw DatabaseFault.foreign(path: path)
        }
    }
}
