import AWSJSON
import Foundation
import Testing

struct WireNameTests {
    struct Members: Codable, Equatable {
        var clientID: String
        var identityPoolID: String
        var roleARN: String
        var idToken: String
        var userMFASettingList: [String]
        var SMSMfaSettings: Bool
        var identity: Int
        var expiration: Date
        var logins: [String: String]
    }

    static let members = Members(
        clientID: "c", identityPoolID: "p", roleARN: "r", idToken: "t", userMFASettingList: ["m"],
        SMSMfaSettings: true, identity: 1, expiration: Date(timeIntervalSince1970: 1_800_000_000),
        logins: ["aClientId": "x", "USER_ID": "y", "": "z"])

    @Test("members are called as AWS calls them, keys of dictionaries stay")
    func names() throws {
        let data = try WireNames.makeEncoder().encode(Self.members)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "ClientId", "IdentityPoolId", "RoleArn", "IdToken", "UserMFASettingList", "SMSMfaSettings", "Identity",
                "Expiration", "Logins",
            ])
        #expect((object["Logins"] as? [String: String])?["aClientId"] == "x")
        #expect(object["Expiration"] as? Double == 1_800_000_000)
        #expect(try WireNames.makeDecoder().decode(Members.self, from: data) == Self.members)
    }

    private struct Fault: JSONServiceError {
        var name = "ThrottlingException"
        var message = "slow \"down\""
    }

    @Test("an error tells its name in the header and in the body")
    func errors() throws {
        let reply = JSONServiceReply(failure: Fault())
        #expect(reply.status == 400)
        #expect(reply.headers.contains { $0.name == "x-amzn-errortype" && $0.value == "ThrottlingException" })
        let object = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: String]
        #expect(object == ["__type": "ThrottlingException", "message": "slow \"down\""])
    }

    @Test("nothing to say is an empty object")
    func empty() throws {
        struct Nothing: Encodable {}
        #expect(try JSONServiceReply(Nothing()).body == Array("{}".utf8))
    }
}
