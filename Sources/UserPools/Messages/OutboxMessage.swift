package import FoundationEssentials

/// A message that Cognito would have sent. It never leaves the machine.
package struct OutboxMessage: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case signUp = "sign-up"
        case resendCode = "resend-code"
        case invitation
        case forgotPassword = "forgot-password"
        case verifyAttribute = "verify-attribute"
        case authentication
    }

    package enum Medium: String, Sendable, Codable {
        case email = "EMAIL"
        case sms = "SMS"
    }

    /// Grows with time.
    package var id: Int64
    package var time: Date
    package var kind: Kind
    package var medium: Medium
    /// An e-mail address or a phone number.
    package var recipient: String
    package var userName: String
    /// Of mail only.
    package var subject: String?
    package var text: String
    /// The code or the temporary password in the text.
    package var code: String
}
