import FoundationEssentials
import GRDB
import JSONWebToken
import OpenSSL

/// The tokens of a sign-in, as the wire has them.
struct AuthenticationResult: Encodable, Sendable {
    var accessToken: String
    var idToken: String
    /// Absent when tokens were refreshed: the old one stays.
    var refreshToken: String?
    var expiresIn: Int
    var tokenType = "Bearer"
}

extension PoolContext {
    /// A new session and its first tokens. The session must be stored before they are given out.
    func beginSession(
        for user: UserRecord, groups: [GroupRecord]
    ) async throws -> (result: AuthenticationResult, session: SessionRecord) {
        let refreshToken = Base64URL.encode(Randomness.bytes(192))
        let session = SessionRecord(
            id: Randomness.uuid(), sub: user.sub, clientID: configuration.clientID,
            refreshTokenHash: Self.hash(ofRefreshToken: refreshToken), signedInAt: now,
            expiresAt: now + Double(configuration.tokenLifetimes.refresh), isRevoked: false)
        var result = try await tokens(for: user, groups: groups, session: session)
        result.refreshToken = refreshToken
        return (result, session)
    }

    /// New access and ID tokens of a session.
    func tokens(
        for user: UserRecord, groups: [GroupRecord], session: SessionRecord
    ) async throws -> AuthenticationResult {
        let signer = try await service.tokens.signer()
        let groupClaims = GroupClaims(groups)
        let eventID = Randomness.uuid()
        let issuedAt = Int(now)
        let access = AccessTokenClaims(
            sub: user.sub, iss: configuration.issuer, clientID: configuration.clientID, originID: session.id,
            eventID: eventID, signedInAt: Int(session.signedInAt),
            exp: issuedAt + configuration.tokenLifetimes.access, iat: issuedAt, jti: Randomness.uuid(),
            userName: user.userName, groups: groupClaims.names.isEmpty ? nil : groupClaims.names)
        var id = attributeClaims(of: user)
        id["sub"] = .string(user.sub)
        id["iss"] = .string(configuration.issuer)
        id["aud"] = .string(configuration.clientID)
        id["cognito:username"] = .string(user.userName)
        id["origin_jti"] = .string(session.id)
        id["event_id"] = .string(eventID)
        id["token_use"] = .string("id")
        id["auth_time"] = .integer(Int(session.signedInAt))
        id["exp"] = .integer(issuedAt + configuration.tokenLifetimes.id)
        id["iat"] = .integer(issuedAt)
        id["jti"] = .string(Randomness.uuid())
        if !groupClaims.names.isEmpty { id["cognito:groups"] = .list(groupClaims.names.map { .string($0) }) }
        if !groupClaims.roleARNs.isEmpty { id["cognito:roles"] = .list(groupClaims.roleARNs.map { .string($0) }) }
        if let arn = groupClaims.preferredRoleARN { id["cognito:preferred_role"] = .string(arn) }
        return AuthenticationResult(
            accessToken: try signer.sign(access), idToken: try signer.sign(id),
            expiresIn: configuration.tokenLifetimes.access)
    }

    static func hash(ofRefreshToken token: String) -> String {
        Hexadecimal.encode(DigestAlgorithm.sha256.hash(token))
    }

    /// The attributes as claims: the flags of verification are truth values, the rest is text.
    private func attributeClaims(of user: UserRecord) -> [String: ClaimValue] {
        var claims: [String: ClaimValue] = [:]
        for (name, value) in user.attributes {
            claims[name] = name.hasSuffix("_verified") ? .boolean(value == "true") : .string(value)
        }
        return claims
    }
}
