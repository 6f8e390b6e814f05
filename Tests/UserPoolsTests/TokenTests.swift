import Foundation
import JSONWebToken
import SandboxTesting
import Testing
@testable import UserPools

struct TokenTests {
    @Test("tokens say what clients read")
    func claims() async throws {
        let pool = try await PoolHarness {
            $0.groups = [
                DeclaredGroup(name: "editors", precedence: 1, roleARN: "arn:aws:iam::123456789012:role/editors"),
                DeclaredGroup(name: "admins", precedence: 0, roleARN: "arn:aws:iam::123456789012:role/admins"),
            ]
        }
        try await pool.makeUser("jane@example.com")
        for group in ["editors", "admins"] {
            try await pool.administer("AdminAddUserToGroup", ["Username": "jane@example.com", "GroupName": group])
        }
        let answer = try await pool.signIn("jane@example.com")
        let (id, access) = (try pool.claims(answer.idToken), try pool.claims(answer.accessToken))
        let now = Int(pool.clock.now.timeIntervalSince1970)
        #expect(id["iss"] == .string("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_TestPool1"))
        #expect(id["aud"] == .string("client1") && id["token_use"] == .string("id"))
        #expect(id["email"] == .string("jane@example.com") && id["email_verified"] == .boolean(true))
        #expect(id["cognito:username"] == id["sub"])
        #expect(id["cognito:groups"] == .list([.string("admins"), .string("editors")]))
        #expect(id["cognito:preferred_role"] == .string("arn:aws:iam::123456789012:role/admins"))
        #expect(id["cognito:roles"]?.texts?.count == 2)
        #expect(id["exp"] == .integer(now + 3600) && id["iat"] == .integer(now) && id["auth_time"] == .integer(now))
        #expect(access["client_id"] == .string("client1") && access["token_use"] == .string("access"))
        #expect(access["scope"] == .string("aws.cognito.signin.user.admin"))
        #expect(access["origin_jti"] == id["origin_jti"] && access["jti"] != id["jti"])
        #expect(access["cognito:groups"] == id["cognito:groups"] && access["cognito:roles"] == nil)
    }

    @Test("the preferred role is the lowest precedence's, unless that is shared")
    func groupClaims() {
        func group(_ name: String, _ precedence: Int?, _ role: String?) -> GroupRecord {
            GroupRecord(
                name: name, precedence: precedence, roleARN: role, isDeclared: true, createdAt: 0, modifiedAt: 0)
        }
        #expect(GroupClaims([]).preferredRoleARN == nil)
        #expect(GroupClaims([group("a", 0, "r0"), group("b", 1, "r1")]).preferredRoleARN == "r0")
        #expect(GroupClaims([group("a", 0, "r0"), group("b", 0, "r1")]).preferredRoleARN == nil)
        #expect(GroupClaims([group("a", 0, "r0"), group("b", 0, "r0")]).preferredRoleARN == "r0")
        #expect(GroupClaims([group("a", 0, nil), group("b", 1, "r1")]).preferredRoleARN == nil)
        #expect(GroupClaims([group("a", 0, "r0"), group("b", 0, "r1")]).roleARNs == ["r0", "r1"])
    }

