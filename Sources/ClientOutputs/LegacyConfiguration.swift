package import BackendDefinition
import OrderedCollections

/// Where a legacy configuration sends storage.
package enum LegacyStorageTarget: Sendable {
    case aws
    /// To `http://localhost:20005`, fixed in the clients: aws-amplify up to 6.8.2. Later ones refuse to store at all then.
    case fixedLocalPort
}

/// The outputs in the form of the first generation, `aws-exports` and `amplifyconfiguration.json`. Groups, paths and
/// all buckets but the default one are lost.
package func legacyConfiguration(of outputs: JSONValue, storingAt target: LegacyStorageTarget = .aws) -> JSONValue {
    var legacy: OrderedDictionary<String, JSONValue> = [:]
    let auth = outputs["auth"]
    let storage = outputs["storage"]
    legacy["aws_project_region"] = auth?["aws_region"] ?? outputs["data"]?["aws_region"] ?? storage?["aws_region"]
    if let auth { legacy.addLegacyAuth(auth) }
    if let data = outputs["data"] { legacy.addLegacyData(data) }
    legacy["aws_user_files_s3_bucket"] = storage?["bucket_name"]
    legacy["aws_user_files_s3_bucket_region"] = storage?["aws_region"]
    if storage != nil, target == .fixedLocalPort {
        legacy["aws_user_files_s3_dangerously_connect_to_http_endpoint_for_testing"] = .boolean(true)
    }
    legacy["custom"] = outputs["custom"]
    return .object(legacy)
}

extension OrderedDictionary<String, JSONValue> {
    fileprivate mutating func addLegacyAuth(_ auth: JSONValue) {
        self["aws_user_pools_id"] = auth["user_pool_id"]
        self["aws_cognito_region"] = auth["aws_region"]
        self["aws_user_pools_web_client_id"] = auth["user_pool_client_id"]
        self["aws_cognito_identity_pool_id"] = auth["identity_pool_id"]
        if auth["unauthenticated_identities_enabled"]?.boolean == true {
            self["allowUnauthenticatedIdentities"] = .string("true")
        }
        self["aws_cognito_mfa_types"] = auth["mfa_methods"]
        self["aws_cognito_mfa_configuration"] = auth["mfa_configuration"]?.text.flatMap { name in
            ["NONE": "OFF", "OPTIONAL": "OPTIONAL", "REQUIRED": "ON"][name].map { .string($0) }
        }
        self["aws_cognito_signup_attributes"] = auth["standard_required_attributes"]?.uppercased
        self["aws_cognito_username_attributes"] = auth["username_attributes"]?.uppercased
        self["aws_cognito_verification_mechanisms"] = auth["user_verification_types"]?.uppercased
        self["aws_cognito_password_protection_settings"] = auth["password_policy"].map(Self.legacyPolicy)
        if let oauth = auth["oauth"] {
            self["oauth"] = Self.legacyOAuth(oauth)
            self["aws_cognito_social_providers"] = oauth["identity_providers"].map(Self.legacyProviders)
        }
    }

    private static func legacyPolicy(_ policy: JSONValue) -> JSONValue {
        let characters = [
            ("require_numbers", "REQUIRES_NUMBERS"), ("require_lowercase", "REQUIRES_LOWERCASE"),
            ("require_uppercase", "REQUIRES_UPPERCASE"), ("require_symbols", "REQUIRES_SYMBOLS"),
        ].filter { policy[$0.0]?.boolean == true }.map { JSONValue.string($0.1) }
        return .object([
            "passwordPolicyMinLength": policy["min_length"] ?? .null, "passwordPolicyCharacters": .array(characters),
        ])
    }

    private static func legacyOAuth(_ oauth: JSONValue) -> JSONValue {
        let signIn = oauth["redirect_sign_in_uri"]?.texts ?? []
        let signOut = oauth["redirect_sign_out_uri"]?.texts ?? []
        return .object([
            "domain": oauth["domain"] ?? .null,
            "scope": oauth["scopes"] ?? .array([]),
            "redirectSignIn": .string(signIn.joined(separator: ",")),
            "redirectSignOut": .string(signOut.joined(separator: ",")),
            "responseType": oauth["response_type"] ?? .null,
        ])
    }

    private static func legacyProviders(_ providers: JSONValue) -> JSONValue {
        let names = ["SIGN_IN_WITH_APPLE": "APPLE", "LOGIN_WITH_AMAZON": "AMAZON"]
        return .texts(providers.texts.map { names[$0] ?? $0 })
    }

    fileprivate mutating func addLegacyData(_ data: JSONValue) {
        self["aws_appsync_graphqlEndpoint"] = data["url"]
        self["aws_appsync_region"] = data["aws_region"]
        self["aws_appsync_apiKey"] = data["api_key"]
        self["aws_appsync_authenticationType"] = data["default_authorization_type"]
        self["modelIntrospection"] = data["model_introspection"]
    }
}

extension JSONValue {
    fileprivate var uppercased: JSONValue { .texts(texts.map { $0.uppercased() }) }
}
