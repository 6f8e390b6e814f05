/// What attributes may be given, by whom, and of which form.
struct AttributeRules {
    /// Who sets an attribute.
    enum Writer {
        /// With SignUp or an access token.
        case user
        case administrator
    }

    private let configuration: UserPoolConfiguration

    init(_ configuration: UserPoolConfiguration) {
        self.configuration = configuration
    }

    /// Throws for the first attribute that may not be set to its value.
    func check(_ attributes: [String: String], writer: Writer, of user: UserRecord? = nil) throws(UserPoolFault) {
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            guard let schema = schema(of: name) else {
                throw .attributeFault(
                    "Attributes did not conform to the schema: \(name): Attribute does not exist in the schema.\n")
            }
            if name == "sub" || writer == .user && name.hasSuffix("_verified") { throw .unwritableAttribute }
            if let old = user?.attributes[name], old != value, !schema.isMutable {
                throw .attributeFault("user.\(name): Attribute cannot be updated.\n")
            }
            try checkForm(value, schema)
        }
    }

    /// Throws if an attribute that must be there is missing.
    func checkRequired(_ attributes: [String: String]) throws(UserPoolFault) {
        let missing = configuration.attributes.filter { $0.isRequired && attributes[$0.name] == nil }
        guard missing.isEmpty else {
            let faults = missing.map { "\($0.name): The attribute \($0.name) is required\n" }.joined()
            throw .attributeFault("Attributes did not conform to the schema: \(faults)")
        }
    }

    func schema(of name: String) -> AttributeSchema? {
        configuration.attributes.first { $0.name == name } ?? AttributeSchema.standard(name)
    }

    /// A form that Cognito takes: something, one `@`, something with a dot, no spaces.
    static func checkEmail(_ value: String) throws(UserPoolFault) {
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."),
            !parts[1].hasSuffix("."), value.utf8.count <= 2048,
            value.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.value >= 0x20 })
        else { throw .invalidEmail }
    }

    /// A plus sign and 2 to 15 digits (E.164).
    static func checkPhoneNumber(_ value: String) throws(UserPoolFault) {
        guard value.hasPrefix("+"), (3...16).contains(value.utf8.count),
            value.utf8.dropFirst().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .invalidPhoneNumber }
    }

    static func check(_ value: String, for attribute: SignInAttribute) throws(UserPoolFault) {
        switch attribute {
        case .email: try checkEmail(value)
        case .phoneNumber: try checkPhoneNumber(value)
        }
    }

    private func checkForm(_ value: String, _ schema: AttributeSchema) throws(UserPoolFault) {
        // An empty value takes an attribute away.
        if value.isEmpty { return }
        if let attribute = SignInAttribute(rawValue: schema.name) { try Self.check(value, for: attribute) }
        let isOfKind =
            switch schema.kind {
            case .string, .dateTime: true
            case .number: Double(value) != nil
            case .boolean: value == "true" || value == "false"
            }
        guard isOfKind else { throw fault(schema, "Attribute value is not of type \(schema.kind.rawValue)") }
        let measure = schema.kind == .string ? value.count : Int(value) ?? 0
        guard schema.kind == .string || schema.kind == .number else { return }
        if let minimum = schema.minimum, measure < minimum {
            throw fault(
                schema,
                schema.kind == .string
                    ? "String must be longer than \(minimum - 1) characters" : "Number must be at least \(minimum)")
        }
        if let maximum = schema.maximum, measure > maximum {
            throw fault(
                schema,
                schema.kind == .string
                    ? "String must be no longer than \(maximum) characters" : "Number must be at most \(maximum)")
        }
    }

    private func fault(_ schema: AttributeSchema, _ reason: String) -> UserPoolFault {
        .attributeFault("Attributes did not conform to the schema: \(schema.name): \(reason)\n")
    }
}
