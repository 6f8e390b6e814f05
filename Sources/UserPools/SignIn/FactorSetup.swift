import FoundationEssentials
import GRDB
import OpenSSL

// Setting up a second factor, where the pool requires one and the user has none.
extension PoolContext {
    func askToSetUpFactor(of user: UserRecord, state: SignInState) async throws -> SignInOutcome {
        let possible = configuration.multiFactor.factors.filter { $0 != .sms }
        guard !possible.isEmpty else { throw UserPoolFault.deliveryImpossible(.phoneNumber) }
        return try await challenge(
            .setUpFactor, next: state.followed(by: .setUpFactor), after: state,
            parameters: ["USER_ID_FOR_SRP": user.userName, "MFAS_CAN_SETUP": try Self.json(possible.map(\.rawValue))])
    }

    /// After the authenticator was verified within the session, or with an address for codes.
    func answerSetUpFactor(_ responses: [String: String], session: String?) async throws -> SignInOutcome {
        let state = try openSession(session, for: [.setUpFactor])
        let user = try await requiredUser(of: state)
        if let email = responses["EMAIL"] {
            guard configuration.multiFactor.factors.contains(.email) else {
                throw UserPoolFault.factorNotEnabled(.email)
            }
            try AttributeRules.checkEmail(email)
            return try await sendAuthenticationCode(
                to: email, .email, as: .emailCode, of: user, next: state.followed(by: .secondFactorCode),
                factor: .email, newEmail: email, after: state)
        }
        guard let secret = state.authenticatorSecret, let step = state.authenticatorStep else {
            throw UserPoolFault.factorNotSetUp(.authenticatorApp)
        }
        let sealed = service.sealing.seal(secret)
        return try await finishSignIn(of: user, state: state) { user in
            user.factors.authenticatorSecret = sealed
            user.factors.pendingAuthenticatorSecret = nil
            user.factors.lastAuthenticatorStep = step
            user.factors.enabled.insert(.authenticatorApp)
        }
    }
}
