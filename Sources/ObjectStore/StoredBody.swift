import NIOCore

/// A received body where it will stay: in a row to be written, or in a file that has its final name.
struct StoredBody: Sendable {
    var reference: BodyReference
    var row: BodyRow?
    var content: ByteBuffer?
}

extension ObjectStore {
    /// Brings a received body to its place; the caller commits rows for it, or gives it back.
    ///
    /// - Parameter needsFile: Parts are always files, so that an object of many parts never is many small rows.
    func place(_ body: ReceivedBody, needsFile: Bool) async throws -> StoredBody {
        switch body.content {
        case .memory where body.size == 0 && !needsFile: return StoredBody(reference: .empty)
        case .memory(let content) where !needsFile:
            let number = folder.takeNumber()
            let row = BodyRow(number: number, size: body.size, md5: body.md5, fileChangedAt: nil)
            return StoredBody(reference: .row(number), row: row, content: content)
        case .memory(let content):
            let file = try await threads.run { [folder] in
                let file = try TemporaryFile(in: folder)
                try content.withUnsafeReadableBytes { try FileCalls.write($0, to: file.descriptor) }
                return file
            }
            return try await place(file, size: body.size, md5: body.md5)
        case .file(let file): return try await place(file, size: body.size, md5: body.md5)
        }
    }

    private func place(_ file: TemporaryFile, size: Int, md5: [UInt8]) async throws -> StoredBody {
        let blob = try await folder.adopt(file)
        return StoredBody(
            reference: .file(blob.number),
            row: BodyRow(number: blob.number, size: size, md5: md5, fileChangedAt: blob.changedAt))
    }

    /// Commits rows for a placed body; when that fails, the body's file goes.
    func commit<T: Sendable>(
        placing body: StoredBody, _ change: @escaping @Sendable (inout Commit) throws -> T
    ) async throws -> T {
        let file: Int64? = if case .file(let number) = body.reference { number } else { nil }
        do {
            let value = try await commit { [folder] commit in
                if let row = body.row {
                    try commit.db.insertBody(row, content: body.content)
                    // So that the next start looks at the newest bodies only, whatever kind they are of.
                    if let settled = folder.takeNewSettledFolder() { try commit.db.keepSettledFolder(settled) }
                }
                return try change(&commit)
            }
            if let file { folder.settle(file) }
            return value
        } catch {
            if let file { folder.discard(file) }
            throw error
        }
    }
}
