import GRDB
import OpenSSL

/// A code that was sent to a user and not used yet: at most one for each purpose.
struct CodeRecord: Sendable, Codable, FetchableRecord, PersistableRecord {
    /// What a code is good for.
    enum Purpose: String, Sendable, Codable {
        case signUp
        case password
        case email
        case phoneNumber

        init(verifying attribute: SignInAttribute) {
            self = attribute == .email ? .email : .phoneNumber
        }

        /// A day, and an hour for passwords, as Cognito's.
        var lifetimeInSeconds: Double { self == .password ? 3600 : 86400 }
    }

    static let databaseTableName = "poolCodes"

    /// So many wrong codes end a code.
    private static let mostFailures = 5
    /// So many codes are sent within an hour: the least that Cognito allows.
    private static let mostSendings = 5

    var sub: String
    var purpose: Purpose
    var code: String
    /// The value that an attribute gets with the code.
    var pendingValue: String?
    var expiresAt: Double
    var failures: Int
    var sendings: Int
    var firstSentAt: Double

    /// Puts a new code in the place of an earlier one. Throws when too many were asked for.
    static func replace(
        _ code: String, for purpose: Purpose, of user: UserRecord, pendingValue: String? = nil, at now: Double,
        in db: Connection
    ) throws {
        let previous = try fetch(purpose, of: user, in: db)
        var (sendings, firstSentAt) = (0, now)
        if let previous, now - previous.firstSentAt < 3600 {
            (sendings, firstSentAt) = (previous.sendings, previous.firstSentAt)
        }
        guard sendings < mostSendings else { throw UserPoolFault.attemptLimitExceeded }
        let record = CodeRecord(
            sub: user.sub, purpose: purpose, code: code, pendingValue: pendingValue,
            expiresAt: now + purpose.lifetimeInSeconds, failures: 0, sendings: sendings + 1, firstSentAt: firstSentAt)
        try record.save(db)
    }

    static func fetch(_ purpose: Purpose, of user: UserRecord, in db: Connection) throws -> CodeRecord? {
        try fetchOne(
            db, sql: "SELECT * FROM poolCodes WHERE sub = ? AND purpose = ?", arguments: [user.sub, purpose.rawValue])
    }

    /// What came of a code.
    enum Outcome: Sendable {
        case accepted(CodeRecord)
        case refused(UserPoolFault)
    }

    /// Takes the code if it is the right one; it then serves no more. A refusal is counted, so the transaction must not
    /// be undone for it.
    static func redeem(
        _ code: String, for purpose: Purpose, of user: UserRecord, at now: Double, in db: Connection
    ) throws -> Outcome {
        guard var record = try fetch(purpose, of: user, in: db), now < record.expiresAt, !record.code.isEmpty else {
            return .refused(.codeExpired)
        }
        guard record.failures < mostFailures else { return .refused(.attemptLimitExceeded) }
        guard ConstantTime.equal(record.code, code) else {
            record.failures += 1
            try record.update(db)
            return .refused(.codeMismatch)
        }
        let accepted = record
        // The row stays for its count of sendings.
        record.code = ""
        record.pendingValue = nil
        try record.update(db)
        return .accepted(accepted)
    }
}
