import Foundation
import JSONWebToken
import OpenSSL
import SandboxTesting
import SecureRemotePassword
import Testing
import UserPools

struct SignInTests {
    @Test("the right password gives tokens, a wrong one does not")
    func passwords() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let good = try await pool.signIn("Jane@Example.com")
        #expect(good.accessToken != nil && good.idToken != nil && good.refreshToken != nil)
        #expect(good.text("AuthenticationResult.TokenType") == "Bearer")
        let bad = try await pool.signIn("jane@example.com", password: "passw0rd!")
        #expect(bad.error == "NotAuthorizedException" && bad.message == "Incorrect username or password.")
    }

    @Test("an unknown user gets the same challenge each time, and no tokens")
    func unknownUsers() async throws {
        let pool = try await PoolHarness()
        func challenge(_ name: String) async throws -> Answer {
            try await pool.initiate("USER_SRP_AUTH", ["USERNAME": name, "SRP_A": "abcdef"])
        }
        let (first, second) = (try await challenge("no@example.com"), try await challenge("NO@example.com"))
        #expect(first.challenge == "PASSWORD_VERIFIER")
        for name in ["SALT", "USER_ID_FOR_SRP"] {
            #expect(first.text("ChallengeParameters.\(name)") == second.text("ChallengeParameters.\(name)"))
        }
        #expect(
            first.text("ChallengeParameters.SALT")
                != (try await challenge("no2@example.com")).text("ChallengeParameters.SALT"))
        let userID = try #require(first.text("ChallengeParameters.USER_ID_FOR_SRP"))
        #expect(UUID(uuidString: userID) != nil)
        let answer = try await pool.signIn("no@example.com")
        #expect(answer.error == "NotAuthorizedException" && answer.message == "Incorrect username or password.")
    }

    @Test("a pool may say who does not exist")
    func revealedUsers() async throws {
        let pool = try await PoolHarness { $0.hidesUserExistence = false }
        #expect(try await pool.signIn("no@example.com").error == "UserNotFoundException")
        let forgot = try await pool.call("ForgotPassword", ["ClientId": "client1", "Username": "no@example.com"])
        #expect(forgot.error == "UserNotFoundException")
    }

    @Test("the steps of a sign-in survive a restart, and each serves once")
    func restartAndReplay() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let client = ClientExchange()
        let first = try await pool.initiate(
            "USER_SRP_AUTH", ["USERNAME": "jane@example.com", "SRP_A": client.clientPublic.hexadecimal])
        try await pool.restart()
        let proof = pool.prove("Passw0rd!", client, first)
        #expect(try await pool.respond("PASSWORD_VERIFIER", proof).accessToken != nil)
        let replay = try await pool.respond("PASSWORD_VERIFIER", proof)
        #expect(replay.error == "NotAuthorizedException" && replay.message == "Invalid session for the user.")
        #expect(pool.reportedErrors == 0)
    }

    @Test("a sign-in must be finished within three minutes")
    func expiry() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let client = ClientExchange()
        let first = try await pool.initiate(
            "USER_SRP_AUTH", ["USERNAME": "jane@example.com", "SRP_A": client.clientPublic.hexadecimal])
        pool.clock.advance(by: 180)
        let late = try await pool.respond("PASSWORD_VERIFIER", pool.prove("Passw0rd!", client, first))
        #expect(late.message == "Invalid session for the user, session is expired.")
    }

    @Test("an altered secret block is refused")
    func alteredBlock() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let client = ClientExchange()
        let first = try await pool.initiate(
            "USER_SRP_AUTH", ["USERNAME": "jane@example.com", "SRP_A": client.clientPublic.hexadecimal])
        var proof = pool.prove("Passw0rd!", client, first)
        var block = try #require(Data(base64Encoded: proof["PASSWORD_CLAIM_SECRET_BLOCK"] ?? ""))
        block[20] ^= 1
        proof["PASSWORD_CLAIM_SECRET_BLOCK"] = block.base64EncodedString()
        #expect(try await pool.respond("PASSWORD_VERIFIER", proof).error == "NotAuthorizedException")
    }

    @Test("public values outside the group are refused", arguments: ["", "0", "zz", "-5"])
    func degenerateValues(_ value: String) async throws {
        let answer = try await PoolHarness().initiate("USER_SRP_AUTH", ["USERNAME": "a@example.com", "SRP_A": value])
        #expect(answer.error == "InvalidParameterException")
    }

    @Test("five wrong passwords lock for a second, then for longer")
    func lockout() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        for _ in 0..<5 {
            try await #expect(
                pool.signIn("jane@example.com", password: "Wr0ng!pw").message == "Incorrect username or password.")
        }
        #expect(try await pool.signIn("jane@example.com").message == "Password attempts exceeded")
        pool.clock.advance(by: 1)
        #expect(
            try await pool.signIn("jane@example.com", password: "Wr0ng!pw").message == "Incorrect username or password."
        )
        pool.clock.advance(by: 1)
        #expect(try await pool.signIn("jane@example.com").message == "Password attempts exceeded")
        pool.clock.advance(by: 1)
        #expect(try await pool.signIn("jane@example.com").accessToken != nil)
        #expect(
            try await pool.signIn("jane@example.com", password: "Wr0ng!pw").message == "Incorrect username or password."
        )
        #expect(try await pool.signIn("jane@example.com").accessToken != nil)
    }

    @Test("names that nobody has are locked alike")
    func lockoutOfUnknown() async throws {
        let pool = try await PoolHarness()
        for _ in 0..<5 { _ = try await pool.signIn("no@example.com") }
        #expect(try await pool.signIn("NO@example.com").message == "Password attempts exceeded")
    }

    @Test("flows that the client may not use are refused by name")
    func flows() async throws {
        let pool = try await PoolHarness()
        func error(_ flow: String) async throws -> String? { try await pool.initiate(flow, [:]).message }
        #expect(try await error("USER_PASSWORD_AUTH") == "USER_PASSWORD_AUTH flow not enabled for this client")
        #expect(try await error("USER_AUTH") == "USER_AUTH flow not enabled for this client")
        #expect(try await error("ADMIN_USER_PASSWORD_AUTH") == "Initiate Auth method not supported.")
        #expect(try await error("CUSTOM_AUTH")?.contains("not emulated") == true)
        #expect(try await error("NONSENSE")?.contains("Member must satisfy enum value set") == true)
        #expect(try await pool.respond("WEB_AUTHN", [:]).error == "WebAuthnNotEnabledException")
        #expect(try await pool.respond("DEVICE_SRP_AUTH", [:]).message == "Device does not exist.")
        #expect(try await pool.respond("NONSENSE", [:]).error == "InvalidParameterException")
    }

    @Test("a password in plain is taken where the client may send it")
    func plainPassword() async throws {
        let pool = try await PoolHarness { $0.authFlows.formUnion([.userPassword, .adminUserPassword]) }
        try await pool.makeUser("jane@example.com")
        let parameters = ["USERNAME": "jane@example.com", "PASSWORD": "Passw0rd!"]
        #expect(try await pool.initiate("USER_PASSWORD_AUTH", parameters).accessToken != nil)
        let wrong = try await pool.initiate("USER_PASSWORD_AUTH", parameters.merging(["PASSWORD": "x"]) { $1 })
        #expect(wrong.message == "Incorrect username or password.")
        let unknown = try await pool.initiate("USER_PASSWORD_AUTH", ["USERNAME": "no@example.com", "PASSWORD": "x"])
        #expect(unknown.message == "Incorrect username or password.")
        let asAdministrator = try await pool.administer(
            "AdminInitiateAuth",
            ["ClientId": "client1", "AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters": parameters])
        #expect(asAdministrator.accessToken != nil)
    }

    @Test("an administrator's password must be changed at the first sign-in")
    func newPassword() async throws {
        let pool = try await PoolHarness { $0.attributes = [AttributeSchema(name: "name", isRequired: true)] }
        let created = try await pool.administer(
            "AdminCreateUser", ["Username": "jane@example.com", "TemporaryPassword": "Temp0rary!"])
        #expect(created.text("User.UserStatus") == "FORCE_CHANGE_PASSWORD")
        #expect(pool.outbox.last?.kind == .invitation && pool.lastCode == "Temp0rary!")
        #expect(
            pool.outbox.last?.text == "Your username is jane@example.com and temporary password is Temp0rary!.")
        let challenge = try await pool.signIn("jane@example.com", password: "Temp0rary!")
        #expect(challenge.challenge == "NEW_PASSWORD_REQUIRED")
        #expect(challenge.text("ChallengeParameters.requiredAttributes") == #"["userAttributes.name"]"#)
        try await pool.restart()
        let name = ["USERNAME": "x", "NEW_PASSWORD": "Passw0rd!"]
        let incomplete = try await pool.respond("NEW_PASSWORD_REQUIRED", name, session: challenge.session)
        #expect(incomplete.error == "InvalidParameterException")
        let weak = try await pool.respond(
            "NEW_PASSWORD_REQUIRED", ["USERNAME": "x", "NEW_PASSWORD": "weak"], session: challenge.session)
        #expect(weak.error == "InvalidPasswordException")
        let complete = name.merging(["userAttributes.name": "Jane"]) { $1 }
        let good = try await pool.respond("NEW_PASSWORD_REQUIRED", complete, session: challenge.session)
        #expect(try pool.claims(good.idToken)["name"] == .string("Jane"))
        #expect(try await pool.signIn("jane@example.com").accessToken != nil)
        let replay = try await pool.respond("NEW_PASSWORD_REQUIRED", complete, session: challenge.session)
        #expect(replay.message == "Invalid session for the user.")
    }

    @Test("a temporary password ends after seven days")
    func temporaryPassword() async throws {
        let pool = try await PoolHarness()
        try await pool.administer(
            "AdminCreateUser",
            ["Username": "jane@example.com", "TemporaryPassword": "Temp0rary!", "MessageAction": "SUPPRESS"])
        #expect(pool.outbox.isEmpty)
        pool.clock.advance(by: 7 * 86400)
        let late = try await pool.signIn("jane@example.com", password: "Temp0rary!")
        #expect(late.message?.contains("Temporary password has expired") == true)
        let resent = try await pool.administer(
            "AdminCreateUser", ["Username": "jane@example.com", "MessageAction": "RESEND"])
        #expect(resent.status == 200)
        let challenge = try await pool.signIn("jane@example.com", password: pool.lastCode)
        #expect(challenge.challenge == "NEW_PASSWORD_REQUIRED")
    }

    @Test("two hundred sign-ins at once all succeed")
    func parallel() async throws {
        let pool = try await PoolHarness()
        for number in 0..<4 { try await pool.makeUser("user\(number)@example.com") }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask { try await pool.signIn("user\(number % 4)@example.com").accessToken != nil }
            }
            for try await succeeded in group { #expect(succeeded) }
        }
        #expect(pool.reportedErrors == 0)
    }
}
