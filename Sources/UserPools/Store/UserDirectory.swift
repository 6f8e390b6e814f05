import Database
import GRDB

/// Looking at a pool from the same machine, without tokens.
extension UserPoolService {
    /// The user whom somebody means by a name, an address or a `sub`, with the roles that an ID token would carry.
    package func user(named name: String) async throws -> IdentifiedUser? {
        let signIn = configuration.signInAttributes
        return try await database.read { db in
            guard let user = try UserRecord.find(name, signInAttributes: signIn, in: db), user.isEnabled else {
                return nil
            }
            let claims = GroupClaims(try GroupRecord.groups(ofUser: user.sub, in: db))
            return IdentifiedUser(
                sub: user.sub, userName: user.userName, roleARNs: claims.roleARNs,
                preferredRoleARN: claims.preferredRoleARN)
        }
    }
}
