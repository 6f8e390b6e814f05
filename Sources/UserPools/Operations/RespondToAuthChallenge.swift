/// Each further step of a sign-in.
enum RespondToAuthChallenge: UserPoolOperation {
    struct Input: Decodable {
        var clientID: String?
        var challengeName: String?
        var session: String?
        var challengeResponses: [String: String]?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> SignInOutcome {
        let responses = input.challengeResponses ?? [:]
        try pool.checkClient(input.clientID, secretHash: responses["SECRET_HASH"])
        let session = input.session
        switch try pool.required(input.challengeName, "challengeName") {
        case "PASSWORD_VERIFIER":
            return try await pool.finishSRP(responses)
        case "NEW_PASSWORD_REQUIRED":
            return try await pool.answerNewPassword(responses, session: session)
        case "SMS_MFA":
            return try await pool.answerSentCode(responses["SMS_MFA_CODE"], name: "SMS_MFA_CODE", session: session)
        case "EMAIL_OTP":
            return try await pool.answerSentCode(responses["EMAIL_OTP_CODE"], name: "EMAIL_OTP_CODE", session: session)
        case "SMS_OTP":
            return try await pool.answerSentCode(responses["SMS_OTP_CODE"], name: "SMS_OTP_CODE", session: session)
        case "SOFTWARE_TOKEN_MFA":
            return try await pool.answerAuthenticatorCode(responses["SOFTWARE_TOKEN_MFA_CODE"], session: session)
        case "SELECT_MFA_TYPE":
            return try await pool.answerSelectSecondFactor(responses, session: session)
        case "MFA_SETUP":
            return try await pool.answerSetUpFactor(responses, session: session)
        case "SELECT_CHALLENGE":
            return try await pool.answerSelectChallenge(responses, session: session)
        case "CUSTOM_CHALLENGE":
            throw UserPoolFault.customAuthNotEmulated
        case "WEB_AUTHN":
            throw UserPoolFault.passkeysNotEmulated
        case "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER":
            throw UserPoolFault.deviceNotFound
        case let name:
            throw UserPoolFault.invalidValue(
                name, member: "challengeName", constraint: "Member must satisfy enum value set of challenges")
        }
    }
}

/// The same for an administrator's program.
enum AdminRespondToAuthChallenge: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var clientID: String?
        var challengeName: String?
        var session: String?
        var challengeResponses: [String: String]?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> SignInOutcome {
        try pool.checkPool(input.userPoolID)
        return try await RespondToAuthChallenge.perform(
            RespondToAuthChallenge.Input(
                clientID: input.clientID, challengeName: input.challengeName, session: input.session,
                challengeResponses: input.challengeResponses),
            in: pool)
    }
}
