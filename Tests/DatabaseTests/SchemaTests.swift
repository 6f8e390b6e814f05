import GRDB
import SandboxTesting
import Testing

@testable import Database

@Suite struct SchemaTests {
    private static let one: Schema.Step = { db in try db.execute(sql: "CREATE TABLE notes (text TEXT)") }
    private static let two: Schema.Step = { db in
        try db.execute(sql: "ALTER TABLE notes ADD COLUMN author TEXT")
        try db.execute(sql: "INSERT INTO notes VALUES ('first', 'migration')")
    }

    @Test func appliesEachStepOnceAndForward() async throws {
        let folder = try TemporaryFolder()
        for steps in [[Self.one], [Self.one, Self.two], [Self.one, Self.two]] {
            let database = try MetadataDatabase.open(inFolder: folder.path)
            try database.migrate(Schema(name: "notes", steps: steps))
            try await database.close()
        }
        let database = try MetadataDatabase.open(inFolder: folder.path)
        let authors = try await database.read { db in try String.fetchAll(db, sql: "SELECT author FROM notes") }
        #expect(authors == ["migration"])
        try await database.close()
    }

    @Test func refusesNewerSchemaAndLeavesIt() async throws {
        let folder = try TemporaryFolder()
        let database = try MetadataDatabase.open(inFolder: folder.path)
        try database.migrate(Schema(name: "notes", steps: [Self.one, Self.two]))
        let fault = DatabaseFault.newer(path: database.path, schema: "notes", found: 2, supported: 1)
        #expect(throws: fault) { try database.migrate(Schema(name: "notes", steps: [Self.one])) }
        #expect(try await database.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM notes") } == 1)
        try await database.close()
    }

    @Test func undoesAllStepsWhenOneFails() async throws {
        let folder = try TemporaryFolder()
        let database = try MetadataDatabase.open(inFolder: folder.path)
        #expect(throws: GRDB.DatabaseError.self) {
            try database.migrate(Schema(name: "notes", steps: [Self.one, { db in try db.execute(sql: "NONSENSE") }]))
        }
        try database.migrate(Schema(name: "notes", steps: [Self.one]))
        try await database.close()
    }
}
