import GRDB

/// What became of a sealed sign-in state: each finishes once.
struct FlowRecord: Sendable, Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "poolFlows"

    /// So many wrong codes end a sign-in.
    private static let mostFailures = 5

    var id: String
    var failures: Int
    var isFinished: Bool
    var expiresAt: Double

    /// Throws if the state was used, or failed too often.
    static func check(_ state: SignInState, in db: Connection) throws {
        guard let record = try fetchOne(db, key: state.id) else { return }
        guard !record.isFinished, record.failures < mostFailures else { throw UserPoolFault.invalidSession }
    }

    /// Marks the state as used. Throws if it was used before.
    static func finish(_ state: SignInState, at now: Double, in db: Connection) throws {
        try check(state, in: db)
        try FlowRecord(id: state.id, failures: 0, isFinished: true, expiresAt: state.expiresAt).save(db)
        // States that have ended by themselves need no memory. A bounded number, within another change.
        try db.execute(
            sql: """
                DELETE FROM poolFlows WHERE id IN
                (SELECT id FROM poolFlows WHERE expiresAt < ? ORDER BY expiresAt LIMIT 20)
                """, arguments: [now])
    }

    /// Counts a wrong code.
    static func fail(_ state: SignInState, in db: Connection) throws {
        var record =
            try fetchOne(db, key: state.id)
            ?? FlowRecord(id: state.id, failures: 0, isFinished: false, expiresAt: state.expiresAt)
        record.failures += 1
        try record.save(db)
    }
}
