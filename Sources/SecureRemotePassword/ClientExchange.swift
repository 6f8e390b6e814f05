package import OpenSSL

/// The client's side of one sign-in.
package struct ClientExchange: Sendable {
    package let clientPublic: BigNumber
    private let a: BigNumber

    package init() {
        self.init(a: BigNumber(bytes: Randomness.bytes(128)))
    }

    package init(a: BigNumber) {
        self.a = a
        clientPublic = CognitoSRP.group.clientPublic(a: a)
    }

    /// The proof of the password, for the server's answer.
    package func proof(
        password: String, salt: BigNumber, serverPublic: BigNumber, poolName: String, userID: String,
        secretBlock: [UInt8], timestamp: String
    ) -> [UInt8] {
        let u = CognitoSRP.u(clientPublic: clientPublic, serverPublic: serverPublic)
        let x = CognitoSRP.x(salt: salt, poolName: poolName, userID: userID, password: password)
        let secret = CognitoSRP.group.clientSecret(serverPublic: serverPublic, k: CognitoSRP.k, x: x, a: a, u: u)
        return CognitoSRP.proof(
            key: CognitoSRP.proofKey(secret: secret, u: u), poolName: poolName, userID: userID,
            secretBlock: secretBlock, timestamp: timestamp)
    }
}
