/// Where a code went, with most of the address hidden; as the wire has it.
struct CodeDelivery: Encodable, Sendable {
    var destination: String
    var deliveryMedium: OutboxMessage.Medium
    var attributeName: String

    init(to recipient: String, _ attribute: SignInAttribute) {
        attributeName = attribute.rawValue
        switch attribute {
        case .email:
            deliveryMedium = .email
            destination = Self.maskEmail(recipient)
        case .phoneNumber:
            deliveryMedium = .sms
            destination = Self.maskPhoneNumber(recipient)
        }
    }

    /// `j***@e***`
    private static func maskEmail(_ address: String) -> String {
        let parts = address.split(separator: "@", maxSplits: 1)
        return parts.map { "\($0.prefix(1))***" }.joined(separator: "@")
    }

    /// `+*******0123`
    private static func maskPhoneNumber(_ number: String) -> String {
        "+" + String(repeating: "*", count: max(number.count - 5, 0)) + number.suffix(4)
    }
}
