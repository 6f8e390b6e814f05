import OpenSSL
import SecureRemotePassword
import Testing

struct CognitoSRPTests {
    let verifier = PasswordVerifier(password: "Passw0rd!", poolName: "AbCdEf", userID: "jane")
    let timestamp = "Sat Nov 7 05:20:59 UTC 2026"
    let secretBlock: [UInt8] = [1, 2, 3]

    /// Runs an exchange; what the two sides disagree about can be changed.
    private func accepts(
        password: String = "Passw0rd!", userID: String = "jane", poolName: String = "AbCdEf", claimed: String? = nil
    ) -> Bool {
        let client = ClientExchange()
        let server = ServerExchange(verifier: verifier)
        let proof = client.proof(
            password: password, salt: verifier.salt, serverPublic: server.serverPublic, poolName: poolName,
            userID: userID, secretBlock: secretBlock, timestamp: claimed ?? timestamp)
        let resumed = ServerExchange(verifier: verifier, b: server.b)
        return resumed.accepts(
            signature: proof, clientPublic: client.clientPublic, poolName: "AbCdEf", userID: "jane",
            secretBlock: secretBlock, timestamp: timestamp)
    }

    @Test("the right password is accepted, and nothing else")
    func exchange() {
        #expect(accepts())
        #expect(!accepts(password: "passw0rd!"))
        #expect(!accepts(userID: "joan"))
        #expect(!accepts(poolName: "Other"))
        #expect(!accepts(claimed: "Sat Nov 7 05:21:59 UTC 2026"))
    }

    @Test("a degenerate public value is refused even with the proof that fits it")
    func degenerateClient() {
        let server = ServerExchange(verifier: verifier)
        let zero = BigNumber(0)
        let u = CognitoSRP.u(clientPublic: zero, serverPublic: server.serverPublic)
        let proof = CognitoSRP.proof(
            key: CognitoSRP.proofKey(secret: zero, u: u), poolName: "AbCdEf", userID: "jane", secretBlock: secretBlock,
            timestamp: timestamp)
        #expect(
            !server.accepts(
                signature: proof, clientPublic: zero, poolName: "AbCdEf", userID: "jane", secretBlock: secretBlock,
                timestamp: timestamp))
    }

    @Test("a verifier knows its password and shows no salt twice")
    func passwords() {
        #expect(verifier.matches(password: "Passw0rd!", poolName: "AbCdEf", userID: "jane"))
        #expect(!verifier.matches(password: "Passw0rd", poolName: "AbCdEf", userID: "jane"))
        #expect(PasswordVerifier(password: "Passw0rd!", poolName: "AbCdEf", userID: "jane").salt != verifier.salt)
    }

    @Test(
        "numbers are padded by their first bit",
        arguments: [("0", "00"), ("7f", "7f"), ("80", "0080"), ("abc", "0abc")])
    func padding(_ digits: String, _ padded: String) throws {
        #expect(Hexadecimal.encode(CognitoSRP.pad(try #require(BigNumber(hexadecimal: digits)))) == padded)
    }

    @Test("the multiplier is the one that clients have")
    func multiplier() {
        #expect(CognitoSRP.k.hexadecimal == "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6")
    }
}
