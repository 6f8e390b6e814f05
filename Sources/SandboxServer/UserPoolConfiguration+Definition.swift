import BackendDefinition
import OrderedCollections
import UserPools

extension UserPoolConfiguration {
    /// The pool that `defineAuth` deploys; without one, the pool that `defineAuth({ loginWith: { email: true } })` would.
    init(names: DeployedNames, auth: AuthDefinition?) {
        self.init(
            userPoolID: names.userPoolID, clientID: names.userPoolClientID, region: names.region,
            accountID: names.accountID, issuer: names.issuer)
        guard let auth else { return }
        let settings = auth.userPoolSettings
        let login = auth.properties["loginWith"]
        if let name = auth.name { userPoolName = name }
        signInAttributes = settings.usernameAttributes.compactMap(SignInAttribute.init(rawValue:))
        autoVerifiedAttributes = settings.verificationTypes.compactMap(SignInAttribute.init(rawValue:))
        attributesVerifiedBeforeUpdate = autoVerifiedAttributes
        attributes = AttributeSchema.declared(
            by: auth.properties["userAttributes"], required: settings.requiredAttributes)
        groups = auth.groups.map {
            DeclaredGroup(name: $0.name, precedence: $0.precedence, roleARN: names.roleARN(ofGroup: $0.name))
        }
        multiFactor = MultiFactorPolicy(settings)
        recovery = RecoveryMechanism.list(auth.properties["accountRecovery"]?.text, signIn: signInAttributes)
        messages.take(from: login)
        if let text = auth.properties["multifactor"]?["sms"]?["smsMessage"]?.text { messages.authenticationSMS = text }
        passwordPolicy = PasswordPolicy(settings.passwordPolicy)
        firstFactors = FirstFactor.allowed(by: settings.passwordless)
        if !firstFactors.isEmpty { authFlows.insert(.user) }
        apply(pool: auth.overrides["cfnUserPool"], client: auth.overrides["cfnUserPoolClient"])
    }

    /// What was set on the CloudFormation resources and is not among the settings.
    private mutating func apply(pool: JSONValue?, client: JSONValue?) {
        if let days = pool?["policies"]?["passwordPolicy"]?["temporaryPasswordValidityDays"]?.number {
            passwordPolicy.temporaryPasswordValidityInDays = Int(days)
        }
        if pool?["adminCreateUserConfig"]?["allowAdminCreateUserOnly"]?.isTruthy == true { allowsSelfSignUp = false }
        if let flows = client?["explicitAuthFlows"] {
            authFlows = Set(flows.texts.compactMap(AuthFlow.init(rawValue:)))
        }
        if client?["preventUserExistenceErrors"]?.text == "LEGACY" { hidesUserExistence = false }
        if let client { tokenLifetimes.take(from: client) }
    }
}

extension DeployedNames {
    /// The `iss` of tokens, without the region's real host being asked for anything.
    var issuer: String { "https://\(provider)" }

    /// The user pool as a login provider of the identity pool.
    var provider: String { "cognito-idp.\(region).amazonaws.com/\(userPoolID)" }

    func roleARN(ofGroup name: String) -> String {
        roleARN("\(name)GroupRole")
    }

    func roleARN(_ name: String) -> String { "arn:aws:iam::\(accountID):role/\(stackName.prefix(30))-\(name)" }
}

extension AttributeSchema {
    /// - Parameter required: Cognito's names.
    fileprivate static func declared(by declared: JSONValue?, required: [String]) -> [AttributeSchema] {
        var schemas: OrderedDictionary<String, AttributeSchema> = [:]
        for name in required { schemas[name] = AttributeSchema(name: name, isRequired: true) }
        guard case .object(let members)? = declared else { return Array(schemas.values) }
        for (key, value) in members {
            let name = AuthDefinition.standardAttributes[key] ?? key
            schemas[name] = AttributeSchema(
                name: name, kind: value["dataType"]?.text.flatMap(Kind.init(rawValue:)) ?? .string,
                isRequired: required.contains(name), isMutable: value["mutable"]?.boolean ?? true,
                minimum: (value["minLen"] ?? value["min"])?.integer, maximum: (value["maxLen"] ?? value["max"])?.integer
            )
        }
        return Array(schemas.values)
    }
}

