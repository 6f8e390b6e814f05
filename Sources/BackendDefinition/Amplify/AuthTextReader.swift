import OrderedCollections
import TypeScriptEvaluator

/// Reads the settings of auth as JSON, calling the functions in them that make texts with upstream's placeholders.
struct AuthTextReader {
    let realm: Realm
    /// What is wrong with texts that leave out their code or link, in upstream's words.
    private(set) var faults: [String] = []

    init(realm: Realm) {
        self.realm = realm
    }

    /// All properties but those that are kept elsewhere.
    mutating func settings(of properties: Object) throws -> JSONValue {
        var members: OrderedDictionary<String, JSONValue> = [:]
        for name in ["loginWith", "userAttributes", "multifactor", "accountRecovery", "passwordlessOptions", "senders"]
        {
            let value = try properties.get(PropertyName(name))
            guard !value.isUndefined, let json = try json(value, path: [name]) else { continue }
            members[name] = json
        }
        return .object(members)
    }

    private mutating func json(_ value: Value, path: [String]) throws -> JSONValue? {
        if let opaque = value.asOpaque { return .string(JSONValue.text(of: opaque)) }
        if let function = value.asFunction { return try text(function, path: path).map { .string($0) } }
        if value.asArray != nil { return JSONValue(value) }
        guard let object = value.asObject else { return JSONValue(value) }
        var members: OrderedDictionary<String, JSONValue> = [:]
        for name in object.ownPropertyNames where object.ownProperty(name)?.isEnumerable == true {
            if let member = try json(object.get(name), path: path + [name.text]) { members[name.text] = member }
        }
        return .object(members)
    }

    /// Calls a text's function; nil for a function that makes none.
    private mutating func text(_ function: FunctionObject, path: [String]) throws -> String? {
        guard let kind = TextKind(path: path) else { return nil }
        let arguments = kind.placeholders.map { placeholder in
            Value.object(
                NativeFunction(realm, name: "placeholder", length: 0) { call in
                    guard case .link = placeholder else { return .text(placeholder.text) }
                    return .text("{##\(call[0].asText ?? "Verify Email")##}")
                })
        }
        let text = try function.call(this: .undefined, arguments, at: function.origin).asText ?? ""
        if let fault = kind.fault, !text.contains(kind.mustContain) { faults.append(fault) }
        return text
    }

    /// The texts that an author may give as functions.
    private enum TextKind {
        case verificationEmail
        case verificationSMS
        case multiFactorSMS
        case invitationEmail
        case invitationSMS

        init?(path: [String]) {
            switch path.suffix(2).joined(separator: ".") {
            case "email.verificationEmailBody": self = .verificationEmail
            case "phone.verificationMessage": self = .verificationSMS
            case "sms.smsMessage": self = .multiFactorSMS
            case "userInvitation.emailBody": self = .invitationEmail
            case "userInvitation.smsMessage": self = .invitationSMS
            default: return nil
            }
        }

        enum Placeholder {
            case code
            case link
            case userName

            var text: String {
                switch self {
                case .code: "{####}"
                case .link: "{##Verify Email##}"
                case .userName: "{username}"
                }
            }
        }

        var placeholders: [Placeholder] {
            switch self {
            case .verificationEmail, .verificationSMS, .multiFactorSMS: [.code]
            case .invitationEmail, .invitationSMS: [.userName, .code]
            }
        }

        var mustContain: String { "{####}" }

        var fault: String? {
            switch self {
            case .verificationEmail:
                "Invalid email settings. Property 'verificationEmailBody' must utilize the 'code' parameter at least "
                    + "once as a placeholder for the verification code."
            case .verificationSMS:
                "Invalid phone settings. Property 'verificationMessage' must utilize the 'code' parameter at least once "
                    + "as a placeholder for the verification code."
            case .multiFactorSMS:
                "Invalid MFA settings. Property 'smsMessage' must utilize the 'code' parameter at least once as a "
                    + "placeholder for the verification code."
            case .invitationEmail, .invitationSMS: nil
            }
        }
    }
}
