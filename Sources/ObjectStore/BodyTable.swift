package import Database
import GRDB
import NIOCore

/// What the table of bodies says of one.
struct BodyRow: Sendable {
    var number: Int64
    var size: Int
    var md5: [UInt8]
    /// Of the blob's file, as it was when it was written; nil for a body in its row.
    var fileChangedAt: Int?
}

extension Queryable {
    func bodyRow(_ number: Int64) throws -> BodyRow? {
        try first("SELECT size, md5, file_changed_at FROM bodies WHERE id = ?", Int(number)) { row in
            BodyRow(number: number, size: row.integer(0), md5: row.bytes(1), fileChangedAt: row.optionalInteger(2))
        }
    }
}

/// The rows of bodies and manifests: made, shared and let go within a transaction.
extension GRDB.Database {
    func insertBody(_ body: BodyRow, content: ByteBuffer?) throws {
        try perform(
            "INSERT INTO bodies (id, refs, size, md5, file_changed_at, content) VALUES (?, 1, ?, ?, ?, ?)",
            Int(body.number), body.size, body.md5, body.fileChangedAt, content.map { Readable(buffer: $0) })
    }

    /// One more version or part has this body.
    func retain(_ body: BodyReference) throws {
        switch body {
        case .empty: break
        case .row(let number), .file(let number):
            try perform("UPDATE bodies SET refs = refs + 1 WHERE id = ?", Int(number))
        case .manifest(let number): try perform("UPDATE manifests SET refs = refs + 1 WHERE id = ?", Int(number))
        }
    }

    /// One version or part less has this body. Blobs that nobody has any more are added to `freed` and to the garbage.
    func release(_ body: BodyReference, freed: inout [Int64]) throws {
        switch body {
        case .empty: break
        case .row(let number): try releaseBody(number, hasFile: false, freed: &freed)
        case .file(let number): try releaseBody(number, hasFile: true, freed: &freed)
        case .manifest(let number):
            try perform("UPDATE manifests SET refs = refs - 1 WHERE id = ?", Int(number))
            try perform("DELETE FROM manifests WHERE id = ? AND refs <= 0", Int(number))
            if changesCount > 0 { try removeParts(of: number, freed: &freed) }
        }
    }

    /// Lets go all parts of an upload or of the manifest that it became.
    func removeParts(of upload: Int64, freed: inout [Int64]) throws {
        let bodies = try all("SELECT body FROM parts WHERE upload = ?", Int(upload)) { $0.integer(0) }
        for body in bodies { try releaseBody(Int64(body), hasFile: true, freed: &freed) }
        try perform("DELETE FROM parts WHERE upload = ?", Int(upload))
    }

    private func releaseBody(_ number: Int64, hasFile: Bool, freed: inout [Int64]) throws {
        // Nearly always this is the only one who has it.
        try perform("DELETE FROM bodies WHERE id = ? AND refs = 1", Int(number))
        guard changesCount > 0 else {
            return try perform("UPDATE bodies SET refs = refs - 1 WHERE id = ?", Int(number))
        }
        guard hasFile else { return }
        try perform("INSERT INTO garbage (body) VALUES (?)", Int(number))
        freed.append(number)
    }
}

extension BodyReference {
    var kind: Int {
        switch self {
        case .empty: 0
        case .row: 1
        case .file: 2
        case .manifest: 3
        }
    }

    var number: Int64 {
        switch self {
        case .empty: 0
        case .row(let number), .file(let number), .manifest(let number): number
        }
    }

    init(kind: Int, number: Int64) {
        self =
            switch kind {
            case 1: .row(number)
            case 2: .file(number)
            case 3: .manifest(number)
            default: .empty
            }
    }
}

/// A buffer's readable bytes, as a statement takes them.
private struct Readable: QueryValue {
    var buffer: ByteBuffer

    func bind(to parameter: QueryParameter) { buffer.withUnsafeReadableBytes { parameter.bytes($0) } }
}

extension ObjectKey: QueryValue {
    package func bind(to parameter: QueryParameter) {
        var text = text
        text.withUTF8 { parameter.bytes(UnsafeRawBufferPointer($0)) }
    }
}
