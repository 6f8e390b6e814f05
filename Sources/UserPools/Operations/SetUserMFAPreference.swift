/// Which second factors the user is asked for.
enum SetUserMFAPreference: UserPoolOperation {
    struct Input: Decodable {
        var accessToken: String?
        var preferences: FactorPreferences

        init(from decoder: any Decoder) throws {
            accessToken = try decoder.container(keyedBy: Key.self).decodeIfPresent(String.self, forKey: .accessToken)
            preferences = try FactorPreferences(from: decoder)
        }

        private enum Key: CodingKey { case accessToken }
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        let user = try await pool.signedInUser(accessToken: input.accessToken).user
        try await pool.apply(input.preferences, to: user)
        return Nothing()
    }
}

/// The same by an administrator.
enum AdminSetUserMFAPreference: UserPoolOperation {
    struct Input: Decodable {
        var user: UserInput
        var preferences: FactorPreferences

        init(from decoder: any Decoder) throws {
            user = try UserInput(from: decoder)
            preferences = try FactorPreferences(from: decoder)
        }
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        let user = try await pool.user(input.user)
        try await pool.apply(input.preferences, to: user)
        return Nothing()
    }
}

/// What is said of each factor; nothing for those that stay.
struct FactorPreferences: Decodable, Sendable {
    struct Settings: Decodable, Sendable {
        var enabled: Bool?
        var preferredMfa: Bool?
    }

    private var sms: Settings?
    private var authenticatorApp: Settings?
    private var email: Settings?

    private enum CodingKeys: String, CodingKey {
        case sms = "SMSMfaSettings"
        case authenticatorApp = "softwareTokenMfaSettings"
        case email = "emailMfaSettings"
    }

    var given: [(factor: SecondFactor, settings: Settings)] {
        [(.sms, sms), (.authenticatorApp, authenticatorApp), (.email, email)].compactMap { factor, settings in
            settings.map { (factor, $0) }
        }
    }
}

extension PoolContext {
    fileprivate func apply(_ preferences: FactorPreferences, to user: UserRecord) async throws {
        for (factor, settings) in preferences.given where settings.enabled == true {
            guard configuration.multiFactor.factors.contains(factor) else {
                throw UserPoolFault.factorNotEnabled(factor)
            }
            guard isSetUp(factor, of: user) else { throw UserPoolFault.factorNotSetUp(factor) }
        }
        try await change(user.sub) { user, _ in
            for (factor, settings) in preferences.given {
                if settings.enabled == true { user.factors.enabled.insert(factor) }
                if settings.enabled == false { user.factors.enabled.remove(factor) }
                if settings.preferredMfa == true { user.factors.preferred = factor }
                let isNoLongerPreferred = settings.preferredMfa == false || settings.enabled == false
                if isNoLongerPreferred, user.factors.preferred == factor { user.factors.preferred = nil }
            }
            if let preferred = user.factors.preferred, !user.factors.enabled.contains(preferred) {
                user.factors.preferred = nil
            }
        }
    }
}
