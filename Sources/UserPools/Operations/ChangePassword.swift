/// A new password for a signed-in user who knows the old one. Sessions go on.
enum ChangePassword: UserPoolOperation {
    struct Input: Decodable {
        var accessToken: String?
        var previousPassword: String?
        var proposedPassword: String?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        let proposed = try pool.required(input.proposedPassword, "proposedPassword")
        let user = try await pool.signedInUser(accessToken: input.accessToken).user
        if user.password != nil {
            let previous = try pool.required(input.previousPassword, "previousPassword")
            try await pool.checkPassword(previous, of: user)
        }
        try pool.checkPassword(proposed)
        let verifier = pool.makeVerifier(proposed, userName: user.userName)
        let now = pool.now
        try await pool.change(user.sub) { user, _ in user.setPassword(verifier, at: now) }
        return Nothing()
    }
}
