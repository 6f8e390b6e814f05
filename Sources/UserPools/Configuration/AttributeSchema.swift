/// The rules of one user attribute.
package struct AttributeSchema: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case string = "String"
        case number = "Number"
        case boolean = "Boolean"
        case dateTime = "DateTime"
    }

    /// Cognito's name: `given_name`, `custom:plan`.
    package var name: String
    package var kind: Kind
    package var isRequired: Bool
    package var isMutable: Bool
    /// Of a string's length or a number's value.
    package var minimum: Int?
    package var maximum: Int?

    package init(
        name: String, kind: Kind = .string, isRequired: Bool = false, isMutable: Bool = true, minimum: Int? = nil,
        maximum: Int? = nil
    ) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.isMutable = isMutable
        self.minimum = minimum
        self.maximum = maximum
    }

    /// The attributes that every pool has.
    ///
    /// Reference: "Working with user attributes", Amazon Cognito Developer Guide.
    package static let standardNames = [
        "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale",
        "middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username",
        "profile", "sub", "updated_at", "website", "zoneinfo",
    ]

    /// The rules that a standard attribute has where the definition says nothing; nil for a name that is none.
    static func standard(_ name: String) -> AttributeSchema? {
        switch name {
        case "email_verified", "phone_number_verified": AttributeSchema(name: name, kind: .boolean)
        case "sub": AttributeSchema(name: name, isRequired: true, isMutable: false, minimum: 1, maximum: 2048)
        case "updated_at": AttributeSchema(name: name, kind: .number, minimum: 0)
        case "birthdate": AttributeSchema(name: name, minimum: 10, maximum: 10)
        case _ where standardNames.contains(name): AttributeSchema(name: name, minimum: 0, maximum: 2048)
        default: nil
        }
    }
}
