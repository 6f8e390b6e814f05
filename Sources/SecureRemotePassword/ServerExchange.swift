package import OpenSSL

/// The server's side of one sign-in.
package struct ServerExchange: Sendable {
    /// The server's secret; whoever keeps it between the two steps must seal it.
    package let b: BigNumber
    package let serverPublic: BigNumber
    private let verifier: PasswordVerifier

    /// With a new secret of 256 bits, twice the strength of the group.
    package init(verifier: PasswordVerifier) {
        self.init(verifier: verifier, b: BigNumber(bytes: Randomness.bytes(32)))
    }

    /// Takes up an exchange whose secret was kept.
    package init(verifier: PasswordVerifier, b: BigNumber) {
        self.verifier = verifier
        self.b = b
        serverPublic = CognitoSRP.group.serverPublic(b: b, k: CognitoSRP.k, verifier: verifier.verifier)
    }

    /// Whether the signature proves that the client knows the password. False also for public values that break the
    /// protocol.
    package func accepts(
        signature: [UInt8], clientPublic: BigNumber, poolName: String, userID: String, secretBlock: [UInt8],
        timestamp: String
    ) -> Bool {
        guard CognitoSRP.group.isAcceptable(clientPublic) else { return false }
        let u = CognitoSRP.u(clientPublic: clientPublic, serverPublic: serverPublic)
        guard !u.isZero else { return false }
        let secret = CognitoSRP.group.serverSecret(
            clientPublic: clientPublic, verifier: verifier.verifier, u: u, b: b)
        let expected = CognitoSRP.proof(
            key: CognitoSRP.proofKey(secret: secret, u: u), poolName: poolName, userID: userID,
            secretBlock: secretBlock, timestamp: timestamp)
        return ConstantTime.equal(expected, signature)
    }
}
