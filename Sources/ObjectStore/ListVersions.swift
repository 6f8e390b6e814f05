import Database
import GRDB

extension ObjectStore {
    /// One page of the versions and delete markers of a bucket.
    package func listVersions(_ request: VersionListingRequest, in bucket: Bucket) async throws -> VersionListing {
        try await read { db in
            let scan = try request.scan(of: bucket.id, db)
            var listing = VersionListing()
            listing.isTruncated = try db.withRows(
                Self.selectAll, Int(bucket.id), scan.lower, scan.lowerOrdinal, scan.upper
            ) { rows in
                try scan.run(rows) { _ in
                    .shown
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
        WHERE bucket = ? AND (key, age) >= (?, ?) AND key < ? ORDER BY key, age
        """
}

extension VersionListingRequest {
    /// The walk that begins behind the markers.
    fileprivate func scan(of bucket: Int64, _ db: GRDB.Database) throws -> KeyScan {
        let scan = KeyScan(bucket: bucket, prefix: prefix, delimiter: delimiter, limit: limit, lower: [])
        guard !keyMarker.isEmpty else { return scan }
        let marker = Array(keyMarker.utf8)
        if let versionMarker, let key = ObjectKey(keyMarker),
            let age = try age(after: versionMarker, of: key, bucket, db)
        {
            return KeyScan(
                bucket: bucket, prefix: prefix, delimiter: delimiter, limit: limit, lower: marker, lowerOrdinal: age)
        }
        let behind = scan.commonPrefix(of: keyMarker).flatMap { KeyScan.successor(of: $0) }
        return KeyScan(
            bucket: bucket, prefix: prefix, delimiter: delimiter, limit: limit, lower: behind ?? marker + [0])
    }

    /// The least age of the versions that are older than the marker, which may be gone; nil when that cannot be told.
    private func age(
        after marker: VersionID, of key: ObjectKey, _ bucket: Int64, _ db: GRDB.Database
    ) throws -> Int? {
        let sequence: Int64? =
            switch marker {
            case .sequence(let sequence): sequence
            case .null: try db.version(.version(.null), of: key, in: bucket)?.sequence
            }
        guard let sequence, let latest = try db.latestVersion(of: key, in: bucket) else { return nil }
        return latest.sequence < sequence ? 0 : VersionRow.age(ofOlder: sequence) + 1
    }
}

extension VersionListing {
    fileprivate mutating func append(_ row: VersionRow) {
        entries.append(row.isMarker ? .deleteMarker(row.marker) : .version(row.version))
        (nextKeyMarker, nextVersionMarker) = (row.key.text, row.versionID)
    }
}
