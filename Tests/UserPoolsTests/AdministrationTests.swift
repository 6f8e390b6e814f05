import SandboxTesting
import Testing
import UserPools

struct AdministrationTests {
    @Test("administrators' operations need an administrator")
    func access() async throws {
        let pool = try await PoolHarness()
        let anonymous = try await pool.call("AdminGetUser", ["UserPoolId": "us-east-1_TestPool1", "Username": "x"])
        #expect(anonymous.error == "MissingAuthenticationTokenException")
        let other = try await pool.call(
            "ListUsers", ["UserPoolId": "us-east-1_TestPool1"], caller: .other(arn: "arn:aws:sts::1:assumed-role/r/s"))
        #expect(other.error == "AccessDeniedException")
        #expect(other.message?.contains("cognito-idp:ListUsers") == true)
        let wrongPool = try await pool.call(
            "ListUsers", ["UserPoolId": "us-east-1_Other"], caller: .administrator)
        #expect(wrongPool.message == "User pool us-east-1_Other does not exist.")
        #expect(try await pool.administer("AdminGetUser", ["Username": "x"]).error == "UserNotFoundException")
    }

    @Test("users are listed by pages and filters")
    func listing() async throws {
        let pool = try await PoolHarness()
        for number in 0..<5 {
            try await pool.administer(
                "AdminCreateUser",
                [
                    "Username": "user\(number)@example.com", "MessageAction": "SUPPRESS",
                    "UserAttributes": [["Name": "given_name", "Value": "G\(number)"]],
                ])
        }
        func list(_ members: [String: Any]) async throws -> [[String: Any]] {
            try await pool.administer("ListUsers", members)["Users"] as? [[String: Any]] ?? []
        }
        let first = try await pool.administer("ListUsers", ["Limit": 3])
        let token = try #require(first.text("PaginationToken"))
        let second = try await pool.administer("ListUsers", ["Limit": 3, "PaginationToken": token])
        let names = [first, second].flatMap {
            ($0["Users"] as? [[String: Any]] ?? []).compactMap { $0["Username"] as? String }
        }
        #expect(Set(names).count == 5 && second["PaginationToken"] == nil)
        #expect(try await list(["Filter": #"email = "user3@example.com""#]).count == 1)
        #expect(try await list(["Filter": #"email ^= "user""#]).count == 5)
        #expect(try await list(["Filter": #"given_name^="g4""#]).count == 1)
        #expect(try await list(["Filter": #"cognito:user_status = "CONFIRMED""#]).isEmpty)
        #expect(try await list(["Filter": #"status = "Enabled""#]).count == 5)
        #expect(try await list(["Filter": ""]).count == 5)
        for filter in ["email", "email = user", #"email = "a"#, #"custom:x = "a""#, #"email = "a" b"#] {
            let answer = try await pool.administer("ListUsers", ["Filter": filter])
            #expect(answer.error == "InvalidParameterException", "\(filter)")
        }
        let some = try await list(["AttributesToGet": ["email"], "Limit": 1])
        #expect((some.first?["Attributes"] as? [[String: String]])?.map { $0["Name"] } == ["email"])
        #expect(try await pool.administer("ListUsers", ["Limit": 61]).error == "InvalidParameterException")
    }

