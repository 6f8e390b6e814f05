import FoundationEssentials
import GRDB

extension PoolContext {
    /// New access and ID tokens for a refresh token, which stays good.
    func refresh(_ refreshToken: String?) async throws -> AuthenticationResult {
        guard let refreshToken else { throw UserPoolFault.missingParameter("REFRESH_TOKEN") }
        let hash = Self.hash(ofRefreshToken: refreshToken)
        let now = now
        let (user, groups, session) = try await read { db in
            guard let session = try SessionRecord.find(refreshTokenHash: hash, in: db) else {
                throw UserPoolFault.invalidRefreshToken
            }
            guard !session.isRevoked else { throw UserPoolFault.refreshTokenRevoked }
            guard now < session.expiresAt else { throw UserPoolFault.refreshTokenExpired }
            guard let user = try UserRecord.fetchOne(db, key: session.sub) else { throw UserPoolFault.userNotFound }
            return (user, try GroupRecord.groups(ofUser: user.sub, in: db), session)
        }
        guard session.clientID == configuration.clientID else { throw UserPoolFault.invalidRefreshToken }
        guard user.isEnabled else { throw UserPoolFault.userDisabled }
        if user.status == .resetRequired { throw UserPoolFault.passwordResetRequired }
        return try await tokens(for: user, groups: groups, session: session)
    }
}
