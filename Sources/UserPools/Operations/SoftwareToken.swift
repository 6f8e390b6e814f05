import OpenSSL

/// A new secret for an authenticator app, for a signed-in user or within a sign-in.
enum AssociateSoftwareToken: UserPoolOperation {
    struct Input: Decodable {
        var accessToken: String?
        var session: String?
    }

    struct Output: Encodable {
        var secretCode: String
        var session: String?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        guard pool.configuration.multiFactor.factors.contains(.authenticatorApp) else {
            throw UserPoolFault.authenticatorNotEnabled
        }
        // As long as Cognito's.
        let secret = Randomness.bytes(32)
        let code = TimeBasedCode.base32(secret)
        guard input.accessToken == nil else {
            let user = try await pool.signedInUser(accessToken: input.accessToken).user
            let sealed = pool.service.sealing.seal(secret)
            try await pool.change(user.sub) { user, _ in user.factors.pendingAuthenticatorSecret = sealed }
            return Output(secretCode: code)
        }
        var state = try pool.openSession(input.session, for: [.setUpFactor])
        state.authenticatorSecret = secret
        state.authenticatorStep = nil
        return Output(secretCode: code, session: try pool.sealSession(state))
    }
}

/// The first code of an authenticator app shows that it has the secret.
enum VerifySoftwareToken: UserPoolOperation {
    struct Input: Decodable {
        var accessToken: String?
        var session: String?
        var userCode: String?
    }

    struct Output: Encodable {
        var status = "SUCCESS"
        var session: String?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        let code = try pool.required(input.userCode, "userCode")
        guard input.accessToken == nil else {
            try await verify(code, accessToken: input.accessToken, in: pool)
            return Output()
        }
        var state = try pool.openSession(input.session, for: [.setUpFactor])
        guard let secret = state.authenticatorSecret,
            let step = TimeBasedCode.step(of: code, secret: secret, at: pool.now)
        else { throw try await pool.wrongCode(state, .authenticatorCodeMismatch) }
        state.authenticatorStep = step
        return Output(session: try pool.sealSession(state))
    }

    private static func verify(_ code: String, accessToken: String?, in pool: PoolContext) async throws {
        let user = try await pool.signedInUser(accessToken: accessToken).user
        guard let sealed = user.factors.pendingAuthenticatorSecret, let secret = pool.service.sealing.open(sealed)
        else {
            throw UserPoolFault.authenticatorNotEnabled
        }
        guard let step = TimeBasedCode.step(of: code, secret: secret, at: pool.now) else {
            throw UserPoolFault.authenticatorCodeMismatch
        }
        let isRequired = pool.configuration.multiFactor.mode == .required
        try await pool.change(user.sub) { user, _ in
            user.factors.authenticatorSecret = sealed
            user.factors.pendingAuthenticatorSecret = nil
            user.factors.lastAuthenticatorStep = step
            if isRequired { user.factors.enabled.insert(.authenticatorApp) }
        }
    }
}
