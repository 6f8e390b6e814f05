import Database
import GRDB
import OpenSSL

extension ObjectStore {
    /// Makes the parts one object, without copying their bytes.
    ///
    /// A second call for the same upload finds the object that the first one made, while it is there.
    ///
    /// - Parameters:
    ///   - expectedChecksum: The whole object's as the client says, if it does; likewise `expectedSize`.
    ///   - minimumPartSize: What each part but the last must have.
    package func completeUpload(
        _ upload: MultipartUpload, parts: [CompletedPart], expectedChecksum: Checksum? = nil, expectedSize: Int? = nil,
        conditions: WriteConditions = .none, minimumPartSize: Int = 5 << 20, requester: Requester
    ) async throws -> ObjectVersion {
        try await commit { commit in
            if let finished = try commit.finishedObject(of: upload) { return finished }
            let stored = try commit.db.parts(of: upload.number, after: 0, limit: .max)
            let chosen = try upload.choose(parts, from: stored, minimumPartSize: minimumPartSize)
            let size = chosen.reduce(0) { $0 + $1.size }
            if let expectedSize, expectedSize != size {
                throw StoreFault.completionMismatch(expected: "\(expectedSize) bytes", found: "\(size) bytes")
            }
            let checksum = try upload.checksum(of: chosen)
            try Self.check(expectedChecksum, is: checksum)
            let object = NewObject(
                key: upload.key, attributes: upload.attributes, checksum: checksum, conditions: conditions,
                requester: requester, event: .createdByMultipartUpload)
            let version = try commit.put(
                object, size: size, eTag: upload.eTag(of: chosen), body: .manifest(upload.number), in: upload.bucket)
            try commit.finish(upload, keeping: chosen, of: stored, as: version)
            return version
        }
    }

    /// The upload of an id that was completed a while ago, for a client that asks once more; nil when it is not known.
    package func finishedUpload(
        _ id: String, of key: ObjectKey, in bucket: Bucket
    ) async throws -> ObjectVersion? {
        guard let number = MultipartUpload.number(ofID: id) else { return nil }
        return try lookUp { db in try db.finishedObject(of: number, key: key, in: bucket.id) }
    }

    private static func check(_ expected: Checksum?, is found: Checksum?) throws {
        guard let expected else { return }
        guard let found, found.algorithm == expected.algorithm, found.type == expected.type else {
            throw StoreFault.checksumNotAvailable(expected.algorithm)
        }
        guard found.value == expected.value else {
            throw StoreFault.completionMismatch(expected: expected.text, found: found.text)
        }
    }
}

extension Commit {
    /// So many finished uploads are remembered for clients that ask twice.
    private static let rememberedUploads = 1000

    fileprivate func finishedObject(of upload: MultipartUpload) throws -> ObjectVersion? {
        guard try db.upload(upload.number, of: upload.key, in: upload.bucket) == nil else { return nil }
        guard let object = try db.finishedObject(of: upload.number, key: upload.key, in: upload.bucket.id) else {
            throw StoreFault.noSuchUpload(upload.id)
        }
        return object
    }

    /// Turns the upload's parts into the manifest of a version, and drops those that it does not need.
    fileprivate mutating func finish(
        _ upload: MultipartUpload, keeping chosen: [PartRow], of stored: [PartRow], as version: ObjectVersion
    ) throws {
        let number = Int(upload.number)
        let kept = Set(chosen.map(\.number))
        for part in stored where !kept.contains(part.number) {
            try db.release(.file(part.body), freed: &freed)
            try db.perform("DELETE FROM parts WHERE upload = ? AND number = ?", number, part.number)
        }
        var start = 0
        for part in chosen {
            try db.perform("UPDATE parts SET start = ? WHERE upload = ? AND number = ?", start, number, part.number)
            start += part.size
        }
        try db.perform("INSERT INTO manifests (id, refs) VALUES (?, 1)", number)
        try db.perform("DELETE FROM uploads WHERE number = ?", number)
        try db.perform(
            "INSERT INTO finished_uploads (number, bucket, key, sequence) VALUES (?, ?, ?, ?)",
            number, Int(upload.bucket.id), upload.key, Int(version.sequence))
        try db.perform("DELETE FROM finished_uploads WHERE number <= ?", number - Self.rememberedUploads)
    }
}

