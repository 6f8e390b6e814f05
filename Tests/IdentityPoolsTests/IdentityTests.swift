import AWSJSON
import Foundation
import IAM
@testable import IdentityPools
import SandboxTesting
import Testing

struct IdentityTests {
    @Test("each guest is somebody new, a user always the same")
    func identities() async throws {
        let pool = try IdentityHarness()
        let guests = [try await pool.getID().identityID, try await pool.getID().identityID]
        #expect(guests[0] != guests[1])
        #expect(guests[0]?.hasPrefix("us-east-1:") == true && guests[0]?.utf8.count == 46)
        let users = [
            try await pool.getID("user:jane").identityID,
            try await pool.getID("user:jane", provider: IdentityHarness.alias).identityID,
        ]
        #expect(users[0] == users[1] && users[0] != nil)
        #expect(try await pool.getID("user:joan").identityID != users[0])
        #expect(try await pool.service.identityID(ofUser: "sub-jane") == users[0])
        #expect(try await pool.service.identityID(ofUser: "sub-nobody") == nil)
    }

    @Test("a guest's credentials are bound to the guest's role and last an hour")
    func guestCredentials() async throws {
        let pool = try IdentityHarness()
        let id = try await pool.getID().identityID
        let answer = try await pool.getCredentials(id)
        #expect(try pool.session(answer) == Principal.RoleSession(role: .guest, identityID: id))
        let expiration = (answer["Credentials"] as? [String: Any])?["Expiration"] as? Double
        #expect(expiration == pool.clock.now.timeIntervalSince1970 + 3600)
        pool.clock.advance(by: 3600)
        #expect(throws: CredentialFault.expiredToken) { try pool.session(answer) }
    }

    @Test("a guest who signs in keeps the identity, and no guest gets it any more")
    func linking() async throws {
        let pool = try IdentityHarness()
        let guest = try await pool.getID().identityID
        let answer = try await pool.getCredentials(guest, "user:jane")
        #expect(answer.identityID == guest)
        let expected = Principal.RoleSession(role: .authenticated, identityID: guest, userName: "jane")
        #expect(try pool.session(answer) == expected)
        let asGuest = try await pool.getCredentials(guest)
        #expect(asGuest.error == "NotAuthorizedException")
        #expect(asGuest.message == "Access to Identity '\(guest ?? "")' is forbidden.")
        let other = try await pool.getCredentials(guest, "user:joan")
        #expect(other.error == "NotAuthorizedException" && other.message?.hasPrefix("Logins don't match") == true)
    }

    @Test("a user's identity wins over the guest's that is offered, which is given up")
    func merging() async throws {
        let pool = try IdentityHarness()
        let own = try await pool.getID("user:jane").identityID
        let guest = try await pool.getID().identityID
        #expect(try await pool.getCredentials(guest, "user:jane").identityID == own)
        #expect(try await pool.getCredentials(guest).error == "NotAuthorizedException")
        // Another user who is offered the identity that was given up does not get it.
        let other = try await pool.getCredentials(guest, "user:joan").identityID
        #expect(other != guest && other != own && other != nil)
    }

    @Test("two first sign-ins at once link one identity")
    func race() async throws {
        let pool = try IdentityHarness()
        let ids = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<20 { group.addTask { try await pool.getID("user:jane").identityID } }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
    }

    @Test("identities that a browser kept from before a reset are taken up again")
    func unknownIdentities() async throws {
        let pool = try IdentityHarness()
        let id = "us-east-1:aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
        #expect(try await pool.getCredentials(id).identityID == id)
        let linked = "us-east-1:bbbbbbbb-bbbb-4ccc-8ddd-eeeeeeeeeeee"
        #expect(try await pool.getCredentials(linked, "user:jane").identityID == linked)
        let foreign = try await pool.getCredentials("eu-west-1:aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee")
        #expect(foreign.error == "ResourceNotFoundException")
        for bad in [
            "", "us-east-1", "us-east-1:x", "us-east-1:../../etc", "us-east-1:AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE",
        ] {
            #expect(try await pool.getCredentials(bad).error == "InvalidParameterException")
        }
    }

    @Test("guests may be forbidden")
    func noGuests() async throws {
        let pool = try IdentityHarness { $0.allowsGuests = false }
        #expect(try await pool.getID().message == "Unauthenticated access is not supported for this identity pool.")
        #expect(try await pool.getID("user:jane").status == 200)
    }

