import GRDB

/// The pool's settings, as far as they are emulated.
enum DescribeUserPool: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
    }

    struct Output: Encodable {
        var userPool: Pool
    }

    struct Pool: Encodable {
        struct Policies: Encodable {
            struct Password: Encodable {
                var minimumLength: Int
                var requireUppercase: Bool
                var requireLowercase: Bool
                var requireNumbers: Bool
                var requireSymbols: Bool
                var temporaryPasswordValidityDays: Int
            }
            struct SignIn: Encodable { var allowedFirstAuthFactors: [String] }

            var passwordPolicy: Password
            var signInPolicy: SignIn
        }
        struct Attribute: Encodable {
            struct StringLimits: Encodable {
                var minLength: String?
                var maxLength: String?
            }
            struct NumberLimits: Encodable {
                var minValue: String?
                var maxValue: String?
            }

            var name: String
            var attributeDataType: String
            var developerOnlyAttribute = false
            var mutable: Bool
            var required: Bool
            var stringAttributeConstraints: StringLimits?
            var numberAttributeConstraints: NumberLimits?

            init(_ schema: AttributeSchema) {
                name = schema.name
                attributeDataType = schema.kind.rawValue
                mutable = schema.isMutable
                required = schema.isRequired
                let (minimum, maximum) = (schema.minimum.map(String.init), schema.maximum.map(String.init))
                if schema.kind == .string {
                    stringAttributeConstraints = StringLimits(minLength: minimum, maxLength: maximum)
                }
                if schema.kind == .number {
                    numberAttributeConstraints = NumberLimits(minValue: minimum, maxValue: maximum)
                }
            }
        }
        struct UpdateSettings: Encodable { var attributesRequireVerificationBeforeUpdate: [String] }
        struct AdminSettings: Encodable { var allowAdminCreateUserOnly: Bool }
        struct NameSettings: Encodable { var caseSensitive = false }
        struct Recovery: Encodable {
            struct Mechanism: Encodable {
                var priority: Int
                var name: String
            }

            var recoveryMechanisms: [Mechanism]
        }

        var id: String
        var arn: String
        var name: String
        var policies: Policies
        var schemaAttributes: [Attribute]
        var autoVerifiedAttributes: [String]
        var usernameAttributes: [String]
        var mfaConfiguration: String
        var estimatedNumberOfUsers: Int
        var userAttributeUpdateSettings: UpdateSettings
        var adminCreateUserConfig: AdminSettings
        var usernameConfiguration = NameSettings()
        var accountRecoverySetting: Recovery
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkPool(input.userPoolID)
        let configuration = pool.configuration
        let policy = configuration.passwordPolicy
        let count = try await pool.read { db in try UserRecord.fetchCount(db) }
        let declared = configuration.attributes
        let others = AttributeSchema.standardNames.filter { name in !declared.contains { $0.name == name } }
        let firstFactors = FirstFactor.allCases.filter(configuration.firstFactors.contains).map(\.rawValue)
        return Output(
            userPool: Pool(
                id: configuration.userPoolID, arn: configuration.arn, name: configuration.userPoolName,
                policies: Pool.Policies(
                    passwordPolicy: Pool.Policies.Password(
                        minimumLength: policy.minimumLength, requireUppercase: policy.requiresUppercase,
                        requireLowercase: policy.requiresLowercase, requireNumbers: policy.requiresNumbers,
                        requireSymbols: policy.requiresSymbols,
                        temporaryPasswordValidityDays: policy.temporaryPasswordValidityInDays),
                    signInPolicy: Pool.Policies.SignIn(allowedFirstAuthFactors: ["PASSWORD"] + firstFactors)),
                schemaAttributes: (others.compactMap(AttributeSchema.standard) + declared).map(Pool.Attribute.init),
                autoVerifiedAttributes: configuration.autoVerifiedAttributes.map(\.rawValue),
                usernameAttributes: configuration.signInAttributes.map(\.rawValue),
                mfaConfiguration: configuration.multiFactor.mode.rawValue, estimatedNumberOfUsers: count,
                userAttributeUpdateSettings: Pool.UpdateSettings(
                    attributesRequireVerificationBeforeUpdate:
                        configuration.attributesVerifiedBeforeUpdate.map(\.rawValue)),
                adminCreateUserConfig: Pool.AdminSettings(allowAdminCreateUserOnly: !configuration.allowsSelfSignUp),
                accountRecoverySetting: Pool.Recovery(
                    recoveryMechanisms: configuration.recovery.enumerated().map { index, mechanism in
                        Pool.Recovery.Mechanism(priority: index + 1, name: mechanism.rawValue)
                    })))
    }
}

/// The one pool of the sandbox.
enum ListUserPools: UserPoolOperation {
    struct Input: Decodable {}

    struct Output: Encodable {
        struct Pool: Encodable {
            var id: String
            var name: String
        }

        var userPools: [Pool]
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        Output(userPools: [
            Output.Pool(id: pool.configuration.userPoolID, name: pool.configuration.userPoolName)
        ])
    }
}

/// The second factors of the pool.
enum GetUserPoolMfaConfig: UserPoolOperation {
    struct Output: Encodable {
        struct SMS: Encodable { var smsAuthenticationMessage: String }
        struct AuthenticatorApp: Encodable { var enabled = true }
        struct Email: Encodable {
            var message: String
            var subject: String
        }

        var smsMfaConfiguration: SMS?
        var softwareTokenMfaConfiguration: AuthenticatorApp?
        var emailMfaConfiguration: Email?
        var mfaConfiguration: String
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: DescribeUserPool.Input, in pool: PoolContext) async throws -> Output {
        try pool.checkPool(input.userPoolID)
        let (policy, messages) = (pool.configuration.multiFactor, pool.configuration.messages)
        return Output(
            smsMfaConfiguration: policy.factors.contains(.sms)
                ? Output.SMS(smsAuthenticationMessage: messages.authenticationSMS) : nil,
            softwareTokenMfaConfiguration: policy.factors.contains(.authenticatorApp)
                ? Output.AuthenticatorApp() : nil,
            emailMfaConfiguration: policy.factors.contains(.email)
                ? Output.Email(
                    message: messages.authenticationEmailBody, subject: messages.authenticationEmailSubject) : nil,
            mfaConfiguration: policy.mode.rawValue)
    }
}