extension Queryable {
    fileprivate func finishedObject(of upload: Int64, key: ObjectKey, in bucket: Int64) throws -> ObjectVersion? {
        let sequence = try first(
            "SELECT sequence FROM finished_uploads WHERE number = ? AND bucket = ? AND key = ?",
            Int(upload), Int(bucket), key
        ) { Int64($0.integer(0)) }
        guard let sequence else { return nil }
        if let latest = try latestVersion(of: key, in: bucket), latest.sequence == sequence { return latest.version }
        return try version(.version(.sequence(sequence)), of: key, in: bucket)?.version
    }
}

extension MultipartUpload {
    /// The parts that the client names, if all are there and good.
    fileprivate func choose(
        _ named: [CompletedPart], from stored: [PartRow], minimumPartSize: Int
    ) throws(StoreFault) -> [PartRow] {
        guard zip(named, named.dropFirst()).allSatisfy({ $0.number < $1.number }) else { throw .invalidPartOrder }
        let stored = Dictionary(uniqueKeysWithValues: stored.map { ($0.number, $0) })
        var chosen: [PartRow] = []
        chosen.reserveCapacity(named.count)
        for part in named {
            guard let row = stored[part.number], EntityTag(md5: row.md5).text == part.eTag.lowercased() else {
                throw .invalidPart(number: part.number)
            }
            if let checksum = part.checksum,
                row.checksums.contains(where: { $0.algorithm == checksum.algorithm && $0.value != checksum.value })
            {
                throw .invalidPart(number: part.number)
            }
            chosen.append(row)
        }
        if let small = chosen.dropLast().first(where: { $0.size < minimumPartSize }) {
            throw .partTooSmall(
                number: small.number, size: small.size, minimum: minimumPartSize, eTag: EntityTag(md5: small.md5).text)
        }
        return chosen
    }

    /// The MD5 of the parts' MD5s.
    fileprivate func eTag(of parts: [PartRow]) -> EntityTag {
        EntityTag(md5: DigestAlgorithm.md5.hash(parts.flatMap(\.md5)), partCount: parts.count)
    }

    /// The object's checksum from its parts', as the upload asked for it.
    fileprivate func checksum(of parts: [PartRow]) throws(StoreFault) -> Checksum? {
        guard let algorithm = checksumAlgorithm else { return nil }
        var values: [(value: [UInt8], size: Int)] = []
        for part in parts {
            guard let checksum = part.checksums.first(where: { $0.algorithm == algorithm }) else {
                throw .checksumNotAvailable(algorithm)
            }
            values.append((checksum.value, part.size))
        }
        switch checksumType {
        case .composite:
            let value = algorithm.value(of: values.flatMap(\.value))
            return Checksum(algorithm: algorithm, type: .composite, value: value, partCount: parts.count)
        case .fullObject:
            guard let value = algorithm.combine(values) else { throw .checksumNotAvailable(algorithm) }
            return Checksum(algorithm: algorithm, type: .fullObject, value: value)
        }
    }
}

extension ChecksumAlgorithm {
    /// The checksum of bytes that are all there.
    package func value(of bytes: [UInt8]) -> [UInt8] {
        var digests = BodyDigests([self])
        bytes.withUnsafeBytes { digests.update($0) }
        return digests.finish().checksums[self] ?? []
    }

    /// The checksum of texts one after the other, from each one's own; nil for a digest that cannot be put together.
    func combine(_ values: [(value: [UInt8], size: Int)]) -> [UInt8]? {
        switch self {
        case .crc32: Self.combine(values, by: .crc32)
        case .crc32c: Self.combine(values, by: .crc32c)
        case .crc64nvme: Self.combine(values, by: .crc64nvme)
        case .sha1, .sha256: nil
        }
    }

    private static func combine<Word>(
        _ values: [(value: [UInt8], size: Int)], by check: CyclicRedundancyCheck<Word>
    ) -> [UInt8] {
        // The check of no bytes is zero.
        values.reduce(0 as Word) { all, part in
            check.combine(all, Word(bigEndianBytes: part.value), secondLengthInBytes: part.size)
        }.bigEndianBytes
    }
}
