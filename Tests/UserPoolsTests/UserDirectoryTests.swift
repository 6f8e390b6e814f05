import JSONWebToken
import Testing
import UserPools

struct UserDirectoryTests {
    @Test("users are added, changed, signed in and removed without tokens")
    func lifecycle() async throws {
        let pool = try await PoolHarness { $0.groups = [DeclaredGroup(name: "admins", precedence: 0, roleARN: "r0")] }
        let (user, password) = try await pool.service.addUser(
            named: "jane@example.com", password: nil, attributes: ["nickname": "J"], groups: ["admins"])
        #expect(user.groups == ["admins"] && user.status == "CONFIRMED" && user.displayName == "jane@example.com")
        #expect(try await pool.service.users() == [user])
        let answer = try await pool.signIn("jane@example.com", password: password)
        #expect(try pool.claims(answer.idToken)["email_verified"] == .boolean(true))
        #expect(pool.outbox.isEmpty)

        let changed = try await pool.service.changeGroups(ofUser: user.sub, adding: [], removing: ["admins"])
        #expect(changed.groups.isEmpty)
        #expect(try await pool.service.setPassword("N3w-Passw0rd", ofUser: "jane@example.com") == "N3w-Passw0rd")
        #expect(try await pool.signIn("jane@example.com", password: "N3w-Passw0rd").accessToken != nil)
        let tokens = try await pool.service.signIn(userNamed: "jane@example.com")
        #expect(try await pool.service.identify(idToken: tokens.idToken).sub == user.sub)
        #expect(try await pool.call("GetUser", ["AccessToken": tokens.accessToken]).status == 200)
        try await pool.service.removeUser(named: "jane@example.com")
        #expect(try await pool.service.users().isEmpty)
    }

    @Test("what the pool refuses is refused here too")
    func refused() async throws {
        let pool = try await PoolHarness()
        func add(_ name: String, password: String? = nil, groups: [String] = []) async throws {
            _ = try await pool.service.addUser(named: name, password: password, attributes: [:], groups: groups)
        }
        await #expect(throws: UserPoolFault.nameIsNoSignInAttribute([.email])) { try await add("jane") }
        await #expect(throws: UserPoolFault.groupNotFound) { try await add("jane@example.com", groups: ["none"]) }
        #expect(try await pool.service.users().isEmpty)
        await #expect(throws: UserPoolFault.self) { try await add("jane@example.com", password: "weak") }
        try await add("jane@example.com")
        await #expect(throws: UserPoolFault.userExists(.email)) { try await add("jane@example.com") }
        await #expect(throws: UserPoolFault.userNotFound) { try await pool.service.removeUser(named: "nobody") }
        await #expect(throws: UserPoolFault.userNotFound) { try await pool.service.signIn(userNamed: "nobody") }
    }
}
