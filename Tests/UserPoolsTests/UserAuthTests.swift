import OpenSSL
import SandboxTesting
import SecureRemotePassword
import Testing
import UserPools

struct UserAuthTests {
    private func makePool() async throws -> PoolHarness {
        try await PoolHarness {
            $0.authFlows.insert(.user)
            $0.firstFactors = [.emailCode]
        }
    }

    @Test("the client chooses among what there is")
    func choice() async throws {
        let pool = try await makePool()
        try await pool.makeUser("jane@example.com")
        let offer = try await pool.initiate("USER_AUTH", ["USERNAME": "jane@example.com"])
        #expect(offer.challenge == "SELECT_CHALLENGE")
        #expect(offer["AvailableChallenges"] as? [String] == ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"])
        let sent = try await pool.respond(
            "SELECT_CHALLENGE", ["USERNAME": "jane@example.com", "ANSWER": "EMAIL_OTP"], session: offer.session)
        #expect(sent.challenge == "EMAIL_OTP" && pool.outbox.last?.kind == .authentication)
        try await pool.restart()
        let done = try await pool.respond(
            "EMAIL_OTP", ["USERNAME": "x", "EMAIL_OTP_CODE": pool.lastCode], session: sent.session)
        #expect(done.accessToken != nil)
        let other = try await pool.respond(
            "SELECT_CHALLENGE", ["USERNAME": "x", "ANSWER": "WEB_AUTHN"],
            session: try await pool.initiate("USER_AUTH", ["USERNAME": "jane@example.com"]).session)
        #expect(other.error == "InvalidParameterException")
    }

    @Test("a preferred challenge starts at once")
    func preference() async throws {
        let pool = try await makePool()
        try await pool.makeUser("jane@example.com")
        let mail = try await pool.initiate(
            "USER_AUTH", ["USERNAME": "jane@example.com", "PREFERRED_CHALLENGE": "EMAIL_OTP"])
        #expect(mail.challenge == "EMAIL_OTP")
        let password = try await pool.initiate(
            "USER_AUTH",
            ["USERNAME": "jane@example.com", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Passw0rd!"])
        #expect(password.accessToken != nil)
        let client = ClientExchange()
        let srp = try await pool.initiate(
            "USER_AUTH",
            [
                "USERNAME": "jane@example.com", "PREFERRED_CHALLENGE": "PASSWORD_SRP",
                "SRP_A": client.clientPublic.hexadecimal,
            ])
        #expect(srp.challenge == "PASSWORD_VERIFIER")
        let proof = pool.prove("Passw0rd!", client, srp)
        #expect(try await pool.respond("PASSWORD_VERIFIER", proof, session: srp.session).accessToken != nil)
    }

    @Test("after a sign-up the confirmed user is signed in with the session")
    func automaticSignIn() async throws {
        let pool = try await makePool()
        let signUp = try await pool.call("SignUp", ["ClientId": "client1", "Username": "jane@example.com"])
        let session = try #require(signUp.session)
        let confirm = try await pool.call(
            "ConfirmSignUp",
            [
                "ClientId": "client1", "Username": "jane@example.com", "ConfirmationCode": pool.lastCode,
                "Session": session,
            ])
        let next = try #require(confirm.session)
        let forged = try await pool.initiate("USER_AUTH", ["USERNAME": "jane@example.com"], session: session)
        #expect(forged.error == "NotAuthorizedException")
        let done = try await pool.initiate("USER_AUTH", ["USERNAME": "jane@example.com"], session: next)
        #expect(done.accessToken != nil)
        let replay = try await pool.initiate("USER_AUTH", ["USERNAME": "jane@example.com"], session: next)
        #expect(replay.message == "Invalid session for the user.")
    }

    @Test("a name that nobody has gets a plausible choice, and no code fits")
    func unknown() async throws {
        let pool = try await makePool()
        let sent = try await pool.initiate(
            "USER_AUTH", ["USERNAME": "no@example.com", "PREFERRED_CHALLENGE": "EMAIL_OTP"])
        #expect(sent.challenge == "EMAIL_OTP" && pool.outbox.isEmpty)
        #expect(sent.text("ChallengeParameters.CODE_DELIVERY_DESTINATION") == "n***@e***")
        let answer = try await pool.respond(
            "EMAIL_OTP", ["USERNAME": "x", "EMAIL_OTP_CODE": "123456"], session: sent.session)
        #expect(answer.error == "CodeMismatchException")
    }
}
