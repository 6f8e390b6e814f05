import Glibc
import Logging
import OpenSSL

/// Opens blobs and makes sure that they are what was written.
///
/// A file whose size and time of change are those that were noted when it was written needs no further look. One with
/// another time was touched from outside: its digest is taken, and it is delivered only when that is right. The new time is
/// noted then, so that a data folder that was copied is read through once.
final class BlobVerifier: Sendable {
    /// The file is not there: its object may have been deleted a moment ago.
    struct Missing: Error {}

    private let folder: BlobFolder
    private let logger: Logger
    private let noteChange: @Sendable (_ number: Int64, _ changedAt: Int) async throws -> Void

    init(
        folder: BlobFolder, logger: Logger,
        noteChange: @escaping @Sendable (_ number: Int64, _ changedAt: Int) async throws -> Void
    ) {
        self.folder = folder
        self.logger = logger
        self.noteChange = noteChange
    }

    func open(_ body: BodyRow, of key: ObjectKey) async throws -> OpenFile {
        let descriptor = Glibc.open(folder.filePath(body.number), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw Missing() }
            throw FileCalls.fault(folder.filePath(body.number), errno)
        }
        let file = OpenFile(descriptor: descriptor)
        let identity = try FileCalls.identity(of: descriptor)
        guard identity.size == body.size else {
            throw damaged(body, key, "it has \(identity.size) bytes, \(body.size) were written")
        }
        if identity.changedAt != body.fileChangedAt {
            try await verify(file, body, key)
            try await noteChange(body.number, identity.changedAt)
        }
        return file
    }

    /// Reads the whole file and compares its digest.
    func verify(_ file: OpenFile, _ body: BodyRow, _ key: ObjectKey) async throws {
        let found = try await folder.threads.run { try Self.digest(of: file, size: body.size) }
        guard found == body.md5 else { throw damaged(body, key, "its MD5 is not the one that was written") }
    }

    private func damaged(_ body: BodyRow, _ key: ObjectKey, _ detail: String) -> StoreFault {
        let path = folder.filePath(body.number)
        logger.error("blob is damaged", metadata: ["file": "\(path)", "key": "\(key)", "detail": "\(detail)"])
        return .damagedBody(key, detail: "file `\(path)`: \(detail)")
    }

    static func digest(of file: OpenFile, size: Int) throws -> [UInt8] {
        var digest = Digest(.md5)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(max(size, 1), 1 << 18), alignment: 16)
        defer { buffer.deallocate() }
        var offset = 0
        while offset < size {
            let count = try FileCalls.read(into: buffer, from: file.descriptor, at: offset)
            guard count > 0 else { break }
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
        }
        return digest.finish()
    }
}
