package import Database
package import FoundationEssentials
import GRDB
package import Logging
import Synchronization

/// Buckets, objects, their versions, and uploads in parts: rows in the metadata database and blobs in a folder.
///
/// Whatever a method changes is committed and, unless the database is relaxed, synced when it returns. Throws
/// ``StoreFault`` for what can be the caller's doing or the machine's.
package final class ObjectStore: Sendable {
    /// Bodies up to this size live in rows of the database, larger ones in files.
    package static let rowLimitInBytes = 16 << 10

    let database: MetadataDatabase
    let folder: BlobFolder
    let threads: FileThreads
    let registry: BucketRegistry
    let feed: ChangeFeed
    let leases: BlobLeases
    let verifier: BlobVerifier
    let openings = OpeningCache()
    let collector: GarbageCollector
    let logger: Logger
    let now: @Sendable () -> Date

    /// Opens the store, brings its tables up to date and removes what a crash left. Blocks; for start-up.
    ///
    /// - Parameter folder: Where the blobs are; made if it is missing. On one file system.
    package static func open(
        database: MetadataDatabase, folder: String, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) throws -> ObjectStore {
        do {
            return try ObjectStore(database: database, folder: folder, logger: logger, now: now)
        } catch let fault as DatabaseFault {
            throw StoreFault(fault) ?? fault
        }
    }

    private init(
        database: MetadataDatabase, folder path: String, logger: Logger, now: @escaping @Sendable () -> Date
    ) throws {
        self.database = database
        self.logger = logger
        self.now = now
        try database.migrate(StoreSchema.schema)
        threads = FileThreads()
        let folder = try BlobFolder(path: path, isSynced: database.durability == .synced, threads: threads)
        self.folder = folder
        try Sweep(database: database, folder: folder, logger: logger).run()
        registry = try BucketRegistry(database.lookUp { db in try db.allBuckets() })
        feed = ChangeFeed()
        let collector = GarbageCollector(database: database, folder: folder, logger: logger)
        self.collector = collector
        leases = BlobLeases { number in collector.remove(number) }
        verifier = BlobVerifier(folder: folder, logger: logger) { number, changedAt in
            try await database.write { db in
                try db.perform("UPDATE bodies SET file_changed_at = ? WHERE id = ?", changedAt, Int(number))
            }
        }
    }

    /// Ends the streams of changes and waits for what is under way. Close it before the database.
    package func close() async {
        feed.close()
        await collector.close()
        await threads.stop()
    }
}

/// One transaction's view of the store: what it changes and what must follow when it is committed.
struct Commit {
    let db: GRDB.Database
    /// In milliseconds since 1970.
    let time: Int
    /// Blobs that no row has any more.
    var freed: [Int64] = []
    var changes: [ObjectChange] = []
}

extension ObjectStore {
    /// Changes the store in one transaction, then tells of the changes and removes the files that it freed.
    func commit<T: Sendable>(
        _ body: @escaping @Sendable (inout Commit) throws -> T, committed: (@Sendable (T) -> Void)? = nil
    ) async throws -> T {
        let time = now().milliseconds
        do {
            return try await database.write { db in
                var commit = Commit(db: db, time: time)
                let value = try body(&commit)
                CrashPoint.rowsChanged.pass()
                return (value, commit.freed, commit.changes)
            } committed: { [feed, leases] value, freed, changes in
                CrashPoint.committed.pass()
                committed?(value)
                for change in changes { feed.send(change) }
                for number in freed { leases.condemn(number) }
            }.0
        } catch let fault as DatabaseFault {
            throw StoreFault(fault) ?? fault
        }
    }

    /// Reads on a thread of the database.
    func read<T: Sendable>(_ body: @escaping @Sendable (GRDB.Database) throws -> T) async throws -> T {
        do {
            return try await database.read(body)
        } catch let fault as DatabaseFault {
            throw StoreFault(fault) ?? fault
        }
    }

    /// Reads a few rows by their keys, on the caller's thread.
    func lookUp<T>(_ body: (LookUpConnection) throws -> T) throws -> T {
        do {
            return try database.lookUp(body)
        } catch let fault as DatabaseFault {
            throw StoreFault(fault) ?? fault
        }
    }
}

extension StoreFault {
    /// The store's word for a fault of the database below it; nil for one that concerns opening only.
    init?(_ fault: DatabaseFault) {
        switch fault {
        case .full: self = .storageFull
        case .inaccessible: self = .storageInaccessible(fault.description)
        case .closed: self = .closed
        case .inputOutput, .locked, .overloaded: self = .storageFailed(fault.description)
        case .corrupted, .foreign, .newer: return nil
        }
    }
}
