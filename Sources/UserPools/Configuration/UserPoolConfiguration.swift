/// The user pool and its one app client as the definition asks for them.
package struct UserPoolConfiguration: Sendable, Equatable {
    /// `us-east-1_AbCdEf`.
    package var userPoolID: String
    package var userPoolName: String
    package var clientID: String
    package var clientName: String
    package var region: String
    /// Twelve digits.
    package var accountID: String
    /// The `iss` of tokens: `https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf`.
    package var issuer: String

    /// With what users sign in, `email` before `phoneNumber`; empty for plain user names.
    package var signInAttributes: [SignInAttribute] = [.email]
    /// What a code confirms at sign-up.
    package var autoVerifiedAttributes: [SignInAttribute] = [.email]
    /// A change of these takes effect once a code confirms the new value.
    package var attributesVerifiedBeforeUpdate: [SignInAttribute] = [.email]
    /// Those with rules beyond being there; standard attributes that are absent here may be used all the same.
    package var attributes: [AttributeSchema] = []
    package var groups: [DeclaredGroup] = []
    package var passwordPolicy = PasswordPolicy()
    package var multiFactor = MultiFactorPolicy.off
    package var recovery: [RecoveryMechanism] = [.verifiedEmail]
    package var messages = MessageTemplates()
    package var allowsSelfSignUp = true

    /// `ALLOW_` flows of the client.
    package var authFlows: Set<AuthFlow> = [.custom, .userSRP, .refreshToken]
    /// For USER_AUTH, beside the password.
    package var firstFactors: Set<FirstFactor> = []
    package var hidesUserExistence = true
    package var tokenLifetimes = TokenLifetimes()

    package init(
        userPoolID: String, userPoolName: String = "sandbox", clientID: String, clientName: String = "sandbox",
        region: String, accountID: String, issuer: String
    ) {
        self.userPoolID = userPoolID
        self.userPoolName = userPoolName
        self.clientID = clientID
        self.clientName = clientName
        self.region = region
        self.accountID = accountID
        self.issuer = issuer
    }

    /// The part of the pool's id that SRP hashes: what follows the first `_`, up to a second one.
    var poolName: String {
        let parts = userPoolID.split(separator: "_", omittingEmptySubsequences: false)
        return parts.count > 1 ? String(parts[1]) : userPoolID
    }

    /// `arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID`.
    var arn: String { "arn:aws:cognito-idp:\(region):\(accountID):userpool/\(userPoolID)" }
}

/// An attribute that identifies a user at sign-in, and to which codes are sent.
package enum SignInAttribute: String, Sendable, Hashable, Codable, CaseIterable {
    case email
    case phoneNumber = "phone_number"

    var verifiedFlag: String { rawValue + "_verified" }
}

/// A group of the definition, with its own role.
package struct DeclaredGroup: Sendable, Equatable {
    package var name: String
    /// The lowest number wins.
    package var precedence: Int
    package var roleARN: String

    package init(name: String, precedence: Int, roleARN: String) {
        self.name = name
        self.precedence = precedence
        self.roleARN = roleARN
    }
}

/// The ways to sign in that the app client allows.
package enum AuthFlow: String, Sendable, Hashable, CaseIterable {
    case userSRP = "ALLOW_USER_SRP_AUTH"
    case userPassword = "ALLOW_USER_PASSWORD_AUTH"
    case adminUserPassword = "ALLOW_ADMIN_USER_PASSWORD_AUTH"
    case custom = "ALLOW_CUSTOM_AUTH"
    case user = "ALLOW_USER_AUTH"
    case refreshToken = "ALLOW_REFRESH_TOKEN_AUTH"
}

/// What may stand in the place of a password with USER_AUTH.
package enum FirstFactor: String, Sendable, Hashable, CaseIterable {
    case emailCode = "EMAIL_OTP"
    case smsCode = "SMS_OTP"
    case passkey = "WEB_AUTHN"
}

/// Whether a second factor is asked for, and which there are.
package struct MultiFactorPolicy: Sendable, Equatable {
    package enum Mode: String, Sendable {
        case off = "OFF"
        case optional = "OPTIONAL"
        case required = "ON"
    }

    package static let off = MultiFactorPolicy(mode: .off, factors: [])

    package var mode: Mode
    /// In the order `sms`, `authenticatorApp`, `email`.
    package var factors: [SecondFactor]

    package init(mode: Mode, factors: [SecondFactor]) {
        self.mode = mode
        self.factors = factors
    }
}

/// The second factors, as challenges and settings name them.
package enum SecondFactor: String, Sendable, Hashable, Codable, CaseIterable {
    case sms = "SMS_MFA"
    case authenticatorApp = "SOFTWARE_TOKEN_MFA"
    case email = "EMAIL_OTP"
}

/// Where a code for a forgotten password may be sent, the first usable one first.
package enum RecoveryMechanism: String, Sendable, Hashable {
    case verifiedEmail = "verified_email"
    case verifiedPhoneNumber = "verified_phone_number"
    case adminOnly = "admin_only"
}

/// In seconds; the defaults are Cognito's.
package struct TokenLifetimes: Sendable, Equatable {
    package var access = 3600
    package var id = 3600
    package var refresh = 30 * 86400
    /// The time to answer a challenge.
    package var session = 180

    package init() {}
}