    @Test("tokens that are not good are refused, each in its words")
    func badLogins() async throws {
        let pool = try IdentityHarness()
        #expect(try await pool.getID("forged").message?.contains("Not a valid OpenId Connect") == true)
        #expect(try await pool.getID("old").message?.contains("Token expired: 1 >= 2") == true)
        #expect(try await pool.getID("revoked").error == "NotAuthorizedException")
        #expect(
            try await pool.getID("user:jane", provider: "graph.facebook.com").message?.contains("supported provider")
                == true)
        let broken = try await pool.getID("broken")
        #expect(broken.status == 500 && broken.error == "InternalErrorException" && pool.errors.value == 1)
        let two = try await pool.call(
            "GetId",
            [
                "IdentityPoolId": pool.service.configuration.identityPoolID,
                "Logins": [IdentityHarness.provider: "user:a", IdentityHarness.alias: "user:b"],
            ])
        #expect(two.error == "InvalidParameterException")
    }

    struct Mapping: CustomTestStringConvertible {
        var token: String
        var customRole: String?
        var role: Role?
        var testDescription: String { token + (customRole.map { " asking for \($0)" } ?? "") }
    }

    @Test(
        "the token chooses the role",
        arguments: [
            Mapping(token: "user:jane", role: .authenticated),
            Mapping(token: "user:jane:admins:admins", role: .group("admins")),
            Mapping(token: "user:jane:admins,editors:editors", role: .group("editors")),
            Mapping(token: "user:jane:admins,editors", role: .authenticated),
            Mapping(token: "user:jane:editors", role: .group("editors")),
            Mapping(token: "user:jane:admins,editors:editors", customRole: "admins", role: .group("admins")),
            Mapping(token: "user:jane:editors:editors", customRole: "admins", role: nil),
            Mapping(token: "user:jane:stranger:stranger", role: nil),
        ])
    func roleMapping(_ mapping: Mapping) async throws {
        let pool = try IdentityHarness()
        let id = try await pool.getID(mapping.token).identityID
        let answer = try await pool.getCredentials(
            id, mapping.token, customRoleARN: mapping.customRole.map { "arn:aws:iam::123456789012:role/\($0)" })
        if let role = mapping.role {
            #expect(try pool.session(answer)?.role == role)
        } else {
            #expect(answer.status == 400)
        }
    }

    @Test("administrators see and remove identities")
    func administration() async throws {
        let pool = try IdentityHarness()
        let id = try #require(try await pool.getID("user:jane").identityID)
        let list: [String: Any] = ["IdentityPoolId": pool.service.configuration.identityPoolID, "MaxResults": 10]
        #expect(try await pool.call("ListIdentities", list).error == "MissingAuthenticationTokenException")
        let session = IdentityPoolService.Caller.signed(.session(Principal.RoleSession(role: .authenticated)))
        let denied = try await pool.call("ListIdentities", list, caller: session)
        #expect(denied.error == "AccessDeniedException" && denied.message?.contains("role/auth") == true)
        let administrator = IdentityPoolService.Caller.signed(
            .administrator(Principal.Administrator(name: "admin", accountID: "123456789012", canonicalID: "c")))
        let stranger = IdentityPoolService.Caller.signed(
            .administrator(Principal.Administrator(name: "other", accountID: "999999999999", canonicalID: "d")))
        #expect(try await pool.call("ListIdentities", list, caller: stranger).error == "AccessDeniedException")
        let listed = try await pool.call("ListIdentities", list, caller: administrator)
        #expect((listed["Identities"] as? [[String: Any]])?.first?["IdentityId"] as? String == id)
        let one = try await pool.call("DescribeIdentity", ["IdentityId": id], caller: administrator)
        #expect(one["Logins"] as? [String] == [IdentityHarness.provider])
        let roles = try await pool.call("GetIdentityPoolRoles", list, caller: administrator)
        #expect((roles["Roles"] as? [String: String])?["authenticated"] == "arn:aws:iam::123456789012:role/auth")
        try await pool.call("DeleteIdentities", ["IdentityIdsToDelete": [id]], caller: administrator)
        let gone = try await pool.call("DescribeIdentity", ["IdentityId": id], caller: administrator)
        #expect(gone.error == "ResourceNotFoundException")
    }

    @Test(
        "other requests are refused by name",
        arguments: [
            ("Nonsense", "{}", "UnknownOperationException"), ("UnlinkIdentity", "{}", "UnsupportedOperationException"),
            ("GetId", "[", "SerializationException"), ("GetId", "{}", "InvalidParameterException"),
            ("GetId", #"{"IdentityPoolId":"x"}"#, "ResourceNotFoundException"),
            ("GetCredentialsForIdentity", "{}", "InvalidParameterException"),
        ])
    func refused(_ operation: String, _ body: String, _ error: String) async throws {
        let pool = try IdentityHarness()
        let reply = await pool.service.handle(operation: operation, body: Array(body.utf8), caller: .anonymous)
        #expect(reply.headers.contains { $0.name == "x-amzn-errortype" && $0.value == error })
    }
}
