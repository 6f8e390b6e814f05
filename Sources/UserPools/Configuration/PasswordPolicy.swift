/// What a password must be.
package struct PasswordPolicy: Sendable, Equatable {
    package var minimumLength = 8
    package var requiresUppercase = true
    package var requiresLowercase = true
    package var requiresNumbers = true
    package var requiresSymbols = true
    package var temporaryPasswordValidityInDays = 7

    package init() {}

    /// Longer ones are refused, as by Cognito.
    static let maximumLength = 256

    /// Reference: "Adding user pool password requirements", Amazon Cognito Developer Guide. A space inside counts.
    private static let symbols = Set("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ")

    /// The first rule that the password breaks, in Cognito's words; nil if it breaks none.
    func fault(of password: String) -> String? {
        let characters = password.unicodeScalars
        if characters.count < minimumLength { return "Password not long enough" }
        if characters.count > Self.maximumLength { return "Password too long" }
        if requiresUppercase, !characters.contains(where: { ("A"..."Z").contains($0) }) {
            return "Password must have uppercase characters"
        }
        if requiresLowercase, !characters.contains(where: { ("a"..."z").contains($0) }) {
            return "Password must have lowercase characters"
        }
        if requiresNumbers, !characters.contains(where: { ("0"..."9").contains($0) }) {
            return "Password must have numeric characters"
        }
        if requiresSymbols, !password.contains(where: Self.symbols.contains) {
            return "Password must have symbol characters"
        }
        if password.hasPrefix(" ") || password.hasSuffix(" ") {
            return "Password should not have leading or trailing spaces"
        }
        return nil
    }
}
