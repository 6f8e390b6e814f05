import FoundationEssentials
import Database
import GRDB
import Synchronization

/// Hands changes to whoever listens in this process.
final class ChangeFeed: Sendable {
    /// So many changes may wait for a listener before it loses the oldest.
    static let bufferedChanges = 4096

    private struct State {
        var listeners: [Int: AsyncStream<ObjectChange>.Continuation] = [:]
        var nextListener = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    func send(_ change: ObjectChange) {
        state.withLock { state in
            for listener in state.listeners.values { listener.yield(change) }
        }
    }

    func stream() -> AsyncStream<ObjectChange> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ObjectChange.self, bufferingPolicy: .bufferingNewest(Self.bufferedChanges))
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(number) }
        return stream
    }

    func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            defer { state.listeners = [:] }
            return state.listeners.values
        }
        for listener in listeners { listener.finish() }
    }

    private func remove(_ number: Int) {
        state.withLock { _ = $0.listeners.removeValue(forKey: number) }
    }
}

extension ObjectStore {
    /// So many changes are kept though nobody waits for them.
    package static let keptChanges = 10_000

    /// Changes from now on, in their order. A reader that falls far behind loses the oldest ones; what it lost is in
    /// ``changes(after:limit:)``.
    package func changes() -> AsyncStream<ObjectChange> { feed.stream() }

    /// The changes after a sequence that are still kept, at most so many.
    package func changes(after sequence: Int64, limit: Int) async throws -> [ObjectChange] {
        try await read { db in try db.changes(after: sequence, limit: limit) }
    }

    /// The changes that a consumer has not acknowledged, oldest first.
    ///
    /// A consumer's first call makes it known. From then on changes are kept until it acknowledges them, over restarts.
    package func pendingChanges(for consumer: String, limit: Int) async throws -> [ObjectChange] {
        let position = try await commit { commit in
            if let position = try commit.db.position(of: consumer) { return position }
            let last = try commit.db.lastChange()
            try commit.db.perform("INSERT INTO change_consumers (name, position) VALUES (?, ?)", consumer, Int(last))
            return last
        }
        return try await changes(after: position, limit: limit)
    }

    /// Says that a consumer is done with all changes up to and with this one.
    package func acknowledgeChanges(through sequence: Int64, by consumer: String) async throws {
        try await commit { commit in
            try commit.db.perform(
                "UPDATE change_consumers SET position = max(position, ?) WHERE name = ?", Int(sequence), consumer)
        }
    }

    /// Forgets a consumer.
    package func removeConsumer(_ consumer: String) async throws {
        try await commit { commit in
            try commit.db.perform("DELETE FROM change_consumers WHERE name = ?", consumer)
        }
    }
}

extension Commit {
    /// Records a change and gives it the next sequence.
    mutating func record(
        _ name: ObjectChange.Name, of key: ObjectKey, in bucket: Bucket, size: Int = 0, eTag: EntityTag? = nil,
        version: (Int64) -> VersionID?, requester: Requester
    ) throws -> Int64 {
        // The newest changes are never trimmed, so the sequences go on after a restart.
        let sequence = try db.lastChange() + 1
        let versionID = version(sequence)
        try db.perform(
            """
            INSERT INTO changes (sequence, name, bucket, key, size, md5, part_count, version, principal, address, request, time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            Int(sequence), name.rawValue, bucket.name.text, key, size, eTag?.md5, eTag?.partCount,
            versionID.map { if case .sequence(let sequence) = $0 { Int(sequence) } else { 0 } },
            requester.principal, requester.sourceAddress, requester.requestID, time)
        changes.append(
            ObjectChange(
                sequence: sequence, name: name, bucket: bucket.name, key: key, size: size, eTag: eTag,
                versionID: versionID, requester: requester, time: Date(milliseconds: time)))
        if sequence % 1024 == 0 { try db.trimChanges(before: sequence) }
        return sequence
    }
}

extension GRDB.Database {
    fileprivate func lastChange() throws -> Int64 {
        Int64(try first("SELECT max(sequence) FROM changes") { $0.integer(0) } ?? 0)
    }

    fileprivate func position(of consumer: String) throws -> Int64? {
        try first("SELECT position FROM change_consumers WHERE name = ?", consumer) { Int64($0.integer(0)) }
    }

    fileprivate func changes(after sequence: Int64, limit: Int) throws -> [ObjectChange] {
        try all(
            """
            SELECT sequence, name, bucket, key, size, md5, part_count, version, principal, address, request, time
            FROM changes WHERE sequence > ? ORDER BY sequence LIMIT ?
            """, Int(sequence), limit
        ) { row in ObjectChange(row) }.compactMap { $0 }
    }

    /// Drops old changes that no consumer waits for; in steps, so that no transaction becomes long.
    fileprivate func trimChanges(before sequence: Int64) throws {
        let oldest = try first("SELECT min(sequence) FROM changes") { $0.integer(0) } ?? 0
        let waiting = try first("SELECT min(position) FROM change_consumers") { $0.optionalInteger(0) } ?? nil
        let bound = min(Int(sequence) - ObjectStore.keptChanges, waiting ?? .max, oldest + 4096)
        try perform("DELETE FROM changes WHERE sequence <= ?", bound)
    }
}

extension ObjectChange {
    /// Nil for a row of a later version of this program, with a name that is not known here.
    fileprivate init?(_ row: QueryRows) {
        guard let name = Name(rawValue: row.text(1)), let bucket = BucketName(row.text(2)) else { return nil }
        self.init(
            sequence: Int64(row.integer(0)), name: name, bucket: bucket,
            key: row.withBytes(3) { ObjectKey(stored: $0) }, size: row.integer(4),
            eTag: row.optionalBytes(5).map { EntityTag(md5: $0, partCount: row.optionalInteger(6)) },
            versionID: row.optionalInteger(7).map { $0 == 0 ? .null : .sequence(Int64($0)) },
            requester: Requester(principal: row.text(8), sourceAddress: row.text(9), requestID: row.text(10)),
            time: Date(milliseconds: row.integer(11)))
    }
}
