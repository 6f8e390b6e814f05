import SandboxTesting
import Testing
import UserPools

struct AttributeTests {
    private func update(_ pool: PoolHarness, _ token: String, _ attributes: [String: String]) async throws -> Answer {
        try await pool.call(
            "UpdateUserAttributes",
            [
                "AccessToken": token,
                "UserAttributes": attributes.map { ["Name": $0.key, "Value": $0.value] },
            ])
    }

    private func attributes(_ pool: PoolHarness, _ token: String) async throws -> [String: String] {
        let pairs = try await pool.call("GetUser", ["AccessToken": token])["UserAttributes"] as? [[String: String]]
        return Dictionary((pairs ?? []).map { ($0["Name"] ?? "", $0["Value"] ?? "") }) { $1 }
    }

    @Test("a new address counts once its code came")
    func newAddress() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        try await pool.makeUser("joan@example.com")
        let token = try await pool.signIn("jane@example.com").accessToken ?? ""
        let taken = try await update(pool, token, ["email": "JOAN@example.com"])
        #expect(taken.error == "AliasExistsException")
        let answer = try await update(pool, token, ["email": "new@example.com", "nickname": "J"])
        #expect((answer["CodeDeliveryDetailsList"] as? [[String: String]])?.first?["AttributeName"] == "email")
        #expect(pool.outbox.last?.recipient == "new@example.com" && pool.outbox.last?.kind == .verifyAttribute)
        var now = try await attributes(pool, token)
        #expect(now["email"] == "jane@example.com" && now["nickname"] == "J")
        try await pool.restart()
        try await pool.call("GetUserAttributeVerificationCode", ["AccessToken": token, "AttributeName": "email"])
        #expect(pool.outbox.last?.recipient == "new@example.com")
        let verify: [String: Any] = ["AccessToken": token, "AttributeName": "email"]
        let wrong = try await pool.call("VerifyUserAttribute", verify.merging(["Code": "x"]) { $1 })
        #expect(wrong.error == "CodeMismatchException")
        let right = try await pool.call("VerifyUserAttribute", verify.merging(["Code": pool.lastCode]) { $1 })
        #expect(right.status == 200)
        now = try await attributes(pool, token)
        #expect(now["email"] == "new@example.com" && now["email_verified"] == "true")
        #expect(try await pool.signIn("new@example.com").accessToken != nil)
        #expect(try await pool.signIn("jane@example.com").error == "NotAuthorizedException")
    }

    @Test("users may not change what is fixed, nor say that they are verified")
    func protected() async throws {
        let pool = try await PoolHarness {
            $0.attributes = [
                AttributeSchema(name: "custom:origin", isMutable: false),
                AttributeSchema(name: "name", isRequired: true),
            ]
        }
        try await pool.signUp("jane@example.com", attributes: ["custom:origin": "web", "name": "Jane"])
        try await pool.administer("AdminConfirmSignUp", ["Username": "jane@example.com"])
        let token = try await pool.signIn("jane@example.com").accessToken ?? ""
        #expect(try await update(pool, token, ["custom:origin": "app"]).message?.contains("cannot be updated") == true)
        #expect(try await update(pool, token, ["email_verified": "true"]).error == "NotAuthorizedException")
        #expect(try await update(pool, token, ["sub": "1"]).error == "NotAuthorizedException")
        #expect(try await update(pool, token, ["custom:new": "1"]).error == "InvalidParameterException")
        let delete: [String: Any] = ["AccessToken": token, "UserAttributeNames": ["name"]]
        #expect(try await pool.call("DeleteUserAttributes", delete).error == "InvalidParameterException")
        #expect(try await attributes(pool, token)["custom:origin"] == "web")
    }

    @Test("attributes can be taken away")
    func deletion() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let token = try await pool.signIn("jane@example.com").accessToken ?? ""
        _ = try await update(pool, token, ["nickname": "J", "locale": "de"])
        try await pool.call(
            "DeleteUserAttributes", ["AccessToken": token, "UserAttributeNames": ["nickname"]])
        try await pool.administer(
            "AdminDeleteUserAttributes", ["Username": "jane@example.com", "UserAttributeNames": ["locale"]])
        let now = try await attributes(pool, token)
        #expect(now["nickname"] == nil && now["locale"] == nil && now["email"] != nil)
    }

    @Test("a deleted user is gone with the tokens")
    func deletedUser() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let answer = try await pool.signIn("jane@example.com")
        #expect(try await pool.call("DeleteUser", ["AccessToken": answer.accessToken ?? ""]).status == 200)
        let user = try await pool.call("GetUser", ["AccessToken": answer.accessToken ?? ""])
        #expect(user.error == "UserNotFoundException")
        let refresh = try await pool.initiate("REFRESH_TOKEN_AUTH", ["REFRESH_TOKEN": answer.refreshToken ?? ""])
        #expect(refresh.error == "NotAuthorizedException")
        #expect(try await pool.signUp("jane@example.com").status == 200)
    }
}
