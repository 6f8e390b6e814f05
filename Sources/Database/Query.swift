package import GRDB
import GRDBSQLite

/// Statements on the hot paths: prepared once for each connection, bound and read without boxes in between.
extension GRDB.Database {
    /// Runs a statement that gives no rows.
    package func perform<each Value: QueryValue>(_ sql: String, _ values: repeat each Value) throws {
        try withRows(sql, repeat each values) { rows in
            while try rows.next() {}
        }
    }

    /// What `read` makes of the first row, nil when there is none.
    package func first<each Value: QueryValue, Result>(
        _ sql: String, _ values: repeat each Value, read: (QueryRows) throws -> Result
    ) throws -> Result? {
        try withRows(sql, repeat each values) { rows in
            try rows.next() ? try read(rows) : nil
        }
    }

    /// What `read` makes of each row.
    package func all<each Value: QueryValue, Result>(
        _ sql: String, _ values: repeat each Value, read: (QueryRows) throws -> Result
    ) throws -> [Result] {
        try withRows(sql, repeat each values) { rows in
            var results: [Result] = []
            while try rows.next() { results.append(try read(rows)) }
            return results
        }
    }

    /// Hands out the rows of a statement, which end with `body`. Not to be nested for one and the same statement.
    package func withRows<each Value: QueryValue, Result>(
        _ sql: String, _ values: repeat each Value, body: (QueryRows) throws -> Result
    ) throws -> Result {
        let rows = QueryRows(statement: try cachedStatement(sql: sql).sqliteStatement, connection: sqliteConnection)
        defer { sqlite3_reset(rows.statement) }
        rows.bind(repeat each values)
        return try body(rows)
    }
}

/// The rows of a running statement, one at a time. Columns count from zero.
package struct QueryRows {
    let statement: OpaquePointer
    let connection: OpaquePointer?

    /// Moves to the next row; false when there is none.
    package func next() throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            throw GRDB.DatabaseError(
                resultCode: ResultCode(rawValue: code), message: connection.map { String(cString: sqlite3_errmsg($0)) })
        }
    }

    /// Starts the statement again with other values.
    package func restart<each Value: QueryValue>(_ values: repeat each Value) {
        sqlite3_reset(statement)
        bind(repeat each values)
    }

    fileprivate func bind<each Value: QueryValue>(_ values: repeat each Value) {
        var parameter = QueryParameter(statement: statement, position: 1)
        for value in repeat each values {
            value.bind(to: parameter)
            parameter.position += 1
        }
    }

    package func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

    package func optionalInteger(_ column: Int32) -> Int? { isNull(column) ? nil : integer(column) }

    package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    package func text(_ column: Int32) -> String {
        withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    package func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    package func bytes(_ column: Int32) -> [UInt8] {
        withBytes(column) { [UInt8]($0) }
    }

    package func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

    /// The bytes of a blob or text where SQLite holds them, good until the next row.
    package func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        // SQLite asks for the pointer before the count.
        let start = sqlite3_column_blob(statement, column)
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }
}

/// What can be given to a statement.
package protocol QueryValue {
    func bind(to parameter: QueryParameter)
}

/// A place for a value in a statement.
package struct QueryParameter {
    fileprivate let statement: OpaquePointer
    fileprivate var position: Int32

    package func null() { sqlite3_bind_null(statement, position) }

    package func integer(_ value: Int) { sqlite3_bind_int64(statement, position, Int64(value)) }

    package func text(_ value: String) {
        var value = value
        value.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // An empty string may have no address, which would make it null.
                guard let start = characters.baseAddress else {
                    _ = sqlite3_bind_text(statement, position, "", 0, copies)
                    return
                }
                sqlite3_bind_text(statement, position, start, Int32(characters.count), copies)
            }
        }
    }

    package func bytes(_ value: UnsafeRawBufferPointer) {
        guard let start = value.baseAddress else {
            sqlite3_bind_zeroblob(statement, position, 0)
            return
        }
        sqlite3_bind_blob64(statement, position, start, UInt64(value.count), copies)
    }

    /// SQLite's `SQLITE_TRANSIENT`: it takes a copy of what it is given.
    private var copies: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

extension Int: QueryValue {
    package func bind(to parameter: QueryParameter) { parameter.integer(self) }
}

extension Bool: QueryValue {
    package func bind(to parameter: QueryParameter) { parameter.integer(self ? 1 : 0) }
}

extension String: QueryValue {
    package func bind(to parameter: QueryParameter) { parameter.text(self) }
}

extension [UInt8]: QueryValue {
    package func bind(to parameter: QueryParameter) { withUnsafeBytes { parameter.bytes($0) } }
}

extension Optional: QueryValue where Wrapped: QueryValue {
    package func bind(to parameter: QueryParameter) {
        if let self { self.bind(to: parameter) } else { parameter.null() }
    }
}