extension MultiFactorPolicy {
    fileprivate init(_ settings: UserPoolSettings) {
        let factors: [String: SecondFactor] = ["SMS": .sms, "TOTP": .authenticatorApp, "EMAIL": .email]
        let mode: Mode =
            switch settings.multiFactor {
            case .off: .off
            case .optional: .optional
            case .required: .required
            }
        self.init(mode: mode, factors: settings.multiFactorMethods.compactMap { factors[$0] })
    }
}

extension RecoveryMechanism {
    fileprivate static func list(_ word: String?, signIn: [SignInAttribute]) -> [RecoveryMechanism] {
        switch word {
        case "EMAIL_ONLY": [.verifiedEmail]
        case "PHONE_ONLY_WITHOUT_MFA": [.verifiedPhoneNumber]
        case "EMAIL_AND_PHONE_WITHOUT_MFA": [.verifiedEmail, .verifiedPhoneNumber]
        case "PHONE_WITHOUT_MFA_AND_EMAIL", "PHONE_AND_EMAIL": [.verifiedPhoneNumber, .verifiedEmail]
        case "NONE": [.adminOnly]
        default: signIn.contains(.email) ? [.verifiedEmail] : [.verifiedPhoneNumber]
        }
    }
}

extension MessageTemplates {
    /// The texts of `loginWith.email` and `loginWith.phone`.
    fileprivate mutating func take(from login: JSONValue?) {
        let email = login?["email"]
        if let text = email?["verificationEmailSubject"]?.text { verificationEmailSubject = text }
        if let text = email?["verificationEmailBody"]?.text { verificationEmailBody = text }
        if let text = login?["phone"]?["verificationMessage"]?.text { verificationSMS = text }
        let invitation = email?["userInvitation"]
        if let text = invitation?["emailSubject"]?.text { invitationEmailSubject = text }
        if let text = invitation?["emailBody"]?.text { invitationEmailBody = text }
        if let text = invitation?["smsMessage"]?.text { invitationSMS = text }
    }
}

extension FirstFactor {
    fileprivate static func allowed(by passwordless: UserPoolSettings.Passwordless?) -> Set<FirstFactor> {
        guard let passwordless else { return [] }
        var factors: Set<FirstFactor> = []
        if passwordless.emailOTP { factors.insert(.emailCode) }
        if passwordless.smsOTP { factors.insert(.smsCode) }
        if passwordless.webAuthn != nil { factors.insert(.passkey) }
        return factors
    }
}

extension PasswordPolicy {
    fileprivate init(_ settings: UserPoolSettings.PasswordPolicy) {
        self.init()
        minimumLength = settings.minimumLength
        requiresUppercase = settings.requiresUppercase
        requiresLowercase = settings.requiresLowercase
        requiresNumbers = settings.requiresNumbers
        requiresSymbols = settings.requiresSymbols
    }
}

extension JSONValue {
    fileprivate var integer: Int? { number.flatMap { Int(exactly: $0) } }
}

extension TokenLifetimes {
    fileprivate mutating func take(from client: JSONValue) {
        let units = client["tokenValidityUnits"]
        func seconds(_ name: String, unit: String, initially: Int) -> Int? {
            guard let value = client[name]?.integer else { return nil }
            switch units?[unit]?.text {
            case "seconds": return value
            case "minutes": return value * 60
            case "hours": return value * 3600
            case "days": return value * 86400
            default: return value * initially
            }
        }
        // Without units Cognito counts access and ID tokens in hours, refresh tokens in days.
        if let value = seconds("accessTokenValidity", unit: "accessToken", initially: 3600) { access = value }
        if let value = seconds("idTokenValidity", unit: "idToken", initially: 3600) { id = value }
        if let value = seconds("refreshTokenValidity", unit: "refreshToken", initially: 86400) { refresh = value }
        if let minutes = client["authSessionValidity"]?.integer { session = minutes * 60 }
    }
}
