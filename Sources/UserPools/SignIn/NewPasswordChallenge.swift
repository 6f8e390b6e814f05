import FoundationEssentials
import GRDB
import SecureRemotePassword

// A password that an administrator chose must be changed at the first sign-in.
extension PoolContext {
    func askForNewPassword(of user: UserRecord, state: SignInState) async throws -> SignInOutcome {
        let validity = Double(configuration.passwordPolicy.temporaryPasswordValidityInDays) * 86400
        guard now < (user.passwordSetAt ?? user.createdAt) + validity else {
            throw UserPoolFault.temporaryPasswordExpired
        }
        let missing = configuration.attributes.filter { $0.isRequired && user.value(of: $0.name) == nil }
        let parameters = [
            "USER_ID_FOR_SRP": user.userName,
            "requiredAttributes": try Self.json(missing.map { "userAttributes.\($0.name)" }),
            "userAttributes": try Self.json(user.attributes),
        ]
        return try await challenge(
            .newPasswordRequired, next: state.followed(by: .newPassword), after: state, parameters: parameters)
    }

    func answerNewPassword(_ responses: [String: String], session: String?) async throws -> SignInOutcome {
        let state = try openSession(session, for: [.newPassword])
        guard let password = responses["NEW_PASSWORD"] else { throw UserPoolFault.missingParameter("NEW_PASSWORD") }
        var user = try await requiredUser(of: state)
        guard user.status == .mustChangePassword else { throw UserPoolFault.invalidSession }
        try checkPassword(password)
        let prefix = "userAttributes."
        var changes: [String: String] = [:]
        for (name, value) in responses where name.hasPrefix(prefix) {
            let attribute = String(name.dropFirst(prefix.count))
            // Clients send back what they were shown; only what is new needs the right to change it.
            if user.attributes[attribute] != value { changes[attribute] = value }
        }
        try AttributeRules(configuration).check(changes, writer: .user, of: user)
        user.attributes.merge(changes) { $1 }
        try AttributeRules(configuration).checkRequired(user.attributes)
        let verifier = makeVerifier(password, userName: user.userName)
        let now = now
        let (sub, changed, signInAttributes) = (user.sub, changes, configuration.signInAttributes)
        let updated = try await write { db in
            try FlowRecord.finish(state, at: now, in: db)
            guard var current = try UserRecord.fetchOne(db, key: sub) else { throw UserPoolFault.invalidSession }
            current.attributes.merge(changed) { $1 }
            try current.checkAddresses(signInAttributes, in: db)
            current.status = .confirmed
            current.setPassword(verifier, at: now)
            try current.update(db)
            return current
        }
        return try await askForSecondFactor(of: updated, state: state.followed(by: .newPassword))
    }

    func checkPassword(_ password: String) throws(UserPoolFault) {
        if let fault = configuration.passwordPolicy.fault(of: password) { throw .invalidPassword(fault) }
    }

    /// Costs about a millisecond.
    func makeVerifier(_ password: String, userName: String) -> PasswordVerifier {
        PasswordVerifier(password: password, poolName: configuration.poolName, userID: userName)
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
