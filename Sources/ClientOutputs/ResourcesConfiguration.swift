package import BackendDefinition
import OrderedCollections

/// The outputs in the form that `Amplify.configure` of aws-amplify 6 takes unchanged, with the user pool's and the
/// identity pool's address: `endpoint` is an absolute URL that ends in a slash.
///
/// It is the only configuration that sends sign-in to another host; storage has none.
package func resourcesConfiguration(of outputs: JSONValue, endpoint: String) -> JSONValue {
    var configuration: OrderedDictionary<String, JSONValue> = [:]
    if let auth = outputs["auth"] {
        configuration["Auth"] = .object(["Cognito": cognito(auth, endpoint: endpoint)])
    }
    if let storage = outputs["storage"] {
        configuration["Storage"] = .object(["S3": s3(storage)])
    }
    return .object(configuration)
}

private func cognito(_ auth: JSONValue, endpoint: String) -> JSONValue {
    var members: OrderedDictionary<String, JSONValue> = [:]
    members["userPoolId"] = auth["user_pool_id"]
    members["userPoolClientId"] = auth["user_pool_client_id"]
    members["identityPoolId"] = auth["identity_pool_id"]
    members["userPoolEndpoint"] = .string(endpoint)
    members["identityPoolEndpoint"] = .string(endpoint)
    members["allowGuestAccess"] = .boolean(auth["unauthenticated_identities_enabled"]?.boolean == true)
    var login: OrderedDictionary<String, JSONValue> = [:]
    for name in auth["username_attributes"]?.texts ?? [] {
        login[name == "phone_number" ? "phone" : name] = .boolean(true)
    }
    members["loginWith"] = .object(login)
    var attributes: OrderedDictionary<String, JSONValue> = [:]
    for name in auth["standard_required_attributes"]?.texts ?? [] {
        attributes[name] = .object(["required": .boolean(true)])
    }
    members["userAttributes"] = .object(attributes)
    members["groups"] = auth["groups"]
    members["passwordFormat"] = auth["password_policy"].map { policy in
        .object([
            "minLength": policy["min_length"] ?? .null,
            "requireLowercase": policy["require_lowercase"] ?? .null,
            "requireNumbers": policy["require_numbers"] ?? .null,
            "requireSpecialCharacters": policy["require_symbols"] ?? .null,
            "requireUppercase": policy["require_uppercase"] ?? .null,
        ])
    }
    return .object(members)
}

private func s3(_ storage: JSONValue) -> JSONValue {
    var members: OrderedDictionary<String, JSONValue> = [:]
    members["bucket"] = storage["bucket_name"]
    members["region"] = storage["aws_region"]
    var buckets: OrderedDictionary<String, JSONValue> = [:]
    for bucket in storage["buckets"]?.elements ?? [] {
        var entry: OrderedDictionary<String, JSONValue> = [:]
        entry["bucketName"] = bucket["bucket_name"]
        entry["region"] = bucket["aws_region"]
        entry["paths"] = bucket["paths"]
        if let name = bucket["name"]?.text { buckets[name] = .object(entry) }
    }
    if !buckets.isEmpty { members["buckets"] = .object(buckets) }
    return .object(members)
}
