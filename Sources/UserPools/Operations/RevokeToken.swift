import GRDB

/// Ends the session of a refresh token: it and all tokens that came of it stop working.
enum RevokeToken: UserPoolOperation {
    struct Input: Decodable {
        var clientID: String?
        var clientSecret: String?
        var token: String?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        try pool.checkClient(input.clientID, secretHash: input.clientSecret)
        let token = try pool.required(input.token, "token")
        // Access and ID tokens have three parts, refresh tokens have one.
        guard !token.contains(".") else { throw UserPoolFault.unsupportedTokenType }
        let hash = PoolContext.hash(ofRefreshToken: token)
        try await pool.write { db in
            // What is not known needs no end (RFC 7009, section 2.2).
            guard let session = try SessionRecord.find(refreshTokenHash: hash, in: db) else { return }
            try SessionRecord.revoke(session.id, in: db)
        }
        return Nothing()
    }
}

/// Ends all sessions of the user.
enum GlobalSignOut: UserPoolOperation {
    static func perform(_ input: AccessTokenInput, in pool: PoolContext) async throws -> Nothing {
        let sub = try await pool.signedInUser(accessToken: input.accessToken).user.sub
        try await pool.write { db in try SessionRecord.revokeAll(ofUser: sub, in: db) }
        return Nothing()
    }
}

/// The same by an administrator.
enum AdminUserGlobalSignOut: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Nothing {
        let sub = try await pool.user(input).sub
        try await pool.write { db in try SessionRecord.revokeAll(ofUser: sub, in: db) }
        return Nothing()
    }
}
