import FoundationEssentials
import GRDB

/// The code of a sign-up: confirms the user, and the address that it was sent to.
enum ConfirmSignUp: UserPoolOperation {
    struct Input: Decodable {
        var clientID: String?
        var secretHash: String?
        var username: String?
        var confirmationCode: String?
        var session: String?
    }

    struct Output: Encodable {
        var session: String?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkClient(input.clientID, secretHash: input.secretHash)
        let name = try pool.required(input.username, "username")
        let code = try pool.required(input.confirmationCode, "confirmationCode")
        guard let found = try await pool.user(named: name), found.isEnabled else {
            throw pool.configuration.hidesUserExistence ? UserPoolFault.codeExpired : .userNotFound
        }
        let now = pool.now
        let fault = try await pool.write { db -> UserPoolFault? in
            guard var user = try UserRecord.fetchOne(db, key: found.sub) else { return .codeExpired }
            guard user.status == .unconfirmed else { return .cannotConfirm(status: user.status.rawValue) }
            switch try CodeRecord.redeem(code, for: .signUp, of: user, at: now, in: db) {
            case .refused(let fault): return fault
            case .accepted(let record):
                user.status = .confirmed
                if let attribute = record.pendingValue.flatMap(SignInAttribute.init) {
                    user.attributes[attribute.verifiedFlag] = "true"
                }
                user.modifiedAt = now
                try user.update(db)
                return nil
            }
        }
        if let fault { throw fault }
        return Output(session: try nextSession(input.session, user: found, in: pool))
    }

    /// A sign-in without a further proof, where the client followed the sign-up with its session.
    private static func nextSession(_ session: String?, user: UserRecord, in pool: PoolContext) throws -> String? {
        guard pool.configuration.authFlows.contains(.user), let session else { return nil }
        // The sign-up is confirmed all the same: a session that has ended only means signing in by hand.
        guard let state = try? pool.openSession(session, for: [.signedUp]), state.sub == user.sub else { return nil }
        return try pool.sealSession(pool.makeState(.confirmedSignUp, name: user.userName, user: user))
    }
}
