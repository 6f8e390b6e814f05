import Database
import GRDB
import Logging

/// Removes what a crash left, when the store opens: unfinished files, files of deleted rows, and files whose row was never
/// committed.
///
/// The last kind can only be in the newest folders, so the time does not grow with the number of objects. Blobs of those
/// folders that have a row and no file are reported: that is damage, not the trace of a crash.
struct Sweep {
    let database: MetadataDatabase
    let folder: BlobFolder
    let logger: Logger

    func run() throws {
        CrashPoint.sweepBegun.pass()
        for name in try FileCalls.names(in: folder.incoming) { try FileCalls.unlink(folder.incoming + "/" + name) }
        let (garbage, settled, last) = try database.lookUp { db in
            (
                try db.all("SELECT body FROM garbage") { Int64($0.integer(0)) },
                Int64(
                    try db.first("SELECT value FROM store_state WHERE name = 'settled_folder'") { $0.integer(0) } ?? 0),
                Int64(try db.first("SELECT max(id) FROM bodies") { $0.integer(0) } ?? 0)
            )
        }
        for number in garbage { try FileCalls.unlink(folder.filePath(number)) }
        let rowless = try removeFilesWithoutRows(from: settled)
        try reportRowsWithoutFiles(from: settled)
        let newSettled = BlobFolder.folder(of: last + 1)
        if !garbage.isEmpty || newSettled > settled {
            try database.writeBlocking { db in
                try db.perform("DELETE FROM garbage")
                try db.keepSettledFolder(newSettled)
            }
        }
        folder.start(afterNumber: last, settledFolder: newSettled)
        if !garbage.isEmpty || rowless > 0 {
            logger.notice(
                "removed what an interrupted run left",
                metadata: ["deleted blobs": "\(garbage.count)", "unfinished blobs": "\(rowless)"])
        }
        CrashPoint.sweepEnded.pass()
    }

    private func removeFilesWithoutRows(from settled: Int64) throws -> Int {
        var count = 0
        for name in try FileCalls.names(in: folder.path) {
            guard let number = Int64(name, radix: 16), number >= settled else { continue }
            let path = folder.folderPath(number)
            for file in try FileCalls.names(in: path) {
                guard let blob = Int64(file, radix: 16), try !hasRow(blob) else { continue }
                try FileCalls.unlink(path + "/" + file)
                count += 1
            }
        }
        return count
    }

    private func hasRow(_ number: Int64) throws -> Bool {
        try database.lookUp { db in
            try db.first("SELECT 1 FROM bodies WHERE id = ?", Int(number)) { _ in true } ?? false
        }
    }

    private func reportRowsWithoutFiles(from settled: Int64) throws {
        let rows = try database.lookUp { db in
            try db.all(
                "SELECT id FROM bodies WHERE id >= ? AND file_changed_at IS NOT NULL",
                Int(settled * BlobFolder.blobsPerFolder)
            ) { Int64($0.integer(0)) }
        }
        for number in rows where !FileCalls.exists(folder.filePath(number)) {
            logger.error("blob is missing", metadata: ["file": "\(folder.filePath(number))"])
        }
    }
}

extension GRDB.Database {
    /// Keeps the number of the first folder that may hold files without rows.
    func keepSettledFolder(_ folder: Int64) throws {
        try perform(
            "INSERT OR REPLACE INTO store_state (name, value) VALUES ('settled_folder', ?)", Int(folder))
    }
}
