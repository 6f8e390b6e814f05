/// The signed-in user goes, with all tokens.
enum DeleteUser: UserPoolOperation {
    static func perform(_ input: AccessTokenInput, in pool: PoolContext) async throws -> Nothing {
        let user = try await pool.signedInUser(accessToken: input.accessToken).user
        try await pool.write { db in try user.remove(in: db) }
        return Nothing()
    }
}

/// The same by an administrator.
enum AdminDeleteUser: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Nothing {
        let user = try await pool.user(input)
        try await pool.write { db in try user.remove(in: db) }
        return Nothing()
    }
}