    @Test("a refresh token gives new tokens, in both forms, also after a restart", arguments: [true, false])
    func refresh(_ isOldForm: Bool) async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let first = try await pool.signIn("jane@example.com")
        let token = try #require(first.refreshToken)
        pool.clock.advance(by: 4000)
        try await pool.restart()
        let answer =
            isOldForm
            ? try await pool.initiate("REFRESH_TOKEN_AUTH", ["REFRESH_TOKEN": token])
            : try await pool.call("GetTokensFromRefreshToken", ["ClientId": "client1", "RefreshToken": token])
        let (old, new) = (try pool.claims(first.accessToken), try pool.claims(answer.accessToken))
        #expect(answer.refreshToken == nil)
        #expect(new["origin_jti"] == old["origin_jti"] && new["auth_time"] == old["auth_time"])
        #expect(new["exp"] != old["exp"])
        pool.clock.advance(by: 30 * 86400)
        let late = try await pool.call("GetTokensFromRefreshToken", ["ClientId": "client1", "RefreshToken": token])
        #expect(late.message == "Refresh Token has expired")
    }

    @Test("a revoked session is over")
    func revocation() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let (first, second) = (try await pool.signIn("jane@example.com"), try await pool.signIn("jane@example.com"))
        let revoke: [String: Any] = ["ClientId": "client1", "Token": first.refreshToken ?? ""]
        #expect(try await pool.call("RevokeToken", revoke).status == 200)
        #expect(try await pool.call("RevokeToken", revoke).status == 200)
        let user = try await pool.call("GetUser", ["AccessToken": first.accessToken ?? ""])
        #expect(user.message == "Access Token has been revoked")
        let refresh = try await pool.initiate("REFRESH_TOKEN_AUTH", ["REFRESH_TOKEN": first.refreshToken ?? ""])
        #expect(refresh.message == "Refresh Token has been revoked")
        #expect(try await pool.call("GetUser", ["AccessToken": second.accessToken ?? ""]).status == 200)
        await #expect(throws: IDTokenFault.revoked) { try await pool.service.identify(idToken: first.idToken ?? "") }
        let wrongKind = try await pool.call(
            "RevokeToken", ["ClientId": "client1", "Token": second.accessToken ?? ""])
        #expect(wrongKind.error == "UnsupportedTokenTypeException")
    }

    @Test("a global sign-out ends all sessions")
    func globalSignOut() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let (first, second) = (try await pool.signIn("jane@example.com"), try await pool.signIn("jane@example.com"))
        #expect(try await pool.call("GlobalSignOut", ["AccessToken": first.accessToken ?? ""]).status == 200)
        for answer in [first, second] {
            let user = try await pool.call("GetUser", ["AccessToken": answer.accessToken ?? ""])
            #expect(user.error == "NotAuthorizedException")
        }
        #expect(try await pool.signIn("jane@example.com").accessToken != nil)
    }

    @Test("access tokens end, and nothing else passes for one")
    func badTokens() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let answer = try await pool.signIn("jane@example.com")
        let token = try #require(answer.accessToken)
        func message(_ token: String?) async throws -> String? {
            try await pool.call("GetUser", token.map { ["AccessToken": $0] } ?? [:]).message
        }
        let parts = token.split(separator: ".")
        let unsigned = Base64URL.encode(Array(#"{"alg":"none"}"#.utf8)) + ".\(parts[1])."
        let altered = String(token.dropLast()) + (token.hasSuffix("A") ? "B" : "A")
        for bad in [answer.idToken ?? "", "a.b.c", "", unsigned, altered, "\(parts[0]).\(parts[1])."] {
            #expect(try await message(bad) == "Invalid Access Token")
        }
        #expect(try await message(nil)?.contains("Member must not be null") == true)
        let other = try await PoolHarness { $0.issuer = "https://example.com/other" }
        try await other.makeUser("jane@example.com")
        #expect(try await message(other.signIn("jane@example.com").accessToken) == "Invalid Access Token")
        pool.clock.advance(by: 3600)
        #expect(try await message(token) == "Access Token has expired")
    }

    @Test("the identity pool's check takes ID tokens only")
    func identification() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let answer = try await pool.signIn("jane@example.com")
        let user = try await pool.service.identify(idToken: answer.idToken ?? "")
        #expect(user.sub == user.userName && user.roleARNs.isEmpty)
        await #expect(throws: IDTokenFault.invalid) {
            try await pool.service.identify(idToken: answer.accessToken ?? "")
        }
        try await pool.administer("AdminDisableUser", ["Username": "jane@example.com"])
        await #expect(throws: IDTokenFault.revoked) { try await pool.service.identify(idToken: answer.idToken ?? "") }
        pool.clock.advance(by: 3600)
        await #expect(throws: IDTokenFault.self) { try await pool.service.identify(idToken: answer.idToken ?? "") }
    }

    @Test("the published documents are JSON and name the key")
    func documents() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let token = try #require(try await pool.signIn("jane@example.com").idToken)
        let header =
            try JSONSerialization.jsonObject(
                with: Data(Base64URL.decode(token.prefix { $0 != "." }) ?? [])) as? [String: String]
        #expect(try await pool.service.keySetDocument().contains(try #require(header?["kid"])))
        let configuration = pool.service.openIDConfiguration(address: "http://localhost:1/us-east-1_TestPool1")
        let object = try JSONSerialization.jsonObject(with: Data(configuration.utf8)) as? [String: Any]
        #expect(
            object?["jwks_uri"] as? String == "http://localhost:1/us-east-1_TestPool1/.well-known/jwks.json")
    }
}
