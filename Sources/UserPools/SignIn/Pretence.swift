import JSONWebToken
import OpenSSL
import SecureRemotePassword

// What names that nobody has are shown: as plausible as a user's, and the same each time.
extension PoolContext {
    /// The name itself, or a UUID where users have one.
    func pretendedUserName(for name: String) -> String {
        guard !configuration.signInAttributes.isEmpty else { return name }
        var bytes = Array(pretended("name", for: name).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hexadecimal.encode(bytes))
        return [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
            .map { String($0) }.joined(separator: "-")
    }

    /// A salt and a verifier for which nobody knows a password.
    func pretendedPassword(for name: String) -> PasswordVerifier {
        let salt = BigNumber(bytes: Array(pretended("salt", for: name).prefix(16)))
        var bytes: [UInt8] = []
        for part in 0..<12 { bytes += pretended("verifier \(part)", for: name) }
        return PasswordVerifier(salt: salt, verifier: BigNumber(bytes: bytes) % CognitoSRP.group.modulus)
    }

    private func pretended(_ what: String, for name: String) -> [UInt8] {
        service.pretence.authenticate(what + "\u{0}" + UserRecord.fold(name))
    }
}
