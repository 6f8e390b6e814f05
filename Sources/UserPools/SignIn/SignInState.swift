import FoundationEssentials
import JSONWebToken
import OpenSSL

/// What the pool must remember between two steps of a sign-in. It travels sealed with the client, so that a restart
/// loses nothing; only whether it was used is kept.
struct SignInState: Codable, Sendable {
    enum Step: String, Codable, Sendable {
        case passwordVerifier
        case newPassword
        /// A code was sent as a second factor, or as the first of USER_AUTH.
        case secondFactorCode
        case firstFactorCode
        case authenticatorCode
        case selectSecondFactor
        case setUpFactor
        case selectChallenge
        /// A sign-up that may sign in without a further proof once it is confirmed.
        case signedUp
        case confirmedSignUp
    }

    var id = Randomness.hexadecimal(byteCount: 16)
    var step: Step
    /// The internal name.
    var userName: String
    /// Absent if there is no such user.
    var sub: String?
    /// Under which wrong passwords are counted.
    var failureName: String
    var clientID: String
    var expiresAt: Double

    /// SRP: the client's public value and the server's secret, in hexadecimal digits.
    var clientPublic: String?
    var serverSecret: String?
    /// The code that was sent, and as which factor.
    var code: String?
    var factor: SecondFactor?
    /// An address that the code will prove, for a factor that is being set up.
    var newEmail: String?
    /// An authenticator that is being set up.
    var authenticatorSecret: [UInt8]?
    var authenticatorStep: Int?

    /// Another step of the same sign-in.
    func followed(by step: Step) -> SignInState {
        var next = self
        next.id = Randomness.hexadecimal(byteCount: 16)
        next.step = step
        next.clientPublic = nil
        next.serverSecret = nil
        next.code = nil
        next.factor = nil
        next.newEmail = nil
        return next
    }
}

extension PoolContext {
    /// A first step for a user, or for a name that nobody has.
    func makeState(_ step: SignInState.Step, name: String, user: UserRecord?) -> SignInState {
        SignInState(
            step: step, userName: user?.userName ?? pretendedUserName(for: name), sub: user?.sub,
            failureName: user?.sub ?? UserRecord.fold(name), clientID: configuration.clientID,
            expiresAt: now + Double(configuration.tokenLifetimes.session))
    }

    func seal(_ state: SignInState) throws -> [UInt8] {
        service.sealing.seal([UInt8](try JSONEncoder().encode(state)))
    }

    /// The `Session` of an answer.
    func sealSession(_ state: SignInState) throws -> String {
        Base64URL.encode(try seal(state))
    }

    /// Reads a `Session`. Throws for one that is not ours, that is for another step, or that has ended.
    func openSession(_ session: String?, for steps: Set<SignInState.Step>) throws -> SignInState {
        let text = try required(session, "session")
        guard text.utf8.count <= 4096, let sealed = Base64URL.decode(text) else { throw UserPoolFault.invalidSession }
        return try open(sealed, for: steps)
    }

    func open(_ sealed: [UInt8], for steps: Set<SignInState.Step>) throws -> SignInState {
        guard let bytes = service.sealing.open(sealed),
            // What our own key has sealed is JSON of a state, unless an older version made it: then it is void.
            let state = try? JSONDecoder().decode(SignInState.self, from: Data(bytes)),
            steps.contains(state.step), state.clientID == configuration.clientID
        else { throw UserPoolFault.invalidSession }
        guard now < state.expiresAt else { throw UserPoolFault.sessionExpired }
        return state
    }
}
