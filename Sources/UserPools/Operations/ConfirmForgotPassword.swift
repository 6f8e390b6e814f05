import GRDB

/// A new password for the code of `ForgotPassword` or of an administrator's reset.
enum ConfirmForgotPassword: UserPoolOperation {
    struct Input: Decodable {
        var clientID: String?
        var secretHash: String?
        var username: String?
        var confirmationCode: String?
        var password: String?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        try pool.checkClient(input.clientID, secretHash: input.secretHash)
        let name = try pool.required(input.username, "username")
        let code = try pool.required(input.confirmationCode, "confirmationCode")
        let password = try pool.required(input.password, "password")
        try pool.checkPassword(password)
        guard let found = try await pool.user(named: name), found.isEnabled else {
            throw pool.configuration.hidesUserExistence ? UserPoolFault.codeExpired : .userNotFound
        }
        let verifier = pool.makeVerifier(password, userName: found.userName)
        let now = pool.now
        let fault = try await pool.write { db -> UserPoolFault? in
            guard var user = try UserRecord.fetchOne(db, key: found.sub) else { return .codeExpired }
            if case .refused(let fault) = try CodeRecord.redeem(code, for: .password, of: user, at: now, in: db) {
                return fault
            }
            if user.status == .resetRequired { user.status = .confirmed }
            user.setPassword(verifier, at: now)
            try user.update(db)
            try PasswordFailureRecord.forget(user.sub, in: db)
            return nil
        }
        if let fault { throw fault }
        return Nothing()
    }
}
