import OrderedCollections
import SourceText
import TypeScriptEvaluator

/// What `defineAuth` or `referenceAuth` was given.
final class AuthFactory {
    let kind: AuthDefinition.Kind
    let properties: Value
    let range: SourceRange
    var isMade = false

    init(kind: AuthDefinition.Kind, properties: Value, range: SourceRange) {
        self.kind = kind
        self.properties = properties
        self.range = range
    }
}

extension BackendBuilder {
    /// Checks at once what upstream checks when it is called.
    func defineAuth(_ call: Call, kind: AuthDefinition.Kind) throws -> Value {
        authCalls += 1
        let factory = AuthFactory(kind: kind, properties: call[0], range: call.site)
        if authCalls > 1 {
            errors.append(
                DefinitionError(
                    name: "MultipleSingletonResourcesError",
                    message: "Multiple `defineAuth` or `referenceAuth` calls are not allowed within an Amplify backend",
                    resolution: "Remove all but one `defineAuth` or `referenceAuth` call", range: call.site))
        }
        if kind == .defineAuth, let properties = call[0].asObject {
            let login = JSONValue(try properties.get("loginWith")) ?? .null
            let multiFactor = JSONValue(try properties.get("multifactor"))
            let faults = PasswordlessFaults(login: login, multiFactor: multiFactor).texts
            if !faults.isEmpty {
                errors.append(
                    DefinitionError(
                        name: "InvalidPasswordlessConfigError",
                        message: "Invalid passwordless authentication configuration",
                        resolution: "Fix the configuration errors listed above",
                        details: faults.joined(separator: "\n\n"),
                        range: properties.ownProperty("loginWith")?.keyRange ?? call.site))
            }
        }
        return object(for: .auth(factory), label: "\(kind.rawValue)(…)", in: call.realm)
    }

    /// Makes the pools. Throws the first fault.
    func make(_ factory: AuthFactory, ordinal: Int, in realm: Realm) throws {
        guard !factory.isMade else { return }
        factory.isMade = true
        guard factory.range.isInModule("amplify/auth/resource") else {
            throw DefinitionError(
                name: "Error", message: "Amplify Auth must be defined in amplify/auth/resource.ts",
                help: "move the `\(factory.kind.rawValue)` call there", range: factory.range)
        }
        guard let properties = factory.properties.asObject else {
            throw realm.typeError("Cannot read properties of undefined (reading 'name')", at: factory.range)
        }
        let name = try properties.get("name").asText
        if let name {
            try DefinitionError.checkResourceName(
                name, at: properties.ownProperty("name")?.keyRange ?? factory.range)
        }
        var reader = AuthTextReader(realm: realm)
        var definition = AuthDefinition(
            kind: factory.kind, properties: try reader.settings(of: properties), range: factory.range)
        definition.name = name
        definition.groups = try groups(of: properties, factory)
        backend.auth = definition
        let triggers = try authTriggers(of: properties)
        backend.auth?.triggers = triggers
        if let fault = definition.constructFault(texts: reader.faults) {
            throw DefinitionError(
                name: "AmplifyAuthConstructInitializationError", message: "Failed to instantiate auth construct",
                resolution: "See the underlying error message for more details.",
                cause: DefinitionError.Cause(name: "Error", message: fault), range: factory.range)
        }
        try readAccess(of: properties, in: realm)
    }

    private func groups(of properties: Object, _ factory: AuthFactory) throws -> [AuthDefinition.Group] {
        let value = try properties.get("groups")
        if factory.kind == .referenceAuth {
            guard let record = value.asObject else { return [] }
            return record.ownPropertyNames.enumerated().map { index, name in
                AuthDefinition.Group(
                    name: name.text, precedence: index, range: record.ownProperty(name)?.keyRange ?? factory.range)
            }
        }
        guard let names = value.asArray else { return [] }
        return names.values.enumerated().map { index, name in
            let range = index < names.elementRanges.count ? names.elementRanges[index] : factory.range
            return AuthDefinition.Group(name: name.asText ?? "", precedence: index, range: range)
        }
    }

    private func authTriggers(of properties: Object) throws -> [(event: String, function: String)] {
        var triggers: [(event: String, function: String)] = []
        if let record = try properties.get("triggers").asObject, record as? OpaqueValue == nil {
            for name in record.ownPropertyNames {
                guard let factory = try function(behind: record.get(name)) else { continue }
                triggers.append((name.text, try make(factory)))
                warnNotEmulated(
                    "the trigger `\(name.text)` of auth", at: record.ownProperty(name)?.keyRange ?? factory.range)
            }
        }
        for (sender, event) in [("email", "customEmailSender"), ("sms", "customSmsSender")] {
            guard let senders = try properties.get("senders").asObject,
                let settings = try senders.get(PropertyName(sender)).asObject,
                let factory = try function(behind: settings.get("handler"))
            else { continue }
            triggers.append((event, try make(factory)))
        }
        return triggers
    }

