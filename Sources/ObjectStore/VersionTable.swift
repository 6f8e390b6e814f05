import Database
import FoundationEssentials
import GRDB

/// A row of the table of versions: an object's version or a delete marker.
struct VersionRow: Sendable {
    var key: ObjectKey
    /// 0 for the latest version of the key.
    var age: Int
    var sequence: Int64
    var isMarker: Bool
    var isNull: Bool
    var modifiedAt: Int
    var size = 0
    /// Empty for a delete marker.
    var md5: [UInt8] = []
    var partCount: Int?
    var body = BodyReference.empty
    var checksum: Checksum?
    var storageClass: String?
    var encodedAttributes: [UInt8]?

    var versionID: VersionID { isNull ? .null : .sequence(sequence) }

    var eTag: EntityTag? { isMarker ? nil : EntityTag(md5: md5, partCount: partCount) }

    var attributes: ObjectAttributes {
        (encodedAttributes ?? []).withUnsafeBytes { ObjectAttributes(encoded: $0, storageClass: storageClass) }
    }

    var version: ObjectVersion {
        ObjectVersion(
            key: key, versionID: versionID, isLatest: age == 0, sequence: sequence,
            modifiedAt: Date(milliseconds: modifiedAt), size: size, eTag: EntityTag(md5: md5, partCount: partCount),
            checksum: checksum, attributes: attributes, body: body)
    }

    var marker: DeleteMarker {
        DeleteMarker(
            key: key, versionID: versionID, isLatest: age == 0, sequence: sequence,
            modifiedAt: Date(milliseconds: modifiedAt))
    }

    /// What a version's age becomes when another one takes its place: the older it is, the greater.
    static func age(ofOlder sequence: Int64) -> Int { Int.max - Int(sequence) }
}

extension VersionRow {
    static let columns = """
        age, sequence, is_marker, is_null, modified_at, objects.size, objects.md5, part_count, body_kind, body, \
        checksum_algorithm, checksum_type, checksum, storage_class, attributes
        """
    static let columnCount: Int32 = 15

    /// Reads the key and then the columns.
    init(_ row: QueryRows) {
        self.init(row, key: row.withBytes(0) { ObjectKey(stored: $0) }, from: 1)
    }

    /// Reads the columns, which begin at the given one.
    init(_ row: QueryRows, key: ObjectKey, from start: Int32 = 0) {
        self.key = key
        age = row.integer(start)
        sequence = Int64(row.integer(start + 1))
        isMarker = row.integer(start + 2) != 0
        isNull = row.integer(start + 3) != 0
        modifiedAt = row.integer(start + 4)
        size = row.integer(start + 5)
        md5 = row.bytes(start + 6)
        partCount = row.optionalInteger(start + 7)
        body = BodyReference(kind: row.integer(start + 8), number: Int64(row.integer(start + 9)))
        checksum = Self.checksum(row, from: start)
        storageClass = row.optionalText(start + 13)
        encodedAttributes = row.optionalBytes(start + 14)
    }

    private static func checksum(_ row: QueryRows, from start: Int32) -> Checksum? {
        guard let code = row.optionalInteger(start + 10), let algorithm = ChecksumAlgorithm(rawValue: code) else {
            return nil
        }
        let type = ChecksumType(rawValue: row.integer(start + 11)) ?? .fullObject
        return Checksum(
            algorithm: algorithm, type: type, value: row.bytes(start + 12),
            partCount: type == .composite ? row.optionalInteger(start + 7) : nil)
    }
}

/// Versions by their keys.
extension Queryable {
    func latestVersion(of key: ObjectKey, in bucket: Int64) throws -> VersionRow? {
        try first(VersionQuery.selectLatest, Int(bucket), key) { VersionRow($0, key: key) }
    }

    func version(_ selector: VersionSelector, of key: ObjectKey, in bucket: Int64) throws -> VersionRow? {
        switch selector {
        case .latest: return try latestVersion(of: key, in: bucket)
        case .version(.null):
            if let latest = try latestVersion(of: key, in: bucket), latest.isNull { return latest }
            return try first(VersionQuery.selectOlderNull, Int(bucket), key) { VersionRow($0, key: key) }
        case .version(.sequence(let sequence)):
            let age = VersionRow.age(ofOlder: sequence)
            if let older = try first(
                VersionQuery.selectOlder, Int(bucket), key, age, read: { VersionRow($0, key: key) })
            {
                return older.isNull ? nil : older
            }
            guard let latest = try latestVersion(of: key, in: bucket) else { return nil }
            return latest.sequence == sequence && !latest.isNull ? latest : nil
        }
    }
}

/// The table of versions, within a transaction.
extension GRDB.Database {
    func insert(_ row: VersionRow, into bucket: Int64) throws {
        try perform(
            VersionQuery.insert, Int(bucket), row.key, row.age, Int(row.sequence), row.isMarker, row.isNull,
            row.modifiedAt, row.size, row.md5, row.partCount, row.body.kind, Int(row.body.number),
            row.checksum?.algorithm.rawValue, row.checksum?.type.rawValue, row.checksum?.value, row.storageClass,
            row.encodedAttributes)
    }

    func remove(_ row: VersionRow, from bucket: Int64) throws {
        try perform("DELETE FROM objects WHERE bucket = ? AND key = ? AND age = ?", Int(bucket), row.key, row.age)
    }

    /// Makes the latest version an older one.
    func retire(_ row: VersionRow, in bucket: Int64) throws {
        try perform(
            "UPDATE objects SET age = ? WHERE bucket = ? AND key = ? AND age = 0",
            VersionRow.age(ofOlder: row.sequence), Int(bucket), row.key)
    }

    /// After the latest version went: makes the newest of the others the latest.
    func promoteNewest(of key: ObjectKey, in bucket: Int64) throws {
        let age = try first(
            "SELECT age FROM objects WHERE bucket = ? AND key = ? ORDER BY age LIMIT 1", Int(bucket), key
        ) { $0.integer(0) }
        guard let age else { return }
        try perform("UPDATE objects SET age = 0 WHERE bucket = ? AND key = ? AND age = ?", Int(bucket), key, age)
    }

    func setAttributes(_ attributes: ObjectAttributes, of row: VersionRow, in bucket: Int64) throws {
        try perform(
            "UPDATE objects SET storage_class = ?, attributes = ? WHERE bucket = ? AND key = ? AND age = ?",
            attributes.storageClass, attributes.encoded, Int(bucket), row.key, row.age)
    }
}

/// The statements, put together once.
enum VersionQuery {
    static let selectLatest =
        "SELECT \(VersionRow.columns) FROM objects WHERE bucket = ? AND key = ? AND age = 0"
    static let selectWithBody = """
        SELECT \(VersionRow.columns), bodies.size, bodies.md5, file_changed_at, content
        FROM (SELECT * FROM objects WHERE bucket = ? AND key = ? AND age = ?) AS objects
        LEFT JOIN bodies ON bodies.id = objects.body AND objects.body_kind IN (1, 2)
        """
    static let selectOlder =
        "SELECT \(VersionRow.columns) FROM objects WHERE bucket = ? AND key = ? AND age = ?"
    static let selectOlderNull = """
        SELECT \(VersionRow.columns) FROM objects INDEXED BY objects_older_null
        WHERE bucket = ? AND key = ? AND is_null = 1 AND age > 0
        """
    static let insert = """
        INSERT INTO objects (
            bucket, key, age, sequence, is_marker, is_null, modified_at, size, md5, part_count, body_kind, body,
            checksum_algorithm, checksum_type, checksum, storage_class, attributes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
}
