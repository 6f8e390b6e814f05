import AccessRules
import BackendDefinition
import OrderedCollections

/// The `auth` section.
func authSection(of auth: AuthDefinition, names: DeploymentNames) -> OrderedDictionary<String, JSONValue> {
    let settings = auth.userPoolSettings
    var section: OrderedDictionary<String, JSONValue> = [
        "user_pool_id": .string(names.userPoolID),
        "aws_region": .string(names.region),
        "user_pool_client_id": .string(names.userPoolClientID),
        "identity_pool_id": .string(names.identityPoolID),
        "mfa_methods": .texts(settings.multiFactorMethods),
        "standard_required_attributes": .texts(settings.requiredAttributes),
        "username_attributes": .texts(settings.usernameAttributes),
        "user_verification_types": .texts(settings.verificationTypes),
    ]
    // An existing user pool's groups and passwordless settings are not read.
    if auth.kind == .defineAuth {
        section["groups"] = .array(
            auth.groups.map { .object([$0.name: .object(["precedence": .number(Double($0.precedence))])]) })
    }
    section["mfa_configuration"] = .string(settings.multiFactor.rawValue)
    section["password_policy"] = outputs(of: settings.passwordPolicy)
    section["oauth"] = settings.oauth.map { outputs(of: $0, names: names) }
    section["unauthenticated_identities_enabled"] = .boolean(settings.allowsGuests)
    if auth.kind == .defineAuth { section["passwordless"] = settings.passwordless.map(outputs(of:)) }
    return section
}

private func outputs(of policy: UserPoolSettings.PasswordPolicy) -> JSONValue {
    .object([
        "min_length": .number(Double(policy.minimumLength)),
        "require_lowercase": .boolean(policy.requiresLowercase),
        "require_numbers": .boolean(policy.requiresNumbers),
        "require_symbols": .boolean(policy.requiresSymbols),
        "require_uppercase": .boolean(policy.requiresUppercase),
    ])
}

private func outputs(of oauth: UserPoolSettings.OAuth, names: DeploymentNames) -> JSONValue {
    .object([
        "identity_providers": .texts(oauth.identityProviders),
        "redirect_sign_in_uri": .texts(oauth.callbackURLs),
        "redirect_sign_out_uri": .texts(oauth.logoutURLs),
        "response_type": .string(oauth.responseType),
        "scopes": .texts(oauth.scopes),
        "domain": .string("\(names.oauthDomainPrefix).auth.\(names.region).amazoncognito.com"),
    ])
}

private func outputs(of passwordless: UserPoolSettings.Passwordless) -> JSONValue {
    var section: OrderedDictionary<String, JSONValue> = [:]
    if passwordless.emailOTP || passwordless.smsOTP || passwordless.webAuthn != nil {
        section["email_otp_enabled"] = .boolean(passwordless.emailOTP)
        section["sms_otp_enabled"] = .boolean(passwordless.smsOTP)
    }
    section["web_authn"] = passwordless.webAuthn.map {
        .object([
            "relying_party_id": .string($0.relyingPartyID), "user_verification": .string($0.userVerification),
        ])
    }
    section["preferred_challenge"] = passwordless.preferredChallenge.map { .string($0) }
    return .object(section)
}

extension JSONValue {
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
