import Database
import FoundationEssentials
import GRDB

extension ObjectStore {
    /// One page of the current objects of a bucket.
    package func listObjects(_ request: ListingRequest, in bucket: Bucket) async throws -> ObjectListing {
        try await read { db in
            let scan = request.scan(bucket: bucket.id)
            var listing = ObjectListing()
            var last: [UInt8] = []
            let isTruncated = try db.withRows(Self.selectCurrent, Int(bucket.id), scan.lower, 0, scan.upper) { rows in
                try scan.run(rows) { row in
                    row.integer(1) == 0 && row.integer(2) == 0 ? .shown : .hidden
                } visit: { event, row in
                    switch event {
                    case .row:
                        let entry = ObjectListing.Entry(row)
                        last = Array(entry.key.text.utf8) + [0]
                        listing.last = entry.key.text
                        listing.objects.append(entry)
                    case .commonPrefix(let prefix):
                        last = KeyScan.successor(of: Array(prefix.utf8)) ?? [0xFF]
                        listing.last = prefix
                        listing.commonPrefixes.append(prefix)
                    }
                }
            }
            if isTruncated { listing.next = ListingPosition(bytes: last) }
            return listing
        }
    }

    private static let selectCurrent = """
        SELECT key, age, is_marker, size, md5, part_count, modified_at, storage_class, checksum_algorithm, checksum_type
        FROM objects WHERE bucket = ? AND (key, age) >= (?, ?) AND key < ? ORDER BY key, age
        """
}

extension ListingRequest {
    fileprivate func scan(bucket: Int64) -> KeyScan {
        let scan = KeyScan(bucket: bucket, prefix: prefix, delimiter: delimiter, limit: limit, lower: [])
        let lower: [UInt8] =
            switch start {
            case .beginning: []
            case .afterKey(let key): Array(key.utf8) + [0]
            case .afterMarker(let marker):
                scan.commonPrefix(of: marker).flatMap { KeyScan.successor(of: $0) } ?? Array(marker.utf8) + [0]
            case .position(let position): position.bytes
            }
        return KeyScan(bucket: bucket, prefix: prefix, delimiter: delimiter, limit: limit, lower: lower)
    }
}

extension ObjectListing.Entry {
    fileprivate init(_ row: QueryRows) {
        key = row.withBytes(0) { ObjectKey(stored: $0) }
        size = row.integer(3)
        eTag = EntityTag(md5: row.bytes(4), partCount: row.optionalInteger(5))
        modifiedAt = Date(milliseconds: row.integer(6))
        storageClass = row.optionalText(7)
        checksumAlgorithm = row.optionalInteger(8).flatMap { ChecksumAlgorithm(rawValue: $0) }
        checksumType = row.optionalInteger(9).flatMap { ChecksumType(rawValue: $0) }
    }
}
