import FoundationEssentials
import GRDB
import OpenSSL
import SecureRemotePassword

// Sign-in with a password, by proof or in plain.
extension PoolContext {
    /// First step of SRP. Unknown users get a challenge, too.
    func startSRP(name: String, clientPublic text: String) async throws -> SignInOutcome {
        guard let clientPublic = BigNumber(hexadecimal: text), CognitoSRP.group.isAcceptable(clientPublic) else {
            throw UserPoolFault.invalidSRPValue
        }
        let user = try await userForPassword(name)
        let password = user?.password ?? pretendedPassword(for: name)
        let exchange = ServerExchange(verifier: password)
        var state = makeState(.passwordVerifier, name: name, user: user)
        state.clientPublic = clientPublic.hexadecimal
        state.serverSecret = exchange.b.hexadecimal
        return .challenge(
            .passwordVerifier,
            parameters: [
                "SALT": password.salt.hexadecimal, "SRP_B": exchange.serverPublic.hexadecimal,
                "SECRET_BLOCK": Data(try seal(state)).base64EncodedString(), "USERNAME": state.userName,
                "USER_ID_FOR_SRP": state.userName,
            ])
    }

    /// Second step of SRP.
    func finishSRP(_ responses: [String: String]) async throws -> SignInOutcome {
        guard let signatureText = responses["PASSWORD_CLAIM_SIGNATURE"] else {
            throw UserPoolFault.missingParameter("PASSWORD_CLAIM_SIGNATURE")
        }
        guard let blockText = responses["PASSWORD_CLAIM_SECRET_BLOCK"] else {
            throw UserPoolFault.missingParameter("PASSWORD_CLAIM_SECRET_BLOCK")
        }
        guard let timestamp = responses["TIMESTAMP"] else { throw UserPoolFault.missingParameter("TIMESTAMP") }
        guard responses["USERNAME"] != nil else { throw UserPoolFault.missingParameter("USERNAME") }
        guard let block = Self.decodeBase64(blockText), let signature = Self.decodeBase64(signatureText) else {
            throw UserPoolFault.incorrectPassword
        }
        let state = try open(block, for: [.passwordVerifier])
        guard let clientPublic = state.clientPublic.flatMap(BigNumber.init(hexadecimal:)),
            let serverSecret = state.serverSecret.flatMap(BigNumber.init(hexadecimal:))
        else { throw UserPoolFault.invalidSession }
        let user = try await user(of: state)
        let password = user?.password ?? pretendedPassword(for: state.failureName)
        let isRight = ServerExchange(verifier: password, b: serverSecret).accepts(
            signature: signature, clientPublic: clientPublic, poolName: configuration.poolName,
            userID: state.userName, secretBlock: block, timestamp: timestamp)
        guard let user, user.password != nil, isRight else { throw try await wrongPassword(state.failureName) }
        return try await afterFirstFactor(of: user, state: state)
    }

    /// The password itself, for clients that may.
    func signIn(name: String, password: String) async throws -> SignInOutcome {
        let user = try await userForPassword(name)
        let state = makeState(.passwordVerifier, name: name, user: user)
        let isRight = (user?.password ?? pretendedPassword(for: name)).matches(
            password: password, poolName: configuration.poolName, userID: state.userName)
        guard let user, user.password != nil, isRight else { throw try await wrongPassword(state.failureName) }
        return try await afterFirstFactor(of: user, state: state)
    }

    /// The old password of somebody who is signed in; counts as an attempt.
    func checkPassword(_ password: String, of user: UserRecord) async throws {
        let now = now
        try await read { db in try PasswordFailureRecord.checkNotLocked(user.sub, at: now, in: db) }
        let isRight = user.password?.matches(
            password: password, poolName: configuration.poolName, userID: user.userName)
        guard isRight == true else { throw try await wrongPassword(user.sub) }
    }

    /// The user, unless locked or to be reset; nil for a name that nobody has, where that is a secret.
    private func userForPassword(_ name: String) async throws -> UserRecord? {
        let user = try await user(named: name)
        let failureName = user?.sub ?? UserRecord.fold(name)
        let now = now
        try await read { db in
            try PasswordFailureRecord.checkNotLocked(failureName, at: now, in: db)
        }
        guard user != nil || configuration.hidesUserExistence else { throw UserPoolFault.userNotFound }
        // The old password is void, so nobody could come to the check that follows it.
        if user?.status == .resetRequired { throw UserPoolFault.passwordResetRequired }
        return user
    }

    /// Counts the failure and gives the fault.
    private func wrongPassword(_ name: String) async throws -> UserPoolFault {
        let now = now
        try await write { db in try PasswordFailureRecord.count(name, at: now, in: db) }
        return .incorrectPassword
    }

    /// Clients use either alphabet, with padding or without.
    private static func decodeBase64(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 8192 else { return nil }
        var standard = text.replacing("-", with: "+").replacing("_", with: "/")
        while !standard.utf8.count.isMultiple(of: 4) { standard.append("=") }
        return Data(base64Encoded: standard).map { [UInt8]($0) }
    }
}

extension PoolContext {
    /// The user whom a name means.
    func user(named name: String) async throws -> UserRecord? {
        let signInAttributes = configuration.signInAttributes
        return try await read { db in
            try UserRecord.find(name, signInAttributes: signInAttributes, in: db)
        }
    }

    /// The user of a sign-in; nil if there never was one.
    func user(of state: SignInState) async throws -> UserRecord? {
        guard let sub = state.sub else { return nil }
        return try await read { db in try UserRecord.fetchOne(db, key: sub) }
    }

    /// The user of a sign-in that cannot have come this far without one, unless it was removed meanwhile.
    func requiredUser(of state: SignInState) async throws -> UserRecord {
        guard let user = try await user(of: state) else { throw UserPoolFault.invalidSession }
        return user
    }
}
