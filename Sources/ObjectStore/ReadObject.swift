import Database
import GRDB
import Logging
import NIOCore

extension ObjectStore {
    /// What is known of a version. Throws `noSuchKey`, `noSuchVersion` or `isDeleteMarker`.
    package func object(
        _ key: ObjectKey, version: VersionSelector = .latest, in bucket: Bucket
    ) async throws -> ObjectVersion {
        try Self.found(lookUp { db in try db.version(version, of: key, in: bucket.id) }, key, version)
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
            let object = try await object(key, version: version, in: bucket)
            let range = try choose(object)
            precondition(range.lowerBound >= 0 && range.upperBound <= object.size, "range outside the object")
            do {
                let body = try await open(object.body, of: object, range: range)
                return OpenObject(version: object, range: range, body: body)
            } catch is BlobVerifier.Missing {
                // Deleted since the look-up, which then will say so. The same row again means that the file is lost.
                attempts += 1
                let isLost = try lookUp { try $0.version(version, of: key, in: bucket.id)?.sequence } == object.sequence
                guard !isLost, attempts < 100 else { throw lost(object) }
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

    /// Opens a body. Throws ``BlobVerifier/Missing`` when rows or the first file of it are not there.
    func open(_ body: BodyReference, of object: ObjectVersion, range: Range<Int>) async throws -> ObjectBody {
        guard !range.isEmpty else { return .bytes(ByteBuffer()) }
        switch body {
        case .empty: return .bytes(ByteBuffer())
        case .row(let number):
            guard let content = try lookUp({ try $0.bodyContent(number, range: range) }) else {
                throw BlobVerifier.Missing()
            }
            return .bytes(content)
        case .file(let number):
            guard let row = try lookUp({ try $0.bodyRow(number) }) else { throw BlobVerifier.Missing() }
            let lease = BlobLease(row, of: object.key, leases: leases, verifier: verifier)
            return .files([
                FileSlice(offset: range.lowerBound, count: range.count, lease: lease, opened: try await lease.open())
            ])
        case .manifest(let upload): return .files(try await slices(of: upload, object: object, range: range))
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

    private func lost(_ object: ObjectVersion) -> StoreFault {
        logger.error("blob is missing", metadata: ["key": "\(object.key)"])
        return .damagedBody(object.key, detail: "its file is gone")
    }
}
