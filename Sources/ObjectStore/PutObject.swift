import FoundationEssentials

/// What a new version is to be.
package struct NewObject: Sendable {
    package var key: ObjectKey
    package var attributes: ObjectAttributes
    /// To be kept and told with the object; the caller has compared it with the body's.
    package var checksum: Checksum?
    package var conditions: WriteConditions
    package var requester: Requester
    package var event: ObjectChange.Name

    package init(
        key: ObjectKey, attributes: ObjectAttributes, checksum: Checksum? = nil, conditions: WriteConditions = .none,
        requester: Requester, event: ObjectChange.Name = .createdByPut
    ) {
        self.key = key
        self.attributes = attributes
        self.checksum = checksum
        self.conditions = conditions
        self.requester = requester
        self.event = event
    }
}

extension ObjectStore {
    /// Begins to receive a body.
    ///
    /// - Parameters:
    ///   - expectedLength: The length if it is known; a hint only.
    ///   - checksums: What to compute beside the MD5.
    package func beginWrite(expectedLength: Int?, checksums: Set<ChecksumAlgorithm>) -> BodyIntake {
        BodyIntake(
            folder: folder, expectedLength: expectedLength, checksums: checksums, memoryLimit: Self.rowLimitInBytes)
    }

    /// Makes a received body an object. Its conditions are decided in the commit.
    package func putObject(_ body: ReceivedBody, as object: NewObject, in bucket: Bucket) async throws -> ObjectVersion
    {
        let placed = try await place(body, needsFile: false)
        let eTag = EntityTag(md5: body.md5)
        let size = body.size
        return try await commit(placing: placed) { commit in
            try commit.put(object, size: size, eTag: eTag, body: placed.reference, in: bucket)
        }
    }
}

extension Commit {
    /// Makes a version the latest of its key. What it takes the place of becomes older, or goes.
    mutating func put(
        _ object: NewObject, size: Int, eTag: EntityTag, body: BodyReference, in bucket: Bucket
    ) throws -> ObjectVersion {
        let bucket = try usableBucket(bucket)
        let latest = try db.latestVersion(of: object.key, in: bucket.id)
        try object.conditions.check(beforeWritingOver: latest, key: object.key)
        try makeRoom(for: object.key, over: latest, in: bucket)
        let isNull = bucket.versioning != .enabled
        let sequence = try record(
            object.event, of: object.key, in: bucket, size: size, eTag: eTag,
            version: { bucket.versionID(sequence: $0) }, requester: object.requester)
        let row = VersionRow(
            key: object.key, age: 0, sequence: sequence, isMarker: false, isNull: isNull, modifiedAt: time, size: size,
            md5: eTag.md5, partCount: eTag.partCount, body: body, checksum: object.checksum,
            storageClass: object.attributes.storageClass, encodedAttributes: object.attributes.encoded)
        try db.insert(row, into: bucket.id)
        return ObjectVersion(
            key: object.key, versionID: row.versionID, isLatest: true, sequence: sequence,
            modifiedAt: .init(milliseconds: time), size: size, eTag: eTag, checksum: object.checksum,
            attributes: object.attributes, body: body)
    }

    /// Moves the latest version out of the way of a new one, as the bucket's versioning asks.
    mutating func makeRoom(for key: ObjectKey, over latest: VersionRow?, in bucket: Bucket) throws {
        guard let latest else { return }
        switch bucket.versioning {
        case .enabled: try db.retire(latest, in: bucket.id)
        case .off, .suspended:
            // The new version will be the null version, of which there is one at most.
            if latest.isNull { return try removeForGood(latest, from: bucket) }
            try db.retire(latest, in: bucket.id)
            if let null = try db.version(.version(.null), of: key, in: bucket.id) {
                try removeForGood(null, from: bucket)
            }
        }
    }

    /// Removes a row and lets go of its body.
    mutating func removeForGood(_ row: VersionRow, from bucket: Bucket) throws {
        try db.remove(row, from: bucket.id)
        try db.release(row.body, freed: &freed)
    }
}

extension Bucket {
    /// The id that a version written now gets; nil where versions are not told.
    func versionID(sequence: Int64) -> VersionID? {
        switch versioning {
        case .off: nil
        case .enabled: .sequence(sequence)
        case .suspended: .null
        }
    }
}
