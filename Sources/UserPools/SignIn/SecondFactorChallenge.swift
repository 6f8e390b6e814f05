import FoundationEssentials
import GRDB
import OpenSSL

// The second factor of a sign-in.
extension PoolContext {
    /// Asks for the factor that the user must show, or finishes.
    func askForSecondFactor(of user: UserRecord, state: SignInState) async throws -> SignInOutcome {
        let factors = usableFactors(of: user)
        switch factors.count {
        case 0 where configuration.multiFactor.mode == .required:
            return try await askToSetUpFactor(of: user, state: state)
        case 0: return try await finishSignIn(of: user, state: state)
        case 1: return try await ask(for: factors[0], of: user, state: state)
        default:
            return try await challenge(
                .selectSecondFactor, next: state.followed(by: .selectSecondFactor), after: state,
                parameters: [
                    "USER_ID_FOR_SRP": user.userName, "MFAS_CAN_CHOOSE": try Self.json(factors.map(\.rawValue)),
                ])
        }
    }

    /// Asks for one factor, sending its code where it has one.
    func ask(for factor: SecondFactor, of user: UserRecord, state: SignInState) async throws -> SignInOutcome {
        let attribute: SignInAttribute
        switch factor {
        case .authenticatorApp:
            return try await challenge(
                .authenticatorApp, next: state.followed(by: .authenticatorCode), after: state,
                parameters: ["USER_ID_FOR_SRP": user.userName])
        case .sms: attribute = .phoneNumber
        case .email: attribute = .email
        }
        guard let recipient = user.attributes[attribute.rawValue] else {
            throw UserPoolFault.deliveryImpossible(attribute)
        }
        return try await sendAuthenticationCode(
            to: recipient, attribute, as: factor == .sms ? .sms : .emailCode, of: user,
            next: state.followed(by: .secondFactorCode), factor: factor, after: state)
    }

    /// Sends a code and asks for it.
    func sendAuthenticationCode(
        to recipient: String, _ attribute: SignInAttribute, as name: SignInOutcome.Challenge, of user: UserRecord,
        next: SignInState, factor: SecondFactor?, newEmail: String? = nil, after state: SignInState
    ) async throws -> SignInOutcome {
        let code = newCode()
        var next = next
        next.code = code
        next.factor = factor
        next.newEmail = newEmail
        let message = message(.authentication, to: recipient, attribute, of: user, code: code)
        let now = now
        try await send { db in
            try FlowRecord.finish(state, at: now, in: db)
            return [message]
        }
        let delivery = CodeDelivery(to: recipient, attribute)
        return .challenge(
            name, session: try sealSession(next),
            parameters: [
                "CODE_DELIVERY_DELIVERY_MEDIUM": delivery.deliveryMedium.rawValue,
                "CODE_DELIVERY_DESTINATION": delivery.destination, "USER_ID_FOR_SRP": user.userName,
            ])
    }

    func answerSelectSecondFactor(_ responses: [String: String], session: String?) async throws -> SignInOutcome {
        let state = try openSession(session, for: [.selectSecondFactor])
        let user = try await requiredUser(of: state)
        guard let answer = responses["ANSWER"] else { throw UserPoolFault.missingParameter("ANSWER") }
        guard let factor = SecondFactor(rawValue: answer), usableFactors(of: user).contains(factor) else {
            throw UserPoolFault.challengeNotOffered(String(answer.prefix(50)))
        }
        return try await ask(for: factor, of: user, state: state)
    }

    /// A code that was sent.
    func answerSentCode(_ code: String?, name: String, session: String?) async throws -> SignInOutcome {
        let state = try openSession(session, for: [.secondFactorCode, .firstFactorCode])
        guard let code else { throw UserPoolFault.missingParameter(name) }
        let isRight = ConstantTime.equal(state.code ?? "", code)
        guard isRight, state.code != nil, let user = try await user(of: state) else {
            throw try await wrongCode(state, .authenticationCodeMismatch)
        }
        if state.step == .firstFactorCode {
            guard user.isEnabled else { throw UserPoolFault.userDisabled }
            return try await finishSignIn(of: user, state: state)
        }
        let newEmail = state.newEmail
        return try await finishSignIn(of: user, state: state) { user in
            guard let newEmail else { return }
            user.attributes["email"] = newEmail
            user.attributes["email_verified"] = "true"
            user.factors.enabled.insert(.email)
        }
    }

    /// A code of the user's authenticator.
    func answerAuthenticatorCode(_ code: String?, session: String?) async throws -> SignInOutcome {
        let state = try openSession(session, for: [.authenticatorCode])
        guard let code else { throw UserPoolFault.missingParameter("SOFTWARE_TOKEN_MFA_CODE") }
        let user = try await requiredUser(of: state)
        guard let secret = user.factors.authenticatorSecret.flatMap({ service.sealing.open($0) }),
            let step = TimeBasedCode.step(of: code, secret: secret, at: now),
            step > user.factors.lastAuthenticatorStep ?? 0
        else { throw try await wrongCode(state, .authenticationCodeMismatch) }
        return try await finishSignIn(of: user, state: state) { $0.factors.lastAuthenticatorStep = step }
    }

    /// Counts a wrong code, unless the state has already seen too many.
    func wrongCode(_ state: SignInState, _ fault: UserPoolFault) async throws -> UserPoolFault {
        try await write { db in
            try FlowRecord.check(state, in: db)
            try FlowRecord.fail(state, in: db)
        }
        return fault
    }

    /// The factors that the user can be asked for: the preferred one alone if there is one.
    func usableFactors(of user: UserRecord) -> [SecondFactor] {
        let policy = configuration.multiFactor
        guard policy.mode != .off else { return [] }
        let usable = policy.factors.filter { factor in
            user.factors.enabled.contains(factor) && isSetUp(factor, of: user)
        }
        if let preferred = user.factors.preferred, usable.contains(preferred) { return [preferred] }
        guard usable.isEmpty, policy.mode == .required else { return usable }
        // Where a second factor is required, an address that codes can go to is one, asked for or not.
        return Array(policy.factors.filter { $0 != .authenticatorApp && isSetUp($0, of: user) }.prefix(1))
    }

    func isSetUp(_ factor: SecondFactor, of user: UserRecord) -> Bool {
        switch factor {
        case .sms: user.attributes["phone_number"] != nil
        case .email: user.isVerified(.email)
        case .authenticatorApp: user.factors.authenticatorSecret != nil
        }
    }
}
