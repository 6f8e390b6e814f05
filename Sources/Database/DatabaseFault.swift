package import GRDB

/// What can be wrong with the database file, in the words that a person needs.
///
/// None of these destroys anything: the file stays as it was found.
package enum DatabaseFault: Error, Equatable, Sendable {
    /// The file is damaged, or is no SQLite database.
    case corrupted(path: String, detail: String)
    /// The file is a SQLite database of another program.
    case foreign(path: String)
    /// A newer version of this program has written the file.
    case newer(path: String, schema: String, found: Int, supported: Int)
    /// Another process holds the file.
    case locked(path: String)
    /// The file or its folder cannot be read or written.
    case inaccessible(path: String, detail: String)
    /// No space is left where the file lies.
    case full(path: String)
    /// The operating system reports a failing disk or file system.
    case inputOutput(path: String, detail: String)
    /// More writes are waiting than may wait.
    case overloaded
    /// The database was closed.
    case closed
}

extension DatabaseFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .corrupted(let path, let detail): "database `\(path)` is damaged: \(detail)"
        case .foreign(let path): "`\(path)` is a database of another program"
        case .newer(let path, let schema, let found, let supported):
            "database `\(path)` was written by a newer version: \(schema) is \(found), up to \(supported) is understood"
        case .locked(let path): "database `\(path)` is in use by another process"
        case .inaccessible(let path, let detail): "database `\(path)` cannot be opened for writing: \(detail)"
        case .full(let path): "no space left for database `\(path)`"
        case .inputOutput(let path, let detail): "database `\(path)` cannot be read or written: \(detail)"
        case .overloaded: "too many writes are waiting for the database"
        case .closed: "the database is closed"
        }
    }
}

extension DatabaseFault {
    /// The fault behind an error of SQLite, or nil when it speaks of the statement rather than of the file.
    package init?(_ error: GRDB.DatabaseError, path: String) {
        let detail = error.message ?? "code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupted(path: path, detail: detail)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self = .inaccessible(path: path, detail: detail)
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_IOERR: self = .inputOutput(path: path, detail: detail)
        default: return nil
        }
    }

    /// The same error, told as a fault where it is one.
    static func translate(_ error: any Error, path: String) -> any Error {
        guard let error = error as? GRDB.DatabaseError else { return error }
        return DatabaseFault(error, path: path) ?? error
    }
}
