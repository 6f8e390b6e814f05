package import GRDB
import GRDBSQLite

/// A connection to which statements can be given: the writer's and the readers' of GRDB, and the look-ups' own.
@usableFromInline
package protocol Queryable {
    /// A prepared statement, the same one for the same text.
    func prepared(_ sql: String) throws -> PreparedStatement
}

/// A statement of SQLite, owned by its connection.
@usableFromInline
package struct PreparedStatement {
    @usableFromInline let statement: OpaquePointer
    @usableFromInline let connection: OpaquePointer?

    init(statement: OpaquePointer, connection: OpaquePointer?) {
        self.statement = statement
        self.connection = connection
    }
}

extension GRDB.Database: Queryable {
    package func prepared(_ sql: String) throws -> PreparedStatement {
        PreparedStatement(statement: try cachedStatement(sql: sql).sqliteStatement, connection: sqliteConnection)
    }
}

// Inlined where they are used, which makes the binding of values plain code there.
extension Queryable {
    /// Runs a statement that gives no rows.
    @inlinable
    package func perform<each Value: QueryValue>(_ sql: String, _ values: repeat each Value) throws {
        let rows = QueryRows(try prepared(sql))
        defer { rows.reset() }
        rows.bind(repeat each values)
        while try rows.next() {}
    }

    /// What `read` makes of the first row, nil when there is none.
    @inlinable
    package func first<each Value: QueryValue, Result>(
        _ sql: String, _ values: repeat each Value, read: (QueryRows) throws -> Result
    ) throws -> Result? {
        let rows = QueryRows(try prepared(sql))
        defer { rows.reset() }
        rows.bind(repeat each values)
        return try rows.next() ? try read(rows) : nil
    }

    /// What `read` makes of each row.
    @inlinable
    package func all<each Value: QueryValue, Result>(
        _ sql: String, _ values: repeat each Value, read: (QueryRows) throws -> Result
    ) throws -> [Result] {
        let rows = QueryRows(try prepared(sql))
        defer { rows.reset() }
        rows.bind(repeat each values)
        var results: [Result] = []
        while try rows.next() { results.append(try read(rows)) }
        return results
    }

    /// Hands out the rows of a statement, which end with `body`. Not to be nested for one and the same statement.
    @inlinable
    package func withRows<each Value: QueryValue, Result>(
        _ sql: String, _ values: repeat each Value, body: (QueryRows) throws -> Result
    ) throws -> Result {
        let rows = QueryRows(try prepared(sql))
        defer { rows.reset() }
        rows.bind(repeat each values)
        return try body(rows)
    }
}

/// The rows of a running statement, one at a time. Columns count from zero.
@usableFromInline
package struct QueryRows {
    @usableFromInline let statement: OpaquePointer
    @usableFromInline let connection: OpaquePointer?

    @usableFromInline
    init(_ prepared: PreparedStatement) {
        statement = prepared.statement
        connection = prepared.connection
    }

    /// Moves to the next row; false when there is none.
    @usableFromInline
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
    @inlinable
    package func restart<each Value: QueryValue>(_ values: repeat each Value) {
        reset()
        bind(repeat each values)
    }

    @usableFromInline
    func reset() { sqlite3_reset(statement) }

    @inlinable
    func bind<each Value: QueryValue>(_ values: repeat each Value) {
        var parameter = QueryParameter(statement: statement)
        for value in repeat each values {
            value.bind(to: parameter)
            parameter.moveOn()
        }
    }

    package func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

    package func optionalInteger(_ column: Int32) -> Int? { isNull(column) ? nil : integer(column) }

    package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    package func text(_ column: Int32) -> String { String(decoding: buffer(column), as: UTF8.self) }

    package func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    package func bytes(_ column: Int32) -> [UInt8] { [UInt8](buffer(column)) }

    package func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

    /// The bytes of a blob or text where SQLite holds them, good until the next row.
    @inlinable
    package func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        try body(buffer(column))
    }

    @usableFromInline
    func buffer(_ column: Int32) -> UnsafeRawBufferPointer {
        // SQLite wants to be asked for the pointer before the count.
        let start = sqlite3_column_blob(statement, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }
}

/// What can be given to a statement.
@usableFromInline
package protocol QueryValue {
    func bind(to parameter: QueryParameter)
}

/// A place for a value in a statement.
@usableFromInline
package struct QueryParameter {
    @usableFromInline let statement: OpaquePointer
    @usableFromInline var position: Int32 = 1

    @usableFromInline
    init(statement: OpaquePointer) { self.statement = statement }

    @usableFromInline
    mutating func moveOn() { position += 1 }

    @usableFromInline
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
    @usableFromInline
    package func bind(to parameter: QueryParameter) { parameter.integer(self) }
}

extension Bool: QueryValue {
    @usableFromInline
    package func bind(to parameter: QueryParameter) { parameter.integer(self ? 1 : 0) }
}

extension String: QueryValue {
    @usableFromInline
    package func bind(to parameter: QueryParameter) { parameter.text(self) }
}

extension [UInt8]: QueryValue {
    @usableFromInline
    package func bind(to parameter: QueryParameter) { withUnsafeBytes { parameter.bytes($0) } }
}

extension Optional: QueryValue where Wrapped: QueryValue {
    @inlinable
    package func bind(to parameter: QueryParameter) {
        if let self { self.bind(to: parameter) } else { parameter.null() }
    }
}
