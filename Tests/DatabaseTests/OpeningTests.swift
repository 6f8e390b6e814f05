import Foundation
import GRDB
import SandboxTesting
import Testing

@testable import Database

@Suite struct OpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.path + "/" + MetadataDatabase.fileName }

    @Test func keepsSettingsOverReopening() async throws {
        let first = try MetadataDatabase.open(inFolder: folder.path)
        let made = try await first.setting("pool", initially: { "made once" })
        try await first.close()

        let second = try MetadataDatabase.open(inFolder: folder.path)
        let found = try await second.setting("pool", initially: { "made again" })
        #expect(made == "made once")
        #expect(found == "made once")
        try await second.setSetting("pool", to: nil)
        #expect(try await second.setting("pool") == nil)
        try await second.close()
    }

    @Test func syncsCommitsUnlessRelaxed() async throws {
        for (durability, level) in [(MetadataDatabase.Durability.synced, 2), (.relaxed, 1)] {
            let database = try MetadataDatabase.open(inFolder: folder.path, durability: durability)
            let found = try database.writeBlocking { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") }
            let mode = try database.writeBlocking { db in try String.fetchOne(db, sql: "PRAGMA journal_mode") }
            #expect(found == level)
            #expect(mode == "wal")
            try await database.close()
        }
    }

    @Test(arguments: ["not a database, but rather long text that fills more than one header. ", "SQLite format 3\0"])
    func refusesDamagedFileAndKeepsIt(start: String) throws {
        let content = Data(String(repeating: start, count: 40).utf8)
        try content.write(to: URL(filePath: path))
        #expect {
            _ = try MetadataDatabase.open(inFolder: folder.path)
        } throws: { error in
            switch error as? DatabaseFault {
            case .corrupted, .foreign: true
            default: false
            }
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == content)
    }

    @Test func refusesDatabaseOfAnotherProgram() throws {
        do {
            let other = try DatabaseQueue(path: path)
            try other.write { db in try db.execute(sql: "CREATE TABLE theirs (x)") }
            try other.close()
        }
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(throws: DatabaseFault.foreign(path: path)) { _ = try MetadataDatabase.open(inFolder: folder.path) }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func refusesFolderThatIsMissing() {
        #expect {
            _ = try MetadataDatabase.open(inFolder: folder.path + "/missing")
        } throws: { error in
            if case .inaccessible = error as? DatabaseFault { true } else { false }
        }
    }

    @Test func saysWhenAnotherProcessHoldsTheFile() async throws {
        let database = try MetadataDatabase.open(inFolder: folder.path)
        _ = try await database.setting("x", initially: { "y" })
        try await database.close()
        let holder = try DatabaseQueue(path: path)
        try await holder.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try db.execute(sql: "BEGIN EXCLUSIVE")
            try db.execute(sql: "UPDATE settings SET value = 'z'")
            try db.execute(sql: "COMMIT")
        }
        #expect(throws: DatabaseFault.locked(path: path)) {
            _ = try MetadataDatabase.open(inFolder: folder.path, durability: .synced, lockTimeoutInSeconds: 0.01)
        }
        try holder.close()
    }
}
