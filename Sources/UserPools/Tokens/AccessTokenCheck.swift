import FoundationEssentials
import GRDB
import JSONWebToken

/// The user behind an access token, and the session that it belongs to.
struct SignedInUser: Sendable {
    var user: UserRecord
    var sessionID: String
}

extension PoolContext {
    /// Checks an access token in full: signature, issuer, client, end, and that neither its session nor its user is gone.
    func signedInUser(accessToken: String?) async throws -> SignedInUser {
        let token = try required(accessToken, "accessToken")
        let verifier = try await service.tokens.verifier()
        let claims: AccessTokenClaims
        do throws(TokenFault) {
            claims = try verifier.claims(of: token)
        } catch {
            throw UserPoolFault.invalidAccessToken
        }
        guard claims.use == "access", claims.iss == configuration.issuer, claims.clientID == configuration.clientID
        else { throw UserPoolFault.invalidAccessToken }
        guard now < Double(claims.exp) else { throw UserPoolFault.accessTokenExpired }
        return try await read { db in
            guard let session = try SessionRecord.fetchOne(db, key: claims.originID), !session.isRevoked else {
                // Without its user a token is refused for that reason, as by Cognito.
                throw try UserRecord.exists(db, key: claims.sub)
                    ? UserPoolFault.accessTokenRevoked : .userNotFound
            }
            guard let user = try UserRecord.fetchOne(db, key: claims.sub) else { throw UserPoolFault.userNotFound }
            guard user.isEnabled else { throw UserPoolFault.userDisabled }
            return SignedInUser(user: user, sessionID: session.id)
        }
    }
}
