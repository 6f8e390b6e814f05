import GRDB
import SandboxTesting
import Synchronization
import Testing

@testable import Database

@Suite struct GroupCommitTests {
    private struct Refusal: Error, Equatable { var number: Int }

    let folder: TemporaryFolder
    let database: MetadataDatabase

    init() throws {
        folder = try TemporaryFolder()
        database = try MetadataDatabase.open(inFolder: folder.path)
        try database.migrate(
            Schema(
                name: "numbers",
                steps: [{ db in try db.execute(sql: "CREATE TABLE numbers (n INTEGER PRIMARY KEY, CHECK (n != 13))") }])
        )
    }

    private func count() throws -> Int {
        try database.lookUp { try $0.first("SELECT count(*) FROM numbers") { $0.integer(0) } ?? 0 }
    }

    private func numbers() async throws -> [Int] {
        try await database.read { db in try Int.fetchAll(db, sql: "SELECT n FROM numbers ORDER BY n") }
    }

    private func insert(_ number: Int, failing: Bool = false) async throws -> Int {
        try await database.write { db in
            try db.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [number])
            if failing { throw Refusal(number: number) }
            return number * 10
        }
    }

    @Test func givesEachCallerItsOwnResultOrError() async throws {
        let outcomes = await withTaskGroup(of: (Int, Int?).self) { group in
            for number in 0..<500 {
                group.addTask { (number, try? await insert(number, failing: number % 7 == 0)) }
            }
            return await group.reduce(into: [Int: Int?]()) { $0[$1.0] = .some($1.1) }
        }
        for number in 0..<500 {
            let succeeds = number % 7 != 0 && number != 13
            #expect(outcomes[number] == .some(succeeds ? number * 10 : nil))
        }
        #expect(try await numbers() == (0..<500).filter { $0 % 7 != 0 && $0 != 13 })
        try await database.close()
    }

    @Test func sharesTransactionsAmongConcurrentWrites() async throws {
        // Another connection sees what is committed, so each transaction shows one count to all its callers.
        let visible = Log<Int>()
        await withTaskGroup(of: Void.self) { group in
            for number in 100..<200 {
                group.addTask {
                    try? await database.write { db in
                        try db.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [number])
                    } committed: {
                        visible.append((try? count()) ?? -1)
                    }
                }
            }
        }
        #expect(visible.values.count == 100)
        #expect(visible.values.last == 100)
        #expect(Set(visible.values).count < 100)
        try await database.close()
    }

    @Test func tellsOfCommitsInTheirOrder() async throws {
        let order = Log<Int>()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    _ = try? await database.write { db in
                        try db.execute(sql: "INSERT INTO numbers SELECT coalesce(max(n), 99) + 1 FROM numbers")
                        return Int(db.lastInsertedRowID)
                    } committed: { number in
                        order.append(number)
                    }
                }
            }
        }
        #expect(order.values == Array(100..<300))
        try await database.close()
    }

    @Test func constraintErrorIsTheCallersOwn() async throws {
        await #expect(throws: GRDB.DatabaseError.self) { try await insert(13) }
        #expect(try await insert(14) == 140)
        try await database.close()
    }

    @Test func finishesWhatWasTakenWhenClosed() async throws {
        let stored = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 { group.addTask { (try? await insert(number + 20)) != nil } }
            group.addTask {
                try? await database.close()
                return false
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        await #expect(throws: DatabaseFault.closed) { try await insert(1) }
        let again = try MetadataDatabase.open(inFolder: folder.path)
        let found = try await again.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM numbers") }
        #expect(found == stored)
        try await again.close()
    }

    @Test func fullDatabaseFailsItsWritesAndLivesOn() async throws {
        _ = try await database.write { db in try Int.fetchOne(db, sql: "PRAGMA max_page_count = 12") }
        try await database.write { db in try db.execute(sql: "CREATE TABLE big (bytes BLOB)") }
        await #expect(throws: DatabaseFault.full(path: database.path)) {
            try await database.write { db in try db.execute(sql: "INSERT INTO big VALUES (zeroblob(100000))") }
        }
        #expect(try await insert(1) == 10)
        try await database.close()
    }
}

/// What happened, in its order.
private final class Log<Value: Sendable>: Sendable {
    private let entries = Mutex<[Value]>([])

    var values: [Value] { entries.withLock { $0 } }

    func append(_ value: Value) { entries.withLock { $0.append(value) } }
}
