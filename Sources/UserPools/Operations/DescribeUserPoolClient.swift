/// The one app client's settings.
enum DescribeUserPoolClient: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var clientID: String?
    }

    struct Output: Encodable {
        struct Client: Encodable {
            var userPoolID: String
            var clientName: String
            var clientID: String
            var explicitAuthFlows: [String]
            var preventUserExistenceErrors: String
            var enableTokenRevocation = true
            /// In minutes, as the units say.
            var accessTokenValidity: Int
            var idTokenValidity: Int
            /// In days.
            var refreshTokenValidity: Int
            /// In minutes.
            var authSessionValidity: Int
            var tokenValidityUnits = ["AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"]
        }

        var userPoolClient: Client
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkPool(input.userPoolID)
        try pool.checkClient(input.clientID)
        let configuration = pool.configuration
        let lifetimes = configuration.tokenLifetimes
        return Output(
            userPoolClient: Output.Client(
                userPoolID: configuration.userPoolID, clientName: configuration.clientName,
                clientID: configuration.clientID,
                explicitAuthFlows: AuthFlow.allCases.filter(configuration.authFlows.contains).map(\.rawValue),
                preventUserExistenceErrors: configuration.hidesUserExistence ? "ENABLED" : "LEGACY",
                accessTokenValidity: lifetimes.access / 60, idTokenValidity: lifetimes.id / 60,
                refreshTokenValidity: lifetimes.refresh / 86400, authSessionValidity: lifetimes.session / 60))
    }
}

/// The one app client.
enum ListUserPoolClients: UserPoolOperation {
    struct Output: Encodable {
        struct Client: Encodable {
            var clientID: String
            var userPoolID: String
            var clientName: String
        }

        var userPoolClients: [Client]
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: DescribeUserPool.Input, in pool: PoolContext) async throws -> Output {
        try pool.checkPool(input.userPoolID)
        let configuration = pool.configuration
        return Output(userPoolClients: [
            Output.Client(
                clientID: configuration.clientID, userPoolID: configuration.userPoolID,
                clientName: configuration.clientName)
        ])
    }
}
