/// The user may sign in again.
enum AdminEnableUser: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Nothing {
        let user = try await pool.user(input)
        try await pool.change(user.sub) { user, _ in user.isEnabled = true }
        return Nothing()
    }
}

/// The user may not sign in, and is signed out.
enum AdminDisableUser: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Nothing {
        let user = try await pool.user(input)
        try await pool.change(user.sub) { user, db in
            user.isEnabled = false
            try SessionRecord.revokeAll(ofUser: user.sub, in: db)
        }
        return Nothing()
    }
}
