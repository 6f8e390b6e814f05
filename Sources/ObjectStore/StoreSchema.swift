import Database
import GRDB

/// The store's tables.
///
/// `objects` holds all versions, in the order of their listing: by key, then from the newest to the oldest. A version's
/// `age` is 0 while it is the latest, afterwards it counts down from the largest integer by its sequence. So the current
/// state of a key is one row at a known place, and a bucket without versioning pays nothing for the others.
///
/// A body (`bodies`) is shared by all versions and parts that copies made of it; `refs` counts them. Its bytes are in
/// `content`, or in the blob file of its number when that is null. The parts of an upload stay where they are when the
/// upload becomes an object: its row in `manifests` then speaks for them.
enum StoreSchema {
    static let schema = Schema(name: "objects", steps: [{ db in try db.execute(sql: first) }])

    private static let first = """
        CREATE TABLE buckets (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
            owner_id TEXT NOT NULL, owner_name TEXT NOT NULL, created_at INTEGER NOT NULL, origin INTEGER NOT NULL,
            is_retired INTEGER NOT NULL DEFAULT 0, versioning INTEGER NOT NULL DEFAULT 0,
            has_object_lock INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE bucket_documents (
            bucket INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (bucket, kind)) WITHOUT ROWID;
        CREATE TABLE objects (
            bucket INTEGER NOT NULL, key BLOB NOT NULL, age INTEGER NOT NULL,
            sequence INTEGER NOT NULL, is_marker INTEGER NOT NULL, is_null INTEGER NOT NULL,
            modified_at INTEGER NOT NULL, size INTEGER NOT NULL, md5 BLOB, part_count INTEGER,
            body_kind INTEGER NOT NULL, body INTEGER NOT NULL,
            checksum_algorithm INTEGER, checksum_type INTEGER, checksum BLOB, storage_class TEXT, attributes BLOB,
            PRIMARY KEY (bucket, key, age)) WITHOUT ROWID;
        CREATE INDEX objects_older_null ON objects (bucket, key) WHERE is_null = 1 AND age > 0;
        CREATE TABLE bodies (
            id INTEGER PRIMARY KEY, refs INTEGER NOT NULL, size INTEGER NOT NULL, md5 BLOB NOT NULL,
            file_changed_at INTEGER, content BLOB);
        CREATE TABLE manifests (id INTEGER PRIMARY KEY, refs INTEGER NOT NULL);
        CREATE TABLE uploads (
            number INTEGER PRIMARY KEY AUTOINCREMENT, bucket INTEGER NOT NULL, key BLOB NOT NULL,
            storage_class TEXT, attributes BLOB, checksum_algorithm INTEGER, checksum_type INTEGER NOT NULL,
            initiator_id TEXT NOT NULL, initiator_name TEXT NOT NULL, initiated_at INTEGER NOT NULL);
        CREATE INDEX uploads_by_key ON uploads (bucket, key, number);
        CREATE TABLE parts (
            upload INTEGER NOT NULL, number INTEGER NOT NULL, start INTEGER, size INTEGER NOT NULL, md5 BLOB NOT NULL,
            checksums BLOB, modified_at INTEGER NOT NULL, body INTEGER NOT NULL,
            PRIMARY KEY (upload, number)) WITHOUT ROWID;
        CREATE TABLE finished_uploads (
            number INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, key BLOB NOT NULL, sequence INTEGER NOT NULL);
        CREATE TABLE garbage (body INTEGER PRIMARY KEY);
        CREATE TABLE changes (
            sequence INTEGER PRIMARY KEY, name TEXT NOT NULL, bucket TEXT NOT NULL, key BLOB NOT NULL,
            size INTEGER NOT NULL, md5 BLOB, part_count INTEGER, version INTEGER,
            principal TEXT NOT NULL, address TEXT NOT NULL, request TEXT NOT NULL, time INTEGER NOT NULL);
        CREATE TABLE change_consumers (name TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE store_state (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        """
}
