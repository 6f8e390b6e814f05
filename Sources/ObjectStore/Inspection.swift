import Database
import GRDB
import Glibc

extension ObjectStore {
    /// How thoroughly ``inspect(_:)`` looks.
    package enum Thoroughness: Sendable {
        /// Rows against each other, and each file's presence and size.
        case names
        /// The files' digests too: reads all bytes.
        case bytes
    }

    /// Compares rows and blobs: what is wrong, in sentences; nothing for a sound store.
    ///
    /// Reads everything, so it takes the longer the more there is. For a store that nobody writes to meanwhile.
    package func inspect(_ thoroughness: Thoroughness = .names) async throws -> [String] {
        let (faults, bodies) = try await read { db in (try db.rowFaults(), try db.filedBodies()) }
        return try await faults
            + folder.threads.run { [folder] in
                try folder.faults(comparedWith: bodies, thoroughness)
            }
    }
}

extension GRDB.Database {
    fileprivate func filedBodies() throws -> [Int64: BodyRow] {
        let rows = try all("SELECT id, size, md5, file_changed_at FROM bodies WHERE content IS NULL") { row in
            BodyRow(
                number: Int64(row.integer(0)), size: row.integer(1), md5: row.bytes(2),
                fileChangedAt: row.optionalInteger(3))
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.number, $0) })
    }

    /// Counts that differ from what they count, and references to nothing.
    fileprivate func rowFaults() throws -> [String] {
        let wrongCounts = try all(
            """
            SELECT id, refs, (SELECT count(*) FROM objects WHERE body_kind IN (1, 2) AND body = bodies.id)
                + (SELECT count(*) FROM parts WHERE body = bodies.id) AS found
            FROM bodies WHERE refs != found
            """
        ) { "body \($0.integer(0)) counts \($0.integer(1)) references, it has \($0.integer(2))" }
        let wrongManifests = try all(
            """
            SELECT id, refs, (SELECT count(*) FROM objects WHERE body_kind = 3 AND body = manifests.id) AS found
            FROM manifests WHERE refs != found
            """
        ) { "manifest \($0.integer(0)) counts \($0.integer(1)) references, it has \($0.integer(2))" }
        let bodiless = try all(
            """
            SELECT key FROM objects WHERE body_kind IN (1, 2) AND body NOT IN (SELECT id FROM bodies)
                OR body_kind = 3 AND body NOT IN (SELECT id FROM manifests)
            """
        ) { "object `\($0.text(0))` has no body" }
        let partless = try all("SELECT upload, number FROM parts WHERE body NOT IN (SELECT id FROM bodies)") {
            "part \($0.integer(1)) of upload \($0.integer(0)) has no body"
        }
        let headless = try all(
            """
            SELECT upload, number FROM parts WHERE upload NOT IN (SELECT number FROM uploads)
                AND upload NOT IN (SELECT id FROM manifests)
            """
        ) { "part \($0.integer(1)) belongs to no upload (\($0.integer(0)))" }
        let latestless = try all("SELECT key FROM objects GROUP BY bucket, key HAVING min(age) > 0") {
            "object `\($0.text(0))` has versions, but none is the latest"
        }
        return wrongCounts + wrongManifests + bodiless + partless + headless + latestless
    }
}

extension BlobFolder {
    fileprivate func faults(
        comparedWith bodies: [Int64: BodyRow], _ thoroughness: ObjectStore.Thoroughness
    ) throws -> [String] {
        var faults = try FileCalls.names(in: incoming).map { "unfinished file `incoming/\($0)`" }
        var unseen = bodies
        for name in try FileCalls.names(in: path) {
            guard let number = Int64(name, radix: 16) else { continue }
            for file in try FileCalls.names(in: folderPath(number)) {
                guard let blob = Int64(file, radix: 16), let body = unseen.removeValue(forKey: blob) else {
                    faults.append("file `\(name)/\(file)` belongs to no body")
                    continue
                }
                faults += try self.faults(of: body, thoroughness)
            }
        }
        return faults + unseen.keys.sorted().map { "body \($0) has no file" }
    }

    private func faults(of body: BodyRow, _ thoroughness: ObjectStore.Thoroughness) throws -> [String] {
        let file = OpenFile(descriptor: try FileCalls.open(filePath(body.number), O_RDONLY))
        let size = try FileCalls.identity(of: file.descriptor).size
        guard size == body.size else { return ["the file of body \(body.number) has \(size) bytes, not \(body.size)"] }
        guard thoroughness == .bytes else { return [] }
        let digest = try BlobVerifier.digest(of: file, size: size)
        return digest == body.md5 ? [] : ["the file of body \(body.number) has another MD5 than was written"]
    }
}
