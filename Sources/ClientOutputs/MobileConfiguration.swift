import BackendDefinition
import OrderedCollections

/// The legacy configuration in the form of the native clients of the first generation. `custom` is lost.
func mobileConfiguration(of legacy: JSONValue) -> JSONValue {
    var mobile: OrderedDictionary<String, JSONValue> = ["UserAgent": userAgent, "Version": .string("1.0")]
    if legacy["aws_user_pools_id"] != nil {
        mobile["auth"] = .object(["plugins": .object(["awsCognitoAuthPlugin": authPlugin(legacy)])])
    }
    if let bucket = legacy["aws_user_files_s3_bucket"] {
        let plugin: JSONValue = .object([
            "bucket": bucket, "region": legacy["aws_user_files_s3_bucket_region"] ?? .null,
        ])
        mobile["storage"] = .object(["plugins": .object(["awsS3StoragePlugin": plugin])])
    }
    return .object(mobile)
}

/// The generator that the described versions of the clients were made with.
private let userAgent = JSONValue.string("@aws-amplify/client-config/1.11.0")

private func authPlugin(_ legacy: JSONValue) -> JSONValue {
    let region = legacy["aws_cognito_region"] ?? .null
    let userPool: JSONValue = .object([
        "PoolId": legacy["aws_user_pools_id"] ?? .null,
        "AppClientId": legacy["aws_user_pools_web_client_id"] ?? .null,
        "Region": region,
    ])
    let identityPool: JSONValue = .object([
        "PoolId": legacy["aws_cognito_identity_pool_id"] ?? .null, "Region": region,
    ])
    return .object([
        "UserAgent": userAgent,
        "Version": .string("1.0"),
        "CognitoUserPool": .object(["Default": userPool]),
        "CredentialsProvider": .object(["CognitoIdentity": .object(["Default": identityPool])]),
        "Auth": .object(["Default": authDefault(legacy)]),
    ])
}

private func authDefault(_ legacy: JSONValue) -> JSONValue {
    var members: OrderedDictionary<String, JSONValue> = [
        "authenticationFlowType": .string("USER_SRP_AUTH"),
        "mfaConfiguration": legacy["aws_cognito_mfa_configuration"] ?? .null,
        "mfaTypes": legacy["aws_cognito_mfa_types"] ?? .array([]),
        "passwordProtectionSettings": legacy["aws_cognito_password_protection_settings"] ?? .null,
        "signupAttributes": legacy["aws_cognito_signup_attributes"] ?? .array([]),
        "usernameAttributes": legacy["aws_cognito_username_attributes"] ?? .array([]),
        "verificationMechanisms": legacy["aws_cognito_verification_mechanisms"] ?? .array([]),
        "socialProviders": legacy["aws_cognito_social_providers"] ?? .array([]),
    ]
    if let oauth = legacy["oauth"] {
        members["OAuth"] = .object([
            "WebDomain": oauth["domain"] ?? .null,
            "Scopes": oauth["scope"] ?? .array([]),
            "SignInRedirectURI": oauth["redirectSignIn"] ?? .null,
            "SignOutRedirectURI": oauth["redirectSignOut"] ?? .null,
            "AppClientId": legacy["aws_user_pools_web_client_id"] ?? .null,
        ])
    }
    return .object(members)
}
