/// New tokens for a refresh token.
enum GetTokensFromRefreshToken: UserPoolOperation {
    struct Input: Decodable {
        var clientID: String?
        var clientSecret: String?
        var refreshToken: String?
    }

    struct Output: Encodable {
        var authenticationResult: AuthenticationResult
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkClient(input.clientID, secretHash: input.clientSecret)
        let token = try pool.required(input.refreshToken, "refreshToken")
        return Output(authenticationResult: try await pool.refresh(token))
    }
}
