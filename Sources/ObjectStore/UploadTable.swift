import Database
import FoundationEssentials
import GRDB

/// A part's row.
struct PartRow: Sendable {
    var number: Int
    /// In the finished object; 0 before.
    var start: Int
    var size: Int
    var md5: [UInt8]
    var checksums: [Checksum]
    var modifiedAt: Int
    var body: Int64

    static let columns = "number, start, size, md5, checksums, modified_at, body"

    init(_ row: QueryRows) {
        number = row.integer(0)
        start = row.integer(1)
        size = row.integer(2)
        md5 = row.bytes(3)
        checksums = row.withBytes(4) { [Checksum](encoded: $0) }
        modifiedAt = row.integer(5)
        body = Int64(row.integer(6))
    }

    init(number: Int, size: Int, md5: [UInt8], checksums: [Checksum], modifiedAt: Int, body: Int64) {
        self.number = number
        start = 0
        self.size = size
        self.md5 = md5
        self.checksums = checksums
        self.modifiedAt = modifiedAt
        self.body = body
    }

    var part: UploadedPart {
        UploadedPart(
            number: number, size: size, eTag: EntityTag(md5: md5), checksums: checksums,
            modifiedAt: Date(milliseconds: modifiedAt))
    }
}

/// Uploads and parts by their numbers.
extension Queryable {
    func upload(_ number: Int64, of key: ObjectKey, in bucket: Bucket) throws -> MultipartUpload? {
        try first(
            "SELECT \(MultipartUpload.columns) FROM uploads WHERE number = ? AND bucket = ? AND key = ?",
            Int(number), Int(bucket.id), key
        ) { MultipartUpload($0, bucket: bucket) }
    }

    /// Parts of a finished upload of which some bytes are wanted, in order; empty ones never are.
    func storedParts(of upload: Int64, overlapping range: Range<Int>) throws -> [PartRow] {
        try all(
            """
            SELECT \(PartRow.columns) FROM parts
            WHERE upload = ? AND start < ? AND start + size > ? ORDER BY number
            """, Int(upload), range.upperBound, range.lowerBound
        ) { PartRow($0) }
    }

    func parts(of upload: Int64, after number: Int, limit: Int) throws -> [PartRow] {
        try all(
            "SELECT \(PartRow.columns) FROM parts WHERE upload = ? AND number > ? ORDER BY number LIMIT ?",
            Int(upload), number, limit
        ) { PartRow($0) }
    }

    func part(_ number: Int, of upload: Int64) throws -> PartRow? {
        try first(
            "SELECT \(PartRow.columns) FROM parts WHERE upload = ? AND number = ?", Int(upload), number
        ) { PartRow($0) }
    }
}

/// Changes of them.
extension GRDB.Database {
    func insert(_ part: PartRow, into upload: Int64) throws {
        try perform(
            """
            INSERT OR REPLACE INTO parts (upload, number, start, size, md5, checksums, modified_at, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            Int(upload), part.number, part.start, part.size, part.md5, part.checksums.encoded, part.modifiedAt,
            Int(part.body))
    }
}

extension MultipartUpload {
    static let columns = """
        key, number, storage_class, attributes, checksum_algorithm, checksum_type, initiator_id, initiator_name, \
        initiated_at
        """

    init(_ row: QueryRows, bucket: Bucket) {
        number = Int64(row.integer(1))
        id = VersionID.sequence(number).text
        self.bucket = bucket
        key = row.withBytes(0) { ObjectKey(stored: $0) }
        let storageClass = row.optionalText(2)
        attributes = row.withBytes(3) { ObjectAttributes(encoded: $0, storageClass: storageClass) }
        checksumAlgorithm = row.optionalInteger(4).flatMap { ChecksumAlgorithm(rawValue: $0) }
        checksumType = ChecksumType(rawValue: row.integer(5)) ?? .fullObject
        initiator = Owner(canonicalID: row.text(6), displayName: row.text(7))
        initiatedAt = Date(milliseconds: row.integer(8))
    }

    /// The number behind an upload's id. Ids are made as version ids are: opaque, and nothing to keep.
    static func number(ofID id: String) -> Int64? {
        if case .sequence(let number) = VersionID(id) { number } else { nil }
    }
}

/// A part's checksums as bytes: for each its algorithm's number and its value.
extension [Checksum] {
    var encoded: [UInt8]? {
        isEmpty ? nil : flatMap { [UInt8($0.algorithm.rawValue)] + $0.value }
    }

    init(encoded bytes: UnsafeRawBufferPointer) {
        self = []
        var rest = bytes[...]
        while let code = rest.popFirst(), let algorithm = ChecksumAlgorithm(rawValue: Int(code)) {
            append(Checksum(algorithm: algorithm, value: Array<UInt8>(rest.prefix(algorithm.lengthInBytes))))
            rest = rest.dropFirst(algorithm.lengthInBytes)
        }
    }
}