    @Test("groups are made, changed, listed, filled and removed")
    func groups() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let created = try await pool.administer(
            "CreateGroup", ["GroupName": "staff", "Precedence": 3, "Description": "people"])
        #expect(created.text("Group.GroupName") == "staff")
        #expect(try await pool.administer("CreateGroup", ["GroupName": "staff"]).error == "GroupExistsException")
        try await pool.administer("UpdateGroup", ["GroupName": "staff", "Precedence": 1])
        let group = try await pool.administer("GetGroup", ["GroupName": "staff"])["Group"] as? [String: Any]
        #expect(group?["Precedence"] as? Int == 1 && group?["Description"] as? String == "people")
        let add = ["GroupName": "staff", "Username": "jane@example.com"]
        #expect(try await pool.administer("AdminAddUserToGroup", add).status == 200)
        #expect(try await pool.administer("AdminAddUserToGroup", add).status == 200)
        let members = try await pool.administer("ListUsersInGroup", ["GroupName": "staff"])
        #expect((members["Users"] as? [Any])?.count == 1)
        let groups = try await pool.administer("AdminListGroupsForUser", ["Username": "jane@example.com"])
        #expect((groups["Groups"] as? [[String: Any]])?.first?["GroupName"] as? String == "staff")
        #expect(try await pool.administer("AdminRemoveUserFromGroup", add).status == 200)
        #expect(try await pool.administer("DeleteGroup", ["GroupName": "staff"]).status == 200)
        #expect(try await pool.administer("GetGroup", ["GroupName": "staff"]).error == "ResourceNotFoundException")
        #expect(try await pool.administer("AdminAddUserToGroup", add).error == "ResourceNotFoundException")
    }

    @Test("the definition's groups come and go with it, and find their members again")
    func declaredGroups() async throws {
        let pool = try await PoolHarness { $0.groups = [DeclaredGroup(name: "admins", precedence: 0, roleARN: "r0")] }
        try await pool.makeUser("jane@example.com")
        try await pool.administer("AdminAddUserToGroup", ["Username": "jane@example.com", "GroupName": "admins"])
        try await pool.administer("CreateGroup", ["GroupName": "own"])
        func names(_ operation: String) async throws -> [String] {
            let groups = try await pool.administer(operation, ["Username": "jane@example.com"])["Groups"]
            return (groups as? [[String: Any]] ?? []).compactMap { $0["GroupName"] as? String }
        }
        #expect(try await names("ListGroups") == ["admins", "own"])
        let first = pool.service.configuration
        var second = first
        second.groups = [DeclaredGroup(name: "editors", precedence: 0, roleARN: "r1")]
        try await pool.service.update(second)
        #expect(try await names("ListGroups") == ["editors", "own"])
        #expect(try await names("AdminListGroupsForUser").isEmpty)
        #expect(try pool.claims(await pool.signIn("jane@example.com").idToken)["cognito:groups"] == nil)
        try await pool.restart()
        #expect(try await names("ListGroups") == ["editors", "own"])
        try await pool.service.update(first)
        #expect(try await names("AdminListGroupsForUser") == ["admins"])
    }

    @Test("a disabled user is out until enabled")
    func disabling() async throws {
        let pool = try await PoolHarness()
        try await pool.makeUser("jane@example.com")
        let answer = try await pool.signIn("jane@example.com")
        try await pool.administer("AdminDisableUser", ["Username": "jane@example.com"])
        #expect(try await pool.signIn("jane@example.com").message == "User is disabled.")
        #expect(try await pool.call("GetUser", ["AccessToken": answer.accessToken ?? ""]).status == 400)
        try await pool.administer("AdminEnableUser", ["Username": "jane@example.com"])
        #expect(try await pool.signIn("jane@example.com").accessToken != nil)
    }

    @Test("users are confirmed, signed out and deleted")
    func lifecycle() async throws {
        let pool = try await PoolHarness()
        try await pool.signUp("jane@example.com")
        let name = ["Username": "jane@example.com"]
        #expect(try await pool.administer("AdminConfirmSignUp", name).status == 200)
        #expect(try await pool.administer("AdminConfirmSignUp", name).error == "NotAuthorizedException")
        let token = try await pool.signIn("jane@example.com").accessToken ?? ""
        try await pool.administer("AdminUserGlobalSignOut", name)
        #expect(try await pool.call("GetUser", ["AccessToken": token]).error == "NotAuthorizedException")
        #expect(try await pool.administer("AdminDeleteUser", name).status == 200)
        #expect(try await pool.administer("AdminDeleteUser", name).error == "UserNotFoundException")
    }

    @Test("the pool and its client describe themselves")
    func descriptions() async throws {
        let pool = try await PoolHarness {
            $0.multiFactor = MultiFactorPolicy(mode: .optional, factors: [.authenticatorApp])
        }
        let described = try await pool.administer("DescribeUserPool")
        let settings = try #require(described["UserPool"] as? [String: Any])
        #expect(
            settings["Id"] as? String == "us-east-1_TestPool1" && settings["MfaConfiguration"] as? String == "OPTIONAL")
        #expect(settings["UsernameAttributes"] as? [String] == ["email"])
        let client = try await pool.administer("DescribeUserPoolClient", ["ClientId": "client1"])
        let flows = (client["UserPoolClient"] as? [String: Any])?["ExplicitAuthFlows"] as? [String]
        #expect(flows == ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
        let factors = try await pool.administer("GetUserPoolMfaConfig")
        #expect(factors.text("MfaConfiguration") == "OPTIONAL")
        #expect((factors["SoftwareTokenMfaConfiguration"] as? [String: Any])?["Enabled"] as? Bool == true)
        let clients = try await pool.administer("ListUserPoolClients")["UserPoolClients"] as? [[String: Any]]
        #expect(clients?.first?["ClientId"] as? String == "client1")
        let pools = try await pool.administer("ListUserPools", ["MaxResults": 1])["UserPools"] as? [[String: Any]]
        #expect(pools?.first?["Id"] as? String == "us-east-1_TestPool1")
    }
}
