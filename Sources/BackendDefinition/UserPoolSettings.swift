import OrderedCollections

/// What an auth definition makes of the user pool, its client and the identity pool: the properties with Amplify's
/// defaults, changed by what was set on their CloudFormation resources.
package struct UserPoolSettings: Sendable, Hashable {
    package struct PasswordPolicy: Sendable, Hashable {
        package var minimumLength = 8
        package var requiresLowercase = true
        package var requiresNumbers = true
        package var requiresSymbols = true
        package var requiresUppercase = true
    }

    /// What is written into the outputs about signing in without a password.
    package struct Passwordless: Sendable, Hashable {
        package var emailOTP = false
        package var smsOTP = false
        package var webAuthn: WebAuthn?
        package var preferredChallenge: String?
    }

    package struct WebAuthn: Sendable, Hashable {
        package var relyingPartyID: String
        package var userVerification: String
    }

    /// Hosted sign-in; there only with external providers.
    package struct OAuth: Sendable, Hashable {
        /// `GOOGLE`, `FACEBOOK`, `LOGIN_WITH_AMAZON`, `SIGN_IN_WITH_APPLE`.
        package var identityProviders: [String]
        package var callbackURLs: [String]
        package var logoutURLs: [String]
        package var responseType = "code"
        package var scopes: [String]
    }

    package enum MultiFactor: String, Sendable {
        case off = "NONE"
        case optional = "OPTIONAL"
        case required = "REQUIRED"
    }

    /// `email`, `phone_number`: what a user may sign in with.
    package var usernameAttributes: [String]
    /// What is verified by a code at sign-up.
    package var verificationTypes: [String]
    /// Cognito's names, in the order of the user pool's schema.
    package var requiredAttributes: [String]
    package var multiFactor: MultiFactor
    /// `SMS`, `TOTP`, `EMAIL`.
    package var multiFactorMethods: [String]
    package var passwordPolicy: PasswordPolicy
    package var allowsGuests: Bool
    package var passwordless: Passwordless?
    package var oauth: OAuth?
}

extension AuthDefinition {
    package var userPoolSettings: UserPoolSettings {
        let pool = overrides["cfnUserPool"]
        let client = overrides["cfnUserPoolClient"]
        let names = signInAttributes
        let multiFactor = multiFactor
        return UserPoolSettings(
            usernameAttributes: pool?["usernameAttributes"]?.texts ?? names,
            verificationTypes: pool?["autoVerifiedAttributes"]?.texts ?? names,
            requiredAttributes: pool?["schema"].map(Self.requiredAttributes(inSchema:)) ?? requiredAttributes,
            multiFactor: pool?["mfaConfiguration"]?.text.flatMap(Self.multiFactor(named:)) ?? multiFactor,
            multiFactorMethods: pool?["enabledMfas"]?.texts.compactMap(Self.method(named:))
                ?? (multiFactor == .off ? [] : multiFactorMethods),
            passwordPolicy: Self.passwordPolicy(pool?["policies"]?["passwordPolicy"]),
            allowsGuests: overrides["cfnIdentityPool"]?["allowUnauthenticatedIdentities"]?.boolean ?? true,
            passwordless: passwordless,
            oauth: oauth(overrides: client))
    }

    private var login: JSONValue? { properties["loginWith"] }

    private var signInAttributes: [String] {
        [("email", "email"), ("phone", "phone_number")].filter { login?[$0.0]?.isTruthy == true }.map(\.1)
    }

    // MARK: Attributes

    /// The names that Cognito has for Amplify's standard attributes.
    package static let standardAttributes = [
        "address": "address", "birthdate": "birthdate", "email": "email", "familyName": "family_name",
        "fullname": "name", "gender": "gender", "givenName": "given_name", "lastUpdateTime": "updated_at",
        "locale": "locale", "middleName": "middle_name", "nickname": "nickname", "phoneNumber": "phone_number",
        "preferredUsername": "preferred_username", "profilePage": "profile", "profilePicture": "picture",
        "timezone": "zoneinfo", "website": "website",
    ]

    /// What one signs in with comes first and is required unless `userAttributes` says otherwise.
    private var requiredAttributes: [String] {
        var required: OrderedDictionary<String, Bool> = [:]
        for name in signInAttributes { required[name] = true }
        if case .object(let attributes)? = properties["userAttributes"] {
            for (key, settings) in attributes {
                guard let name = Self.standardAttributes[key] else { continue }
                required[name] = settings["required"]?.isTruthy == true
            }
        }
        return required.filter(\.value).map(\.key)
    }

    private static func requiredAttributes(inSchema schema: JSONValue) -> [String] {
        schema.elements.filter { $0["required"]?.isTruthy == true }.compactMap { $0["name"]?.text?.lowercased() }
    }