    /// `access: (allow) => [allow.resource(fn).to([…])]`: makes the functions; their rights to the pool are not emulated.
    private func readAccess(of properties: Object, in realm: Realm) throws {
        guard let callback = try properties.get("access").asFunction, callback as? OpaqueValue == nil else { return }
        let allow = HostObject(realm, label: "allow", members: ["resource"])
        allow.method("resource", 1) { [unowned self] call in
            if let factory = try function(behind: call[0]) { _ = try make(factory) }
            let grant = HostObject(call.realm, label: "allow.resource(…)", members: ["to"])
            grant.method("to", 1) { call in
                guard call[0].asArray?.values.isEmpty != true else {
                    throw DefinitionError(
                        name: "EmptyPolicyError", message: "At least one action must be specified.",
                        resolution: "Ensure all resource access rules specify at least one action.", range: call.site)
                }
                return .object(HostObject(call.realm, label: "a rule", members: []))
            }
            return .object(grant)
        }
        _ = try callback.call(this: .undefined, [.object(allow)], at: callback.origin)
    }
}

/// What `defineAuth` refuses as soon as it is called.
private struct PasswordlessFaults {
    let login: JSONValue
    let multiFactor: JSONValue?

    var texts: [String] {
        var texts: [String] = []
        let email = login["email"]?.isTruthy == true
        let phone = login["phone"]?.isTruthy == true
        let webAuthn = login["webAuthn"]
        if !email, !phone, login["externalProviders"]?.isTruthy != true {
            texts.append(
                "At least one authentication method must be enabled. Configure email, phone, or external providers in "
                    + "loginWith.")
        }
        if webAuthn?.isTruthy == true, !email, !phone {
            texts.append("Passkeys (WebAuthn) require at least one sign-up method (email or phone).")
        }
        if let party = webAuthn?["relyingPartyId"]?.text, party != "AUTO", party != "localhost", !party.isDomain {
            texts.append("Invalid relying party ID: \"\(party)\".")
        }
        let passwordless =
            login["email"]?["otpLogin"]?.isTruthy == true || login["phone"]?["otpLogin"]?.isTruthy == true
            || webAuthn?.isTruthy == true
        if passwordless, multiFactor?["mode"]?.text == "REQUIRED" {
            texts.append(
                "Passwordless authentication (Email OTP, SMS OTP, WebAuthn) cannot be used when MFA is set to REQUIRED."
            )
        }
        return texts
    }
}

extension String {
    /// Labels of letters, digits and inner hyphens, joined by dots.
    fileprivate var isDomain: Bool {
        split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            guard let first = label.first, let last = label.last else { return false }
            return first != "-" && last != "-"
                && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
    }
}

extension AuthDefinition {
    /// What upstream's construct refuses; `texts` are the faults of the message texts.
    fileprivate func constructFault(texts: [String]) -> String? {
        guard kind == .defineAuth else { return nil }
        let login = properties["loginWith"]
        let mode = properties["multifactor"]?["mode"]?.text
        let email = login?["email"]?.isTruthy == true
        let phone = login?["phone"]?.isTruthy == true
        if !email, !phone { return "At least one of email or phone must be enabled." }
        if phone, mode == "OPTIONAL" || mode == "REQUIRED", properties["multifactor"]?["sms"]?.isTruthy != true {
            return "Invalid MFA settings. SMS must be enabled in multiFactor if loginWith phone is enabled"
        }
        if let text = texts.first { return text }
        if mode == "OPTIONAL" || mode == "REQUIRED", properties["multifactor"]?["email"]?.isTruthy == true,
            properties["senders"]?["email"]?["fromEmail"] == nil
        {
            return "To enable email-based MFA, set `email` property to the Amazon SES email-sending configuration."
        }
        return preferredChallengeFault ?? externalProviderFault
    }

    private var preferredChallengeFault: String? {
        guard let preferred = properties["passwordlessOptions"]?["preferredChallenge"]?.text else { return nil }
        let login = properties["loginWith"]
        var enabled = ["PASSWORD"]
        if login?["email"]?["otpLogin"]?.isTruthy == true { enabled.append("EMAIL_OTP") }
        if login?["phone"]?["otpLogin"]?.isTruthy == true { enabled.append("SMS_OTP") }
        if login?["webAuthn"]?.isTruthy == true { enabled.append("WEB_AUTHN") }
        guard !enabled.contains(preferred) else { return nil }
        return "Preferred challenge \"\(preferred)\" is not enabled in your authentication configuration. Enabled "
            + "challenges: \(enabled.joined(separator: ", ")). This will result in a broken authentication flow in the "
            + "frontend."
    }

    private var externalProviderFault: String? {
        guard let external = properties["loginWith"]?["externalProviders"], external.isTruthy else { return nil }
        if external["callbackUrls"] == .array([]) {
            return "You must define callbackUrls when configuring external login providers."
        }
        if external["logoutUrls"] == .array([]) {
            return "You must define logoutUrls when configuring external login providers."
        }
        return nil
    }
}
