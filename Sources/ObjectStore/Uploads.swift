import Database
import GRDB

extension ObjectStore {
    /// Begins an upload in parts.
    ///
    /// - Parameters:
    ///   - checksumAlgorithm: What the finished object is to have; each part must come with it then.
    package func createUpload(
        of key: ObjectKey, attributes: ObjectAttributes, checksumAlgorithm: ChecksumAlgorithm?,
        checksumType: ChecksumType, initiator: Owner, in bucket: Bucket
    ) async throws -> MultipartUpload {
        try await commit { commit in
            let bucket = try commit.usableBucket(bucket)
            try commit.db.perform(
                """
                INSERT INTO uploads (bucket, key, storage_class, attributes, checksum_algorithm, checksum_type,
                    initiator_id, initiator_name, initiated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                Int(bucket.id), key, attributes.storageClass, attributes.encoded, checksumAlgorithm?.rawValue,
                checksumType.rawValue, initiator.canonicalID, initiator.displayName, commit.time)
            let number = commit.db.lastInsertedRowID
            return MultipartUpload(
                id: VersionID.sequence(number).text, bucket: bucket, key: key, attributes: attributes,
                checksumAlgorithm: checksumAlgorithm, checksumType: checksumType, initiator: initiator,
                initiatedAt: .init(milliseconds: commit.time), number: number)
        }
    }

    /// The unfinished upload of an id. Throws ``StoreFault/noSuchUpload(_:)``, also when the key is another one.
    package func upload(_ id: String, of key: ObjectKey, in bucket: Bucket) async throws -> MultipartUpload {
        guard let number = MultipartUpload.number(ofID: id),
            let upload = try lookUp({ try $0.upload(number, of: key, in: bucket) })
        else { throw StoreFault.noSuchUpload(id) }
        return upload
    }

    /// Makes a received body a part, in the place of an earlier one of the same number (1 to 10,000).
    package func putPart(
        _ body: ReceivedBody, number: Int, of upload: MultipartUpload
    ) async throws -> UploadedPart {
        let placed = try await place(body, needsFile: true)
        let checksums = body.checksums.map { Checksum(algorithm: $0.key, value: $0.value) }
        let (size, md5) = (body.size, body.md5)
        return try await commit(placing: placed) { commit in
            let part = PartRow(
                number: number, size: size, md5: md5, checksums: checksums, modifiedAt: commit.time,
                body: placed.reference.number)
            try commit.put(part, into: upload)
            return part.part
        }
    }

    /// The parts that were received, by number.
    package func listParts(
        of upload: MultipartUpload, after partNumberMarker: Int = 0, limit: Int = 1000
    ) async throws -> PartListing {
        let limit = min(limit, 1000)
        let rows = try await read { db in try db.parts(of: upload.number, after: partNumberMarker, limit: limit + 1) }
        var listing = PartListing()
        listing.parts = rows.prefix(limit).map(\.part)
        listing.isTruncated = rows.count > limit && limit > 0
        listing.nextPartNumberMarker = listing.isTruncated ? listing.parts.last?.number : nil
        return listing
    }

    /// One page of the unfinished uploads of a bucket.
    package func listUploads(_ request: UploadListingRequest, in bucket: Bucket) async throws -> UploadListing {
        try await read { db in
            let scan = request.scan(of: bucket.id)
            var listing = UploadListing()
            listing.isTruncated = try db.withRows(
                Self.selectUploads, Int(bucket.id), scan.lower, scan.lowerOrdinal, scan.upper
            ) { rows in
                try scan.run(rows) { _ in
                    .shown
                } visit: { event, row in
                    switch event {
                    case .row:
                        let upload = MultipartUpload(row, bucket: bucket)
                        listing.uploads.append(upload)
                        (listing.nextKeyMarker, listing.nextUploadIDMarker) = (upload.key.text, upload.id)
                    case .commonPrefix(let prefix):
                        listing.commonPrefixes.append(prefix)
                        (listing.nextKeyMarker, listing.nextUploadIDMarker) = (prefix, nil)
                    }
                }
            }
            if !listing.isTruncated { (listing.nextKeyMarker, listing.nextUploadIDMarker) = (nil, nil) }
            return listing
        }
    }

    /// Drops an upload and its parts.
    package func abortUpload(_ upload: MultipartUpload) async throws {
        try await commit { commit in
            try commit.db.perform("DELETE FROM uploads WHERE number = ?", Int(upload.number))
            guard commit.db.changesCount > 0 else { throw StoreFault.noSuchUpload(upload.id) }
            try commit.db.removeParts(of: upload.number, freed: &commit.freed)
        }
    }

    private static let selectUploads = """
        SELECT \(MultipartUpload.columns) FROM uploads
        WHERE bucket = ? AND (key, number) >= (?, ?) AND key < ? ORDER BY key, number
        """
}

extension Commit {
    /// Makes a row a part of an upload and lets go of the part that had its number.
    mutating func put(_ part: PartRow, into upload: MultipartUpload) throws {
        guard try db.upload(upload.number, of: upload.key, in: upload.bucket) != nil else {
            throw StoreFault.noSuchUpload(upload.id)
        }
        _ = try usableBucket(upload.bucket)
        if let earlier = try db.part(part.number, of: upload.number) {
            try db.release(.file(earlier.body), freed: &freed)
        }
        try db.insert(part, into: upload.number)
    }

    /// Drops all unfinished uploads of a bucket.
    mutating func removeUploads(in bucket: Bucket) throws {
        let numbers = try db.all("SELECT number FROM uploads WHERE bucket = ?", Int(bucket.id)) { $0.integer(0) }
        for number in numbers { try db.removeParts(of: Int64(number), freed: &freed) }
        try db.perform("DELETE FROM uploads WHERE bucket = ?", Int(bucket.id))
        try db.perform("DELETE FROM finished_uploads WHERE bucket = ?", Int(bucket.id))
    }
}

extension UploadListingRequest {
    /// The walk that begins behind the markers.
    fileprivate func scan(of bucket: Int64) -> KeyScan {
        let scan = KeyScan(bucket: bucket, prefix: prefix, delimiter: delimiter, limit: limit, lower: [])
        guard !keyMarker.isEmpty else { return scan }
        let marker = Array(keyMarker.utf8)
        if let number = MultipartUpload.number(ofID: uploadIDMarker) {
            return KeyScan(
                bucket: bucket, prefix: prefix, delimiter: delimiter, limit: limit, lower: marker,
                lowerOrdinal: Int(number) + 1)
        }
        let behind = scan.commonPrefix(of: keyMarker).flatMap { KeyScan.successor(of: $0) }
        return KeyScan(
            bucket: bucket, prefix: prefix, delimiter: delimiter, limit: limit, lower: behind ?? marker + [0])
    }
}
