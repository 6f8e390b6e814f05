import GRDB
import GRDBSQLite
import Synchronization

/// Connections for look-ups by key on the caller's thread.
///
/// They do not go through GRDB's pool: its queues and semaphores cost three times what such a query does. A connection is
/// taken from a shelf and put back; nobody waits, since there are never more in use than threads.
final class LookUpConnections: Sendable {
    /// So many stay open when they are idle.
    private static let kept = 4

    private struct State {
        var idle: [LookUpConnection] = []
        var isClosed = false
    }

    private let path: String
    private let state = Mutex(State())

    init(path: String) { self.path = path }

    func lookUp<T>(_ body: (LookUpConnection) throws -> T) throws -> T {
        let connection = try take()
        defer { putBack(connection) }
        return try body(connection)
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            state.idle = []
        }
    }

    private func take() throws -> LookUpConnection {
        let idle = try state.withLock { state in
            if state.isClosed { throw DatabaseFault.closed }
            return state.idle.popLast()
        }
        return try idle ?? LookUpConnection(path: path)
    }

    private func putBack(_ connection: LookUpConnection) {
        state.withLock { state in
            guard !state.isClosed, state.idle.count < Self.kept else { return }
            state.idle.append(connection)
        }
    }
}

/// One connection for reading, with its prepared statements.
///
/// Unchecked: it is on the shelf or in the hands of one caller.
package final class LookUpConnection: Queryable, @unchecked Sendable {
    private let connection: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]

    fileprivate init(path: String) throws {
        var connection: OpaquePointer?
        let code = sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let connection else {
            sqlite3_close_v2(connection)
            throw GRDB.DatabaseError(resultCode: ResultCode(rawValue: code))
        }
        self.connection = connection
        sqlite3_extended_result_codes(connection, 1)
        // In WAL mode a reader waits only for the recovery after a crash.
        sqlite3_busy_timeout(connection, 2000)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(connection)
    }

    package func prepared(_ sql: String) throws -> PreparedStatement {
        if let statement = statements[sql] { return PreparedStatement(statement: statement, connection: connection) }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else {
            throw GRDB.DatabaseError(
                resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)), sql: sql)
        }
        statements[sql] = statement
        return PreparedStatement(statement: statement, connection: connection)
    }
}
