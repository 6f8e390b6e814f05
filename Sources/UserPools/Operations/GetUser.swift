import FoundationEssentials

/// The signed-in user's attributes and factors.
enum GetUser: UserPoolOperation {
    struct Output: Encodable {
        var username: String
        var userAttributes: [AttributePair]
        var preferredMfaSetting: String?
        var userMFASettingList: [String]?
    }

    static func perform(_ input: AccessTokenInput, in pool: PoolContext) async throws -> Output {
        let user = try await pool.signedInUser(accessToken: input.accessToken).user
        return Output(
            username: user.userName, userAttributes: AttributePair.all(of: user),
            preferredMfaSetting: user.factors.preferred?.rawValue, userMFASettingList: user.factors.settingList)
    }
}

/// Any user, for administrators.
enum AdminGetUser: UserPoolOperation {
    struct Output: Encodable {
        var username: String
        var userAttributes: [AttributePair]
        var userCreateDate: Date
        var userLastModifiedDate: Date
        var enabled: Bool
        var userStatus: UserRecord.Status
        var preferredMfaSetting: String?
        var userMFASettingList: [String]?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Output {
        let user = try await pool.user(input)
        let description = UserDescription(user)
        return Output(
            username: user.userName, userAttributes: description.attributes,
            userCreateDate: description.userCreateDate, userLastModifiedDate: description.userLastModifiedDate,
            enabled: user.isEnabled, userStatus: user.status,
            preferredMfaSetting: user.factors.preferred?.rawValue, userMFASettingList: user.factors.settingList)
    }
}

extension UserRecord.Factors {
    /// Nil if there are none, as Cognito leaves the list out.
    var settingList: [String]? {
        let names = SecondFactor.allCases.filter(enabled.contains).map(\.rawValue)
        return names.isEmpty ? nil : names
    }
}

/// What the user may sign in with.
enum GetUserAuthFactors: UserPoolOperation {
    struct Output: Encodable {
        var username: String
        var preferredMfaSetting: String?
        var userMFASettingList: [String]?
        var configuredUserAuthFactors: [String]
    }

    static func perform(_ input: AccessTokenInput, in pool: PoolContext) async throws -> Output {
        let user = try await pool.signedInUser(accessToken: input.accessToken).user
        var factors = user.password == nil ? [] : ["PASSWORD"]
        let configured = pool.configuration.firstFactors
        if configured.contains(.emailCode), user.isVerified(.email) { factors.append(FirstFactor.emailCode.rawValue) }
        if configured.contains(.smsCode), user.isVerified(.phoneNumber) { factors.append(FirstFactor.smsCode.rawValue) }
        return Output(
            username: user.userName, preferredMfaSetting: user.factors.preferred?.rawValue,
            userMFASettingList: user.factors.settingList, configuredUserAuthFactors: factors)
    }
}
