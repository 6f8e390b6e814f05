import Database
import GRDB

extension ObjectStore {
    /// One page of the versions and delete markers of a bucket.
    package func listVersions(_ request: VersionListingRequest, in bucket: Bucket) async throws -> VersionListing {
        try await read { db in
            let begin = try request.begin(in: bucket.id, db)
            let scan = KeyScan(
                bucket: bucket.id, prefix: request.prefix, delimiter: request.delimiter, limit: request.limit,
                lower: begin.lower)
            var listing = VersionListing()
            listing.isTruncated = try db.withRows(Self.selectAll, Int(bucket.id), scan.lower, scan.upper) { rows in
                try scan.run(rows) { row in
                    begin.isBefore(row) ? .hidden : .shown
                } visit: { event, row in
                    switch event {
                    case .row: listing.append(VersionRow(row))
                    case .commonPrefix(let prefix):
                        listing.commonPrefixes.append(prefix)
                        (listing.nextKeyMarker, listing.nextVersionMarker) = (prefix, nil)
                    }
                }
            }
            if !listing.isTruncated { (listing.nextKeyMarker, listing.nextVersionMarker) = (nil, nil) }
            return listing
        }
    }

    private static let selectAll = """
        SELECT key, \(VersionRow.columns) FROM objects
        WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, age
        """
}

extension VersionListingRequest {
    /// Where a listing of versions begins: at a key and, within the first one, after a version.
    fileprivate struct Begin {
        var lower: [UInt8] = []
        /// Of the key in `lower`, versions with this sequence or a greater one were listed already.
        var listedFrom: Int64?

        func isBefore(_ row: QueryRows) -> Bool {
            guard let listedFrom, Int64(row.integer(2)) >= listedFrom else { return false }
            return row.withBytes(0) { $0.elementsEqual(lower) }
        }
    }

    fileprivate func begin(in bucket: Int64, _ db: GRDB.Database) throws -> Begin {
        guard !keyMarker.isEmpty else { return Begin() }
        guard let versionMarker, let key = ObjectKey(keyMarker) else {
            let scan = KeyScan(bucket: bucket, prefix: prefix, delimiter: delimiter, limit: limit, lower: [])
            let behind = scan.commonPrefix(of: keyMarker).flatMap { KeyScan.successor(of: $0) }
            return Begin(lower: behind ?? Array(keyMarker.utf8) + [0])
        }
        let sequence: Int64? =
            switch versionMarker {
            case .sequence(let sequence): sequence
            case .null: try db.version(.version(.null), of: key, in: bucket)?.sequence
            }
        // A null version that went since tells no place: the rest of its key is passed over.
        guard let sequence else { return Begin(lower: Array(keyMarker.utf8) + [0]) }
        return Begin(lower: Array(keyMarker.utf8), listedFrom: sequence)
    }
}

extension VersionListing {
    fileprivate mutating func append(_ row: VersionRow) {
        entries.append(row.isMarker ? .deleteMarker(row.marker) : .version(row.version))
        (nextKeyMarker, nextVersionMarker) = (row.key.text, row.versionID)
    }
}
