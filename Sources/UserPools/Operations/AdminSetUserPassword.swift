import GRDB

/// A password of the administrator's choice: for good, or until the next sign-in.
enum AdminSetUserPassword: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var username: String?
        var password: String?
        var permanent: Bool?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        let password = try pool.required(input.password, "password")
        let user = try await pool.user(inPool: input.userPoolID, named: input.username)
        try pool.checkPassword(password)
        let verifier = pool.makeVerifier(password, userName: user.userName)
        let now = pool.now
        try await pool.change(user.sub) { user, db in
            user.setPassword(verifier, at: now)
            user.status = input.permanent == true ? .confirmed : .mustChangePassword
            try PasswordFailureRecord.forget(user.sub, in: db)
        }
        return Nothing()
    }
}

/// Makes the password void and sends a code for a new one.
enum AdminResetUserPassword: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Nothing {
        let user = try await pool.user(input)
        guard user.status != .mustChangePassword else { throw UserPoolFault.cannotResetInCurrentState }
        let now = pool.now
        _ = try await pool.sendPasswordCode(to: user) { db in
            guard var current = try UserRecord.fetchOne(db, key: user.sub) else { throw UserPoolFault.userNotFound }
            current.status = .resetRequired
            current.modifiedAt = now
            try current.update(db)
        }
        return Nothing()
    }
}
