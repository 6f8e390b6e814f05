/// The pool's own settings.
enum DescribeIdentityPool: IdentityPoolOperation {
    struct Input: Decodable {
        var identityPoolID: String?
    }

    struct Output: Encodable {
        struct Provider: Encodable {
            var providerName: String
            var clientID: String
            var serverSideTokenCheck = true
        }

        var identityPoolID: String
        var identityPoolName: String
        var allowUnauthenticatedIdentities: Bool
        var cognitoIdentityProviders: [Provider]
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output {
        try pool.checkPool(input.identityPoolID)
        let configuration = pool.configuration
        return Output(
            identityPoolID: configuration.identityPoolID, identityPoolName: configuration.identityPoolName,
            allowUnauthenticatedIdentities: configuration.allowsGuests,
            cognitoIdentityProviders: [
                Output.Provider(providerName: configuration.provider, clientID: configuration.clientID)
            ])
    }
}

/// The one pool of the sandbox.
enum ListIdentityPools: IdentityPoolOperation {
    struct Input: Decodable {}

    struct Output: Encodable {
        struct Pool: Encodable {
            var identityPoolID: String
            var identityPoolName: String
        }

        var identityPools: [Pool]
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output {
        let configuration = pool.configuration
        return Output(identityPools: [
            Output.Pool(
                identityPoolID: configuration.identityPoolID, identityPoolName: configuration.identityPoolName)
        ])
    }
}

/// The roles, and how the user pool's tokens choose among them.
enum GetIdentityPoolRoles: IdentityPoolOperation {
    struct Input: Decodable {
        var identityPoolID: String?
    }

    struct Output: Encodable {
        struct Mapping: Encodable {
            var type = "Token"
            var ambiguousRoleResolution = "AuthenticatedRole"
        }

        var identityPoolID: String
        var roles: [String: String]
        var roleMappings: [String: Mapping]
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output {
        try pool.checkPool(input.identityPoolID)
        let configuration = pool.configuration
        return Output(
            identityPoolID: configuration.identityPoolID,
            roles: [
                "authenticated": configuration.authenticatedRoleARN, "unauthenticated": configuration.guestRoleARN,
            ],
            roleMappings: ["\(configuration.provider):\(configuration.clientID)": Output.Mapping()])
    }
}
