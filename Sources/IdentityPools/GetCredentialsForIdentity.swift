import FoundationEssentials
import IAM

/// Credentials of one hour. The identity that is answered may be another than the one that was offered: a user keeps
/// the first.
enum GetCredentialsForIdentity: IdentityPoolOperation {
    struct Input: Decodable {
        var identityID: String?
        var logins: [String: String]?
        var customRoleARN: String?
    }

    struct Output: Encodable {
        struct Credentials: Encodable {
            var accessKeyID: String
            var secretKey: String
            var sessionToken: String
            var expiration: Date
        }

        var identityID: String
        var credentials: Credentials
    }

    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output {
        guard let identityID = input.identityID else { throw IdentityPoolFault.missing("identityId") }
        let configuration = pool.configuration
        let login = try await pool.verify(input.logins, in: configuration)
        let identity = try await pool.identity(offered: identityID, login: login, in: configuration)
        let role = try pool.role(for: login, customRoleARN: input.customRoleARN, in: configuration)
        let session = Principal.RoleSession(role: role, identityID: identity.id, userName: login?.userName)
        let credentials = pool.credentials.issue(to: session, at: pool.clock())
        return Output(
            identityID: identity.id,
            credentials: Output.Credentials(
                accessKeyID: credentials.accessKeyID, secretKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken, expiration: credentials.expiration))
    }
}
