/// What a step of a sign-in leads to, as the wire has it.
struct SignInOutcome: Encodable, Sendable {
    /// What the client must answer next.
    enum Challenge: String, Encodable, Sendable {
        case passwordVerifier = "PASSWORD_VERIFIER"
        case newPasswordRequired = "NEW_PASSWORD_REQUIRED"
        case sms = "SMS_MFA"
        case authenticatorApp = "SOFTWARE_TOKEN_MFA"
        case emailCode = "EMAIL_OTP"
        case smsCode = "SMS_OTP"
        case selectSecondFactor = "SELECT_MFA_TYPE"
        case setUpFactor = "MFA_SETUP"
        case selectChallenge = "SELECT_CHALLENGE"
    }

    var challengeName: Challenge?
    var session: String?
    var challengeParameters: [String: String] = [:]
    var availableChallenges: [String]?
    var authenticationResult: AuthenticationResult?

    static func signedIn(_ result: AuthenticationResult) -> SignInOutcome {
        SignInOutcome(authenticationResult: result)
    }

    static func challenge(
        _ name: Challenge, session: String? = nil, parameters: [String: String] = [:], available: [String]? = nil
    ) -> SignInOutcome {
        SignInOutcome(
            challengeName: name, session: session, challengeParameters: parameters, availableChallenges: available)
    }
}
