import FoundationEssentials
import GRDB

// USER_AUTH: the client asks what there is, or says what it would like.
extension PoolContext {
    func startUserAuth(_ parameters: [String: String], session: String?) async throws -> SignInOutcome {
        guard let name = parameters["USERNAME"] else { throw UserPoolFault.missingParameter("USERNAME") }
        let user = try await user(named: name)
        guard user != nil || configuration.hidesUserExistence else { throw UserPoolFault.userNotFound }
        if let session { return try await signInAfterSignUp(session, as: user) }
        if let user, user.status == .unconfirmed { throw UserPoolFault.userNotConfirmed }
        let state = makeState(.selectChallenge, name: name, user: user)
        let available = challenges(for: user, name: name)
        if let preferred = parameters["PREFERRED_CHALLENGE"], available.contains(preferred),
            preferred != "PASSWORD" || parameters["PASSWORD"] != nil,
            preferred != "PASSWORD_SRP" || parameters["SRP_A"] != nil
        {
            return try await start(preferred, name: name, user: user, parameters: parameters, state: state)
        }
        return .challenge(
            .selectChallenge, session: try sealSession(state), parameters: ["USERNAME": state.userName],
            available: available)
    }

    func answerSelectChallenge(_ responses: [String: String], session: String?) async throws -> SignInOutcome {
        let state = try openSession(session, for: [.selectChallenge])
        guard let answer = responses["ANSWER"] else { throw UserPoolFault.missingParameter("ANSWER") }
        let user = try await user(of: state)
        let name = responses["USERNAME"] ?? state.userName
        guard challenges(for: user, name: name).contains(answer) else {
            throw UserPoolFault.challengeNotOffered(String(answer.prefix(50)))
        }
        return try await start(
            answer, name: user?.userName ?? state.failureName, user: user, parameters: responses, state: state)
    }

    private func start(
        _ challenge: String, name: String, user: UserRecord?, parameters: [String: String], state: SignInState
    ) async throws -> SignInOutcome {
        switch challenge {
        case "PASSWORD":
            guard let password = parameters["PASSWORD"] else { throw UserPoolFault.missingParameter("PASSWORD") }
            return try await signIn(name: name, password: password)
        case "PASSWORD_SRP":
            guard let clientPublic = parameters["SRP_A"] else { throw UserPoolFault.missingParameter("SRP_A") }
            return try await startSRP(name: name, clientPublic: clientPublic)
        case FirstFactor.emailCode.rawValue:
            return try await sendFirstFactorCode(.email, as: .emailCode, user: user, name: name, state: state)
        case FirstFactor.smsCode.rawValue:
            return try await sendFirstFactorCode(.phoneNumber, as: .smsCode, user: user, name: name, state: state)
        default: throw UserPoolFault.challengeNotOffered(String(challenge.prefix(50)))
        }
    }

    private func sendFirstFactorCode(
        _ attribute: SignInAttribute, as challengeName: SignInOutcome.Challenge, user: UserRecord?, name: String,
        state: SignInState
    ) async throws -> SignInOutcome {
        let next = state.followed(by: .firstFactorCode)
        guard let user, let recipient = user.attributes[attribute.rawValue] else {
            // Nobody gets a code, and no code will be right.
            let delivery = CodeDelivery(to: name, attribute)
            return .challenge(
                challengeName, session: try sealSession(next),
                parameters: [
                    "CODE_DELIVERY_DELIVERY_MEDIUM": delivery.deliveryMedium.rawValue,
                    "CODE_DELIVERY_DESTINATION": delivery.destination, "USERNAME": state.userName,
                ])
        }
        return try await sendAuthenticationCode(
            to: recipient, attribute, as: challengeName, of: user, next: next, factor: nil, after: state)
    }

    /// What the user may be asked for; for a name that nobody has, what a user of that name might be.
    private func challenges(for user: UserRecord?, name: String) -> [String] {
        var available: [String] = []
        if user == nil || user?.password != nil { available += ["PASSWORD", "PASSWORD_SRP"] }
        // A code alone does not sign in those who have a second factor.
        guard user.map({ usableFactors(of: $0).isEmpty }) ?? true else { return available }
        let mayHaveEmail = user.map { $0.isVerified(.email) } ?? name.contains("@")
        if configuration.firstFactors.contains(.emailCode), mayHaveEmail {
            available.append(FirstFactor.emailCode.rawValue)
        }
        let mayHavePhoneNumber = user.map { $0.isVerified(.phoneNumber) } ?? name.hasPrefix("+")
        if configuration.firstFactors.contains(.smsCode), mayHavePhoneNumber {
            available.append(FirstFactor.smsCode.rawValue)
        }
        return available
    }

    /// The session of a sign-up that was confirmed is proof enough.
    private func signInAfterSignUp(_ session: String, as user: UserRecord?) async throws -> SignInOutcome {
        let state = try openSession(session, for: [.confirmedSignUp])
        guard let user, user.sub == state.sub else { throw UserPoolFault.invalidSession }
        return try await afterFirstFactor(of: user, state: state)
    }
}
