import FoundationEssentials

/// One identity as administrators see it.
enum DescribeIdentity: IdentityPoolOperation {
    struct Input: Decodable {
        var identityID: String?
    }

    struct Output: Encodable {
        var identityID: String
        var logins: [String]
        var creationDate: Date
        var lastModifiedDate: Date

        init(_ identity: IdentityStore.Identity) {
            identityID = identity.id
            logins = identity.provider.map { [$0] } ?? []
            creationDate = Date(timeIntervalSince1970: identity.createdAt)
            lastModifiedDate = Date(timeIntervalSince1970: identity.modifiedAt)
        }
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output {
        guard let id = input.identityID else { throw IdentityPoolFault.missing("identityId") }
        guard let identity = try await pool.store.identity(id) else { throw IdentityPoolFault.unknownIdentity(id) }
        return Output(identity)
    }
}

/// All identities, by pages.
enum ListIdentities: IdentityPoolOperation {
    struct Input: Decodable {
        var identityPoolID: String?
        var maxResults: Int?
        var nextToken: String?
    }

    struct Output: Encodable {
        var identityPoolID: String
        var identities: [DescribeIdentity.Output]
        var nextToken: String?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output {
        try pool.checkPool(input.identityPoolID)
        let limit = min(max(input.maxResults ?? 60, 1), 60)
        let identities = try await pool.store.identities(after: input.nextToken, limit: limit + 1)
        let page = identities.prefix(limit)
        return Output(
            identityPoolID: pool.configuration.identityPoolID, identities: page.map(DescribeIdentity.Output.init),
            nextToken: identities.count > limit ? page.last?.id : nil)
    }
}

/// Forgets identities; unknown ones count as forgotten.
enum DeleteIdentities: IdentityPoolOperation {
    struct Input: Decodable {
        var identityIdsToDelete: [String]?
    }

    struct Output: Encodable {
        var unprocessedIdentityIDs: [String] = []

        enum CodingKeys: String, CodingKey { case unprocessedIdentityIDs = "UnprocessedIdentityIds" }
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output {
        guard let ids = input.identityIdsToDelete else { throw IdentityPoolFault.missing("identityIdsToDelete") }
        try await pool.store.delete(Array(ids.prefix(60)))
        return Output()
    }
}
