import FoundationEssentials

/// One object or version to delete.
package struct Deletion: Sendable {
    package var key: ObjectKey
    package var version: VersionSelector
    package var conditions: WriteConditions
    /// The caller may and wants to remove versions under governance retention.
    package var bypassesGovernance: Bool
    /// A lifecycle rule deletes, not a request.
    package var isExpiration: Bool
    /// Only while the version (or the marker) is the one with this sequence: what changed since it was listed stays.
    package var onlySequence: Int64?

    package init(
        key: ObjectKey, version: VersionSelector = .latest, conditions: WriteConditions = .none,
        bypassesGovernance: Bool = false, isExpiration: Bool = false, onlySequence: Int64? = nil
    ) {
        self.key = key
        self.version = version
        self.conditions = conditions
        self.bypassesGovernance = bypassesGovernance
        self.isExpiration = isExpiration
        self.onlySequence = onlySequence
    }
}

/// What a deletion did.
package enum DeletionOutcome: Sendable {
    /// The object is gone, or there was none.
    case removed
    /// This version is gone (or there was none); `wasMarker` when it was a delete marker.
    case removedVersion(VersionID, wasMarker: Bool)
    /// A delete marker was put over the object.
    case marked(DeleteMarker)
}

extension ObjectStore {
    /// Deletes objects or versions, in their order. Each succeeds or fails by itself.
    package func deleteObjects(
        _ deletions: [Deletion], in bucket: Bucket, requester: Requester
    ) async throws -> [Result<DeletionOutcome, StoreFault>] {
        var results: [Result<DeletionOutcome, StoreFault>] = []
        var rest = deletions[...]
        // In groups, so that other writers need not wait for all.
        while !rest.isEmpty {
            let group = Array(rest.prefix(100))
            rest = rest.dropFirst(100)
            results += try await commit { commit in
                try group.map { deletion in
                    do {
                        return .success(try commit.delete(deletion, from: bucket, requester: requester))
                    } catch let fault as StoreFault {
                        // A refusal comes before the first change, so there is nothing to undo.
                        return .failure(fault)
                    }
                }
            }
        }
        return results
    }

    /// Deletes one object or version.
    package func deleteObject(
        _ deletion: Deletion, in bucket: Bucket, requester: Requester
    ) async throws -> DeletionOutcome {
        try await commit { commit in try commit.delete(deletion, from: bucket, requester: requester) }
    }
}

extension Commit {
    fileprivate mutating func delete(
        _ deletion: Deletion, from bucket: Bucket, requester: Requester
    ) throws -> DeletionOutcome {
        let bucket = try usableBucket(bucket)
        let row = try db.version(deletion.version, of: deletion.key, in: bucket.id)
        if let row { try deletion.conditions.check(beforeDeleting: row) }
        if let sequence = deletion.onlySequence, row?.sequence != sequence {
            throw StoreFault.preconditionFailed("sequence")
        }
        switch deletion.version {
        case .version(let id): return try deleteVersion(row, id, deletion, from: bucket, requester)
        case .latest where bucket.versioning == .off:
            guard let row else { return .removed }
            try checkLock(row, deletion)
            try removeForGood(row, from: bucket)
            _ = try record(
                deletion.removalEvent, of: deletion.key, in: bucket, version: { _ in nil }, requester: requester)
            return .removed
        case .latest: return .marked(try mark(row, deletion, in: bucket, requester))
        }
    }

    private mutating func deleteVersion(
        _ row: VersionRow?, _ id: VersionID, _ deletion: Deletion, from bucket: Bucket, _ requester: Requester
    ) throws -> DeletionOutcome {
        guard let row else { return .removedVersion(id, wasMarker: false) }
        try checkLock(row, deletion)
        try removeForGood(row, from: bucket)
        if row.age == 0 { try db.promoteNewest(of: row.key, in: bucket.id) }
        _ = try record(
            deletion.removalEvent, of: row.key, in: bucket,
            version: { _ in bucket.versioning == .off ? nil : id }, requester: requester)
        return .removedVersion(id, wasMarker: row.isMarker)
    }

    /// Puts a delete marker over a key, whether it has an object or not.
    private mutating func mark(
        _ latest: VersionRow?, _ deletion: Deletion, in bucket: Bucket, _ requester: Requester
    ) throws -> DeleteMarker {
        try makeRoom(for: deletion.key, over: latest, in: bucket)
        let sequence = try record(
            deletion.isExpiration ? .expirationMarkerCreated : .deleteMarkerCreated, of: deletion.key, in: bucket,
            version: { bucket.versionID(sequence: $0) }, requester: requester)
        let row = VersionRow(
            key: deletion.key, age: 0, sequence: sequence, isMarker: true, isNull: bucket.versioning != .enabled,
            modifiedAt: time)
        try db.insert(row, into: bucket.id)
        return row.marker
    }

    /// Throws when retention or a legal hold keeps the version.
    private func checkLock(_ row: VersionRow, _ deletion: Deletion) throws(StoreFault) {
        guard row.encodedAttributes != nil else { return }
        let attributes = row.attributes
        if attributes.hasLegalHold { throw .locked(row.key) }
        guard let retention = attributes.retention, retention.until.milliseconds > time else { return }
        if retention.mode == .governance, deletion.bypassesGovernance { return }
        throw .locked(row.key)
    }
}

extension Deletion {
    fileprivate var removalEvent: ObjectChange.Name { isExpiration ? .expired : .deleted }
}
