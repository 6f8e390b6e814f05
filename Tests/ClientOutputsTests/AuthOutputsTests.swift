import AccessRules
import BackendDefinition
import ClientOutputs
import OrderedCollections
import SourceText
import Testing

struct AuthOutputsTests {
    private func section(_ properties: JSONValue, overrides: JSONValue = .object([:])) throws -> JSONValue {
        var backend = Backend()
        backend.auth = ClientOutputsTests.auth(properties)
        backend.auth?.overrides = overrides
        return try #require(try ClientOutputsTests.outputs(of: backend)["auth"])
    }

    @Test func richSettingsAreTold() throws {
        let auth = try section(
            .object([
                "loginWith": .object([
                    "phone": .boolean(true), "email": .object(["otpLogin": .boolean(true)]),
                    "webAuthn": .boolean(true),
                    "externalProviders": .object([
                        "signInWithApple": .object([:]), "google": .object([:]),
                        "scopes": .texts(["EMAIL", "COGNITO_ADMIN"]), "callbackUrls": .texts(["http://a/"]),
                        "logoutUrls": .texts(["http://b/"]),
                    ]),
                ]),
                "userAttributes": .object([
                    "givenName": .object(["required": .boolean(true)]), "email": .object(["required": .boolean(false)]),
                    "custom:x": .object(["dataType": .string("String")]),
                ]),
                "multifactor": .object(["mode": .string("OPTIONAL"), "totp": .boolean(true), "sms": .object([:])]),
                "passwordlessOptions": .object(["preferredChallenge": .string("EMAIL_OTP")]),
            ]))
        #expect(auth["username_attributes"]?.texts == ["email", "phone_number"])
        #expect(auth["standard_required_attributes"]?.texts == ["phone_number", "given_name"])
        #expect(auth["mfa_methods"]?.texts == ["SMS", "TOTP"])
        #expect(auth["mfa_configuration"]?.text == "OPTIONAL")
        #expect(auth["oauth"]?["identity_providers"]?.texts == ["GOOGLE", "SIGN_IN_WITH_APPLE"])
        #expect(auth["oauth"]?["scopes"]?.texts == ["email", "aws.cognito.signin.user.admin", "openid"])
        #expect(auth["oauth"]?["domain"]?.text == "a4479c3b5a14bd4113f8.auth.us-east-1.amazoncognito.com")
        #expect(auth["passwordless"]?["email_otp_enabled"]?.boolean == true)
        #expect(auth["passwordless"]?["sms_otp_enabled"]?.boolean == false)
        #expect(auth["passwordless"]?["web_authn"]?["relying_party_id"]?.text == "localhost")
        #expect(auth["passwordless"]?["preferred_challenge"]?.text == "EMAIL_OTP")
    }

    @Test func preferredChallengeAloneNamesNoFactor() throws {
        let auth = try section(
            .object([
                "loginWith": .object(["email": .boolean(true)]),
                "passwordlessOptions": .object(["preferredChallenge": .string("PASSWORD")]),
            ]))
        #expect(auth["passwordless"] == .object(["preferred_challenge": .string("PASSWORD")]))
    }

    @Test func overridesOfResourcesAreFollowed() throws {
        let auth = try section(
            ClientOutputsTests.emailLogin,
            overrides: .object([
                "cfnUserPool": .object([
                    "policies": .object([
                        "passwordPolicy": .object(["minimumLength": .number(14), "requireNumbers": .boolean(true)])
                    ]), "mfaConfiguration": .string("ON"), "enabledMfas": .texts(["EMAIL_OTP"]),
                ]), "cfnIdentityPool": .object(["allowUnauthenticatedIdentities": .boolean(false)]),
            ]))
        #expect(auth["password_policy"]?["min_length"]?.number == 14)
        #expect(auth["password_policy"]?["require_numbers"]?.boolean == true)
        #expect(auth["password_policy"]?["require_symbols"]?.boolean == false)
        #expect(auth["mfa_configuration"]?.text == "REQUIRED")
        #expect(auth["mfa_methods"]?.texts == ["EMAIL"])
        #expect(auth["unauthenticated_identities_enabled"]?.boolean == false)
    }
}

extension JSONValue {
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
