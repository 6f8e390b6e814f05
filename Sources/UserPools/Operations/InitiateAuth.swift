/// The first step of each way to sign in.
enum InitiateAuth: UserPoolOperation {
    struct Input: Decodable {
        var clientID: String?
        var authFlow: String?
        var authParameters: [String: String]?
        var session: String?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> SignInOutcome {
        let parameters = input.authParameters ?? [:]
        try pool.checkClient(input.clientID, secretHash: parameters["SECRET_HASH"])
        let flow = try pool.required(input.authFlow, "authFlow")
        switch flow {
        case "USER_SRP_AUTH":
            try pool.checkFlow(.userSRP, flow)
            return try await pool.startSRP(parameters)
        case "USER_PASSWORD_AUTH":
            try pool.checkFlow(.userPassword, flow)
            return try await pool.signInWithPassword(parameters)
        case "USER_AUTH":
            try pool.checkFlow(.user, flow)
            return try await pool.startUserAuth(parameters, session: input.session)
        case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN":
            try pool.checkFlow(.refreshToken, flow)
            return .signedIn(try await pool.refresh(parameters["REFRESH_TOKEN"]))
        case "CUSTOM_AUTH":
            throw UserPoolFault.customAuthNotEmulated
        case "ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH":
            throw UserPoolFault.attributeFault("Initiate Auth method not supported.")
        default:
            throw pool.unknownFlow(flow)
        }
    }
}

/// The same for an administrator's program, which may also send passwords.
enum AdminInitiateAuth: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var clientID: String?
        var authFlow: String?
        var authParameters: [String: String]?
        var session: String?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> SignInOutcome {
        try pool.checkPool(input.userPoolID)
        let parameters = input.authParameters ?? [:]
        try pool.checkClient(input.clientID, secretHash: parameters["SECRET_HASH"])
        let flow = try pool.required(input.authFlow, "authFlow")
        switch flow {
        case "ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH":
            try pool.checkFlow(.adminUserPassword, flow)
            return try await pool.signInWithPassword(parameters)
        default:
            return try await InitiateAuth.perform(
                InitiateAuth.Input(
                    clientID: input.clientID, authFlow: flow, authParameters: parameters, session: input.session),
                in: pool)
        }
    }
}

extension PoolContext {
    func checkFlow(_ flow: AuthFlow, _ name: String) throws(UserPoolFault) {
        guard configuration.authFlows.contains(flow) else { throw .flowNotEnabled(name) }
    }

    func unknownFlow(_ flow: String) -> UserPoolFault {
        .invalidValue(
            flow, member: "authFlow",
            constraint: "Member must satisfy enum value set: [USER_AUTH, USER_SRP_AUTH, REFRESH_TOKEN_AUTH, "
                + "REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH]")
    }

    fileprivate func startSRP(_ parameters: [String: String]) async throws -> SignInOutcome {
        guard let name = parameters["USERNAME"] else { throw UserPoolFault.missingParameter("USERNAME") }
        guard let clientPublic = parameters["SRP_A"] else { throw UserPoolFault.missingParameter("SRP_A") }
        return try await startSRP(name: name, clientPublic: clientPublic)
    }

    fileprivate func signInWithPassword(_ parameters: [String: String]) async throws -> SignInOutcome {
        guard let name = parameters["USERNAME"] else { throw UserPoolFault.missingParameter("USERNAME") }
        guard let password = parameters["PASSWORD"] else { throw UserPoolFault.missingParameter("PASSWORD") }
        return try await signIn(name: name, password: password)
    }
}
