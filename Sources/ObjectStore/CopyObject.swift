extension ObjectStore {
    /// Copies a version, in the store, without touching its bytes.
    ///
    /// - Parameters:
    ///   - conditions: Of the source; the destination's are in what `describe` gives.
    ///   - describe: Says what the copy is to be, from the source as it is in the commit. Short and without side effects.
    package func copyObject(
        _ source: ObjectKey, version: VersionSelector = .latest, in sourceBucket: Bucket, conditions: ReadConditions,
        to bucket: Bucket, as describe: @escaping @Sendable (ObjectVersion) throws -> NewObject
    ) async throws -> (copy: ObjectVersion, source: ObjectVersion) {
        try await commit { commit in
            let sourceBucket = try commit.usableBucket(sourceBucket)
            let row = try commit.db.version(version, of: source, in: sourceBucket.id)
            let original = try Self.found(row, source, version)
            try conditions.checkCopySource(original)
            // Held before room is made: a copy onto itself replaces what it copies.
            try commit.db.retain(original.body)
            let copy = try commit.put(
                try describe(original), size: original.size, eTag: original.eTag, body: original.body, in: bucket)
            return (copy, original)
        }
    }
}

extension ReadConditions {
    /// A copy has no "not modified": each condition that does not hold is a failed one.
    func checkCopySource(_ source: ObjectVersion) throws(StoreFault) {
        switch evaluate(source) {
        case .proceed: return
        case .notModified: throw .preconditionFailed("x-amz-copy-source-If-None-Match")
        case .failed(let name): throw .preconditionFailed("x-amz-copy-source-\(name)")
        }
    }
}