    // MARK: Second factor

    private var multiFactor: UserPoolSettings.MultiFactor {
        switch properties["multifactor"]?["mode"]?.text {
        case "OPTIONAL": .optional
        case "REQUIRED": .required
        default: .off
        }
    }

    private var multiFactorMethods: [String] {
        [("sms", "SMS"), ("totp", "TOTP"), ("email", "EMAIL")].filter {
            properties["multifactor"]?[$0.0]?.isTruthy == true
        }.map(\.1)
    }

    /// CloudFormation's words.
    private static func multiFactor(named name: String) -> UserPoolSettings.MultiFactor? {
        ["OFF": .off, "OPTIONAL": .optional, "ON": .required][name]
    }

    private static func method(named name: String) -> String? {
        ["SMS_MFA": "SMS", "SOFTWARE_TOKEN_MFA": "TOTP", "EMAIL_OTP": "EMAIL"][name]
    }

    // MARK: Passwords and their absence

    /// What an override leaves out is not required.
    private static func passwordPolicy(_ override: JSONValue?) -> UserPoolSettings.PasswordPolicy {
        guard let override else { return UserPoolSettings.PasswordPolicy() }
        return UserPoolSettings.PasswordPolicy(
            minimumLength: override["minimumLength"]?.number.flatMap { Int(exactly: $0) } ?? 8,
            requiresLowercase: override["requireLowercase"]?.isTruthy == true,
            requiresNumbers: override["requireNumbers"]?.isTruthy == true,
            requiresSymbols: override["requireSymbols"]?.isTruthy == true,
            requiresUppercase: override["requireUppercase"]?.isTruthy == true)
    }

    private var passwordless: UserPoolSettings.Passwordless? {
        var settings = UserPoolSettings.Passwordless(
            emailOTP: login?["email"]?["otpLogin"]?.isTruthy == true,
            smsOTP: login?["phone"]?["otpLogin"]?.isTruthy == true,
            preferredChallenge: properties["passwordlessOptions"]?["preferredChallenge"]?.text)
        if let webAuthn = login?["webAuthn"], webAuthn.isTruthy {
            // In a sandbox `AUTO` is the developer's own machine.
            let party = webAuthn["relyingPartyId"]?.text ?? "AUTO"
            settings.webAuthn = UserPoolSettings.WebAuthn(
                relyingPartyID: party == "AUTO" ? "localhost" : party,
                userVerification: webAuthn["userVerification"]?.text ?? "preferred")
        }
        return settings == UserPoolSettings.Passwordless() ? nil : settings
    }

    // MARK: External providers

    private func oauth(overrides: JSONValue?) -> UserPoolSettings.OAuth? {
        let external = login?["externalProviders"]
        let callbackURLs = overrides?["callbackUrLs"]?.texts ?? external?["callbackUrls"]?.texts ?? []
        let logoutURLs = overrides?["logoutUrLs"]?.texts ?? external?["logoutUrls"]?.texts ?? []
        guard !callbackURLs.isEmpty, !logoutURLs.isEmpty else { return nil }
        return UserPoolSettings.OAuth(
            identityProviders: overrides?["supportedIdentityProviders"]?.texts.compactMap(Self.provider(named:))
                ?? Self.providers(external),
            callbackURLs: callbackURLs, logoutURLs: logoutURLs,
            responseType: overrides?["allowedOAuthFlows"]?.texts.first ?? "code",
            scopes: overrides?["allowedOAuthScopes"]?.texts ?? Self.scopes(external?["scopes"]))
    }

    private static func providers(_ external: JSONValue?) -> [String] {
        [
            ("google", "GOOGLE"), ("facebook", "FACEBOOK"), ("loginWithAmazon", "LOGIN_WITH_AMAZON"),
            ("signInWithApple", "SIGN_IN_WITH_APPLE"),
        ].filter { external?[$0.0]?.isTruthy == true }.map(\.1)
    }

    private static func provider(named name: String) -> String? {
        [
            "Google": "GOOGLE", "Facebook": "FACEBOOK", "LoginWithAmazon": "LOGIN_WITH_AMAZON",
            "SignInWithApple": "SIGN_IN_WITH_APPLE",
        ][name]
    }

    /// Amplify's names of scopes turned into those of OAuth; `openid` joins any that speaks of the user.
    private static func scopes(_ given: JSONValue?) -> [String] {
        guard let given else { return ["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"] }
        var scopes: OrderedSet<String> = []
        for name in given.texts {
            scopes.append(name == "COGNITO_ADMIN" ? "aws.cognito.signin.user.admin" : name.lowercased())
        }
        if !scopes.isDisjoint(with: ["phone", "email", "profile"]) { scopes.append("openid") }
        return Array(scopes)
    }
}
