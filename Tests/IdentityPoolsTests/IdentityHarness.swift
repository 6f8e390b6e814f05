import AWSJSON
import Database
import Foundation
import IAM
import KeyStore
import SandboxTesting
@testable import IdentityPools

/// An identity pool whose user pool takes the tokens `user:NAME` and `user:NAME:ROLE,ROLE:PREFERRED`.
struct IdentityHarness {
    static let provider = "cognito-idp.us-east-1.amazonaws.com/us-east-1_TestPool1"
    static let alias = "localhost:20005/us-east-1_TestPool1"

    let folder: TemporaryFolder
    let clock = ManualClock()
    let keys: KeyFolder
    let credentials: SessionCredentials
    let service: IdentityPoolService
    let errors = ErrorCount()

    init(_ change: (inout IdentityPoolConfiguration) -> Void = { _ in }) throws {
        folder = try TemporaryFolder()
        keys = try KeyFolder(path: folder.path + "/keys")
        credentials = try SessionCredentials(keys: keys)
        var configuration = IdentityPoolConfiguration(
            identityPoolID: "us-east-1:11111111-2222-4333-8444-555555555555", region: "us-east-1",
            accountID: "123456789012", provider: Self.provider, providerAliases: [Self.alias], clientID: "client1",
            guestRoleARN: "arn:aws:iam::123456789012:role/guest",
            authenticatedRoleARN: "arn:aws:iam::123456789012:role/auth",
            groupRoleARNs: [
                "admins": "arn:aws:iam::123456789012:role/admins",
                "editors": "arn:aws:iam::123456789012:role/editors",
            ])
        change(&configuration)
        let (clock, errors) = (clock, errors)
        service = try IdentityPoolService(
            configuration: configuration,
            database: MetadataDatabase.open(inFolder: folder.path, durability: .relaxed), keys: keys,
            credentials: credentials, logins: FakeLogins(), clock: { clock.now }, reportError: { _ in errors.add() })
    }

    /// The answer's status and members.
    @discardableResult
    func call(
        _ operation: String, _ members: [String: Any], caller: IdentityPoolService.Caller = .anonymous
    ) async throws -> Answer {
        let body = try JSONSerialization.data(withJSONObject: members)
        let reply = await service.handle(operation: operation, body: [UInt8](body), caller: caller)
        let object = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any]
        return Answer(status: reply.status, members: object ?? [:])
    }

    func getID(_ token: String? = nil, provider: String = provider) async throws -> Answer {
        try await call(
            "GetId",
            [
                "IdentityPoolId": service.configuration.identityPoolID,
                "Logins": token.map { [provider: $0] } ?? [:],
            ])
    }

    func getCredentials(
        _ identityID: String?, _ token: String? = nil, provider: String = provider, customRoleARN: String? = nil
    ) async throws -> Answer {
        var members: [String: Any] = ["IdentityId": identityID ?? ""]
        if let token { members["Logins"] = [provider: token] }
        members["CustomRoleArn"] = customRoleARN
        return try await call("GetCredentialsForIdentity", members)
    }

    /// Whom the credentials of an answer stand for.
    func session(_ answer: Answer) throws -> Principal.RoleSession? {
        let credentials = answer["Credentials"] as? [String: Any] ?? [:]
        let resolved = try self.credentials.resolve(
            accessKeyID: credentials["AccessKeyId"] as? String ?? "",
            sessionToken: credentials["SessionToken"] as? String, at: clock.now)
        guard resolved.secretAccessKey == credentials["SecretKey"] as? String else { return nil }
        if case .session(let session) = resolved.principal { return session }
        return nil
    }
}

struct Answer {
    var status: Int
    var members: [String: Any]
    var error: String? { members["__type"] as? String }
    var message: String? { members["message"] as? String }
    var identityID: String? { members["IdentityId"] as? String }

    subscript(_ name: String) -> Any? { members[name] }
}

private struct FakeLogins: LoginVerifier {
    func verifyLogin(token: String) async throws -> VerifiedLogin {
        let parts = token.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch parts[0] {
        case "user":
            let roles =
                parts.count > 2 ? parts[2].split(separator: ",").map { "arn:aws:iam::123456789012:role/\($0)" } : []
            return VerifiedLogin(
                subject: "sub-" + parts[1], userName: parts[1], roleARNs: roles,
                preferredRoleARN: parts.count > 3 ? "arn:aws:iam::123456789012:role/\(parts[3])" : nil)
        case "old": throw LoginFault.expired(endedAt: 1, now: 2)
        case "revoked": throw LoginFault.revoked
        case "broken": throw CancellationError()
        default: throw LoginFault.invalid
        }
    }
}
