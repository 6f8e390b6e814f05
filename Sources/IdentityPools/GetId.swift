/// A guest gets a new identity, a user always the same.
enum GetId: IdentityPoolOperation {
    struct Input: Decodable {
        var identityPoolID: String?
        var logins: [String: String]?
    }

    struct Output: Encodable {
        var identityID: String
    }

    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output {
        try pool.checkPool(input.identityPoolID)
        let configuration = pool.configuration
        let login = try await pool.verify(input.logins, in: configuration)
        return Output(identityID: try await pool.identity(offered: nil, login: login, in: configuration).id)
    }
}
