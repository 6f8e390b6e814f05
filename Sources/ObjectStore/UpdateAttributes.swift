extension ObjectStore {
    /// Changes a version's tags, retention or legal hold, not its bytes or date.
    ///
    /// - Parameters:
    ///   - event: What listeners are told; nil for a change that S3 does not notify.
    ///   - change: Runs in the commit, on the attributes as they are there; what it throws is thrown here.
    package func updateAttributes(
        of key: ObjectKey, version: VersionSelector = .latest, in bucket: Bucket, requester: Requester,
        event: ObjectChange.Name?, _ change: @escaping @Sendable (inout ObjectAttributes) throws -> Void
    ) async throws -> ObjectVersion {
        try await commit { commit in
            let bucket = try commit.usableBucket(bucket)
            let row = try commit.db.version(version, of: key, in: bucket.id)
            var object = try Self.found(row, key, version)
            try change(&object.attributes)
            if let row { try commit.db.setAttributes(object.attributes, of: row, in: bucket.id) }
            if let event {
                let id = bucket.versioning == .off ? nil : object.versionID
                _ = try commit.record(
                    event, of: key, in: bucket, size: object.size, eTag: object.eTag, version: { _ in id },
                    requester: requester)
            }
            return object
        }
    }
}
