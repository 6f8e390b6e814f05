import Database
import GRDB
import Logging
import NIOCore

extension ObjectStore {
    /// What is known of a version. Throws `noSuchKey`, `noSuchVersion` or `isDeleteMarker`.
    package func object(
        _ key: ObjectKey, version: VersionSelector = .latest, in bucket: Bucket
    ) async throws -> ObjectVersion {
        if case .latest = version, let epoch = database.epoch.settled,
            let opening = openings.opening(of: key, in: bucket.id, at: epoch)
        {
            return opening.version
        }
        return try Self.found(lookUp { db in try db.version(version, of: key, in: bucket.id) }, key, version)
    }

    /// A version and its bytes, which stay readable when the object is replaced or deleted meanwhile.
    ///
    /// - Parameter choose: Looks at the version and says which bytes to open; what it throws is thrown here. It may be
    ///   called again when the object changes at that moment.
    package func openObject(
        _ key: ObjectKey, version: VersionSelector = .latest, in bucket: Bucket,
        choosing choose: (ObjectVersion) throws -> Range<Int>
    ) async throws -> OpenObject {
        var attempts = 0
        while true {
            var sequence: Int64?
            do {
                let opening = try find(key, version, in: bucket.id)
                sequence = opening.version.sequence
                let range = try choose(opening.version)
                precondition(
                    range.lowerBound >= 0 && range.upperBound <= opening.version.size, "range outside the object")
                let body = try await open(opening, range, of: key)
                return OpenObject(version: opening.version, range: range, body: body)
            } catch is BlobVerifier.Missing {
                // Deleted since the look-up, which then will say so. The same row again means that the file is lost.
                attempts += 1
                let found = try lookUp { try $0.version(version, of: key, in: bucket.id) }?.sequence
                guard found == nil || found != sequence, attempts < 100 else { throw lost(key) }
            }
        }
    }

    /// The parts of an object that a multipart upload made, in order; empty for any other object.
    package func parts(of version: ObjectVersion) async throws -> [ObjectPart] {
        guard case .manifest(let upload) = version.body else { return [] }
        let algorithm = version.checksum?.algorithm
        return try await read { db in
            try db.storedParts(of: upload, overlapping: 0..<version.size).map { part in
                ObjectPart(
                    number: part.number, size: part.size, offset: part.start,
                    checksum: part.checksums.first { $0.algorithm == algorithm })
            }
        }
    }

    static func found(_ row: VersionRow?, _ key: ObjectKey, _ selector: VersionSelector) throws -> ObjectVersion {
        guard let row else {
            switch selector {
            case .latest: throw StoreFault.noSuchKey(key)
            case .version(let id): throw StoreFault.noSuchVersion(key, id.text)
            }
        }
        if row.isMarker { throw StoreFault.isDeleteMarker(row.marker) }
        return row.version
    }

    /// The version and where its bytes are, in one look: what is told and what is delivered belong together.
    private func find(_ key: ObjectKey, _ selector: VersionSelector, in bucket: Int64) throws -> Opening {
        let epoch = database.epoch.settled
        guard case .latest = selector, let epoch else {
            return try lookUp { db in try db.open(key, selector, in: bucket) }
        }
        if let opening = openings.opening(of: key, in: bucket, at: epoch) { return opening }
        let opening = try lookUp { db in try db.open(key, selector, in: bucket) }
        if database.epoch.settled == epoch { openings.keep(opening, of: key, in: bucket, at: epoch) }
        return opening
    }

    /// Opens a body. Throws ``BlobVerifier/Missing`` when rows or the first file of it are not there.
    private func open(_ opening: Opening, _ range: Range<Int>, of key: ObjectKey) async throws -> ObjectBody {
        switch opening.place {
        case nil: throw BlobVerifier.Missing()
        case .bytes(let bytes):
            guard let part = bytes.getSlice(at: bytes.readerIndex + range.lowerBound, length: range.count) else {
                throw damaged(key, "its row holds \(bytes.readableBytes) bytes")
            }
            return .bytes(part)
        case _ where range.isEmpty: return .bytes(ByteBuffer())
        case .file(let row):
            let lease = BlobLease(row, of: key, leases: leases, verifier: verifier)
            let file = try await lease.open()
            return .files([FileSlice(offset: range.lowerBound, count: range.count, lease: lease, opened: file)])
        case .manifest(let upload):
            return .files(try await slices(of: upload, object: opening.version, range: range))
        }
    }

    private func slices(of upload: Int64, object: ObjectVersion, range: Range<Int>) async throws -> [FileSlice] {
        let parts = try await read { db in
            try db.storedParts(of: upload, overlapping: range).map { part in
                (part, try db.bodyRow(part.body))
            }
        }
        guard !parts.isEmpty else { throw BlobVerifier.Missing() }
        var slices: [FileSlice] = []
        slices.reserveCapacity(parts.count)
        for (part, row) in parts {
            guard let row else { throw BlobVerifier.Missing() }
            let lease = BlobLease(row, of: object.key, leases: leases, verifier: verifier)
            let wanted = range.clamped(to: part.start..<(part.start + part.size))
            // All leases are taken before the first file is opened: if that one is there, so are the others.
            slices.append(
                FileSlice(offset: wanted.lowerBound - part.start, count: wanted.count, lease: lease, opened: nil))
        }
        slices[0] = try await slices[0].opened()
        return slices
    }

    private func lost(_ key: ObjectKey) -> StoreFault { damaged(key, "its file is gone") }

    private func damaged(_ key: ObjectKey, _ detail: String) -> StoreFault {
        logger.error("blob is damaged", metadata: ["key": "\(key)", "detail": "\(detail)"])
        return .damagedBody(key, detail: detail)
    }
}

extension Queryable {
    fileprivate func open(_ key: ObjectKey, _ selector: VersionSelector, in bucket: Int64) throws -> Opening {
        var age = 0
        if case .version = selector {
            let row = try version(selector, of: key, in: bucket)
            age = row?.age ?? 0
            _ = try ObjectStore.found(row, key, selector)
        }
        let opening = try first(VersionQuery.selectWithBody, Int(bucket), key, age) { row -> Opening in
            let version = VersionRow(row, key: key)
            // Another version may have moved here since its age was looked up.
            if case .version(let id) = selector, id != version.versionID { throw BlobVerifier.Missing() }
            return Opening(
                version: try ObjectStore.found(version, key, selector), place: row.place(of: version.body))
        }
        if let opening { return opening }
        if case .latest = selector { throw StoreFault.noSuchKey(key) }
        throw BlobVerifier.Missing()
    }
}

extension QueryRows {
    /// Where the bytes of a version are, by the columns of its body; nil when the body's row is not there.
    fileprivate func place(of body: BodyReference) -> Opening.Place? {
        let first = VersionRow.columnCount
        switch body {
        case .empty: return .bytes(ByteBuffer())
        case .manifest(let upload): return .manifest(upload)
        case _ where isNull(first): return nil
        case .row:
            return .bytes(withBytes(first + 3) { ByteBuffer(bytes: $0) })
        case .file(let number):
            return .file(
                BodyRow(
                    number: number, size: integer(first), md5: bytes(first + 1),
                    fileChangedAt: optionalInteger(first + 2)))
        }
    }
}
