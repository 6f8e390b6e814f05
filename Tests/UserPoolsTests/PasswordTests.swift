import SandboxTesting
import Testing
import UserPools

struct PasswordTests {
    private func confirm(
        _ pool: PoolHarness, _ code: String, password: String = "N3w-Passw0rd"
    ) async throws -> Answer {
        try await pool.call(
            "ConfirmForgotPassword",
            ["ClientId": "client1", "Username": "jane@example.com", "ConfirmationCode": code, "Password": password])
    }

    @Test("a forgotten password is replaced with a code")
    func forgotten() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let forgot = try await pool.call("ForgotPassword", ["ClientId": "client1", "Username": "jane@example.com"])
        #expect(forgot.text("CodeDeliveryDetails.AttributeName") == "email")
        #expect(pool.outbox.last?.kind == .forgotPassword)
        try await pool.restart()
        #expect(try await confirm(pool, "wrong").error == "CodeMismatchException")
        #expect(try await confirm(pool, pool.lastCode, password: "weak").error == "InvalidPasswordException")
        #expect(try await confirm(pool, pool.lastCode).status == 200)
        #expect(try await confirm(pool, pool.lastCode).error == "ExpiredCodeException")
        #expect(try await pool.signIn("jane@example.com").error == "NotAuthorizedException")
        #expect(try await pool.signIn("jane@example.com", password: "N3w-Passw0rd").accessToken != nil)
    }

    @Test("the code for a password ends after an hour")
    func expiry() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        try await pool.call("ForgotPassword", ["ClientId": "client1", "Username": "jane@example.com"])
        pool.clock.advance(by: 3600)
        #expect(try await confirm(pool, pool.lastCode).error == "ExpiredCodeException")
    }

    @Test("without a verified address, or where only administrators may, nothing is sent")
    func noRecovery() async throws {
        let pool = try await PoolHarness()
        try await pool.signUp("jane@example.com")
        let forgot = ["ClientId": "client1", "Username": "jane@example.com"]
        let unverified = try await pool.call("ForgotPassword", forgot)
        #expect(unverified.message?.contains("no registered/verified email") == true)
        let strict = try await PoolHarness { $0.recovery = [.adminOnly] }
        try await strict.makeUser("jane@example.com")
        #expect(try await strict.call("ForgotPassword", forgot).error == "InvalidParameterException")
    }

    @Test("an administrator's reset makes the old password void")
    func reset() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        #expect(try await pool.administer("AdminResetUserPassword", ["Username": "jane@example.com"]).status == 200)
        #expect(try await pool.signIn("jane@example.com").error == "PasswordResetRequiredException")
        #expect(try await confirm(pool, pool.lastCode).status == 200)
        #expect(try await pool.signIn("jane@example.com", password: "N3w-Passw0rd").accessToken != nil)
    }

    @Test("a signed-in user changes the password with the old one")
    func change() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let token = try await pool.signIn("jane@example.com").accessToken ?? ""
        func change(_ previous: String, _ proposed: String) async throws -> Answer {
            try await pool.call(
                "ChangePassword",
                ["AccessToken": token, "PreviousPassword": previous, "ProposedPassword": proposed])
        }
        #expect(try await change("wrong", "N3w-Passw0rd").message == "Incorrect username or password.")
        #expect(try await change("Passw0rd!", "weak").error == "InvalidPasswordException")
        #expect(try await change("Passw0rd!", "N3w-Passw0rd").status == 200)
        #expect(try await pool.signIn("jane@example.com", password: "N3w-Passw0rd").accessToken != nil)
    }

    @Test("an administrator sets a password for good or for once")
    func setByAdministrator() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let set: [String: Any] = ["Username": "jane@example.com", "Password": "N3w-Passw0rd"]
        try await pool.administer("AdminSetUserPassword", set)
        let once = try await pool.signIn("jane@example.com", password: "N3w-Passw0rd")
        #expect(once.challenge == "NEW_PASSWORD_REQUIRED")
        try await pool.administer("AdminSetUserPassword", set.merging(["Permanent": true]) { $1 })
        #expect(try await pool.signIn("jane@example.com", password: "N3w-Passw0rd").accessToken != nil)
    }
}
