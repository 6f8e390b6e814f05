package import OpenSSL

/// What is kept in the place of a password.
package struct PasswordVerifier: Sendable, Equatable {
    package let salt: BigNumber
    package let verifier: BigNumber

    package init(salt: BigNumber, verifier: BigNumber) {
        self.salt = salt
        self.verifier = verifier
    }

    /// With a new random salt of 16 bytes, as long as Cognito's.
    package init(password: String, poolName: String, userID: String) {
        self.init(password: password, poolName: poolName, userID: userID, salt: BigNumber(bytes: Randomness.bytes(16)))
    }

    package init(password: String, poolName: String, userID: String, salt: BigNumber) {
        let x = CognitoSRP.x(salt: salt, poolName: poolName, userID: userID, password: password)
        self.init(salt: salt, verifier: CognitoSRP.group.verifier(x: x))
    }

    /// Whether this was made of this password.
    package func matches(password: String, poolName: String, userID: String) -> Bool {
        let other = PasswordVerifier(password: password, poolName: poolName, userID: userID, salt: salt)
        return ConstantTime.equal(CognitoSRP.pad(verifier), CognitoSRP.pad(other.verifier))
    }
}
