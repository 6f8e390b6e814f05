import FoundationEssentials
import JSONWebToken
import KeyStore

/// A token of the identity pool itself, for `AssumeRoleWithWebIdentity`.
enum GetOpenIdToken: IdentityPoolOperation {
    /// As long as Cognito's.
    private static let lifetimeInSeconds = 600

    struct Input: Decodable {
        var identityID: String?
        var logins: [String: String]?
    }

    struct Output: Encodable {
        var identityID: String
        var token: String
    }

    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output {
        guard let identityID = input.identityID else { throw IdentityPoolFault.missing("identityId") }
        let configuration = pool.configuration
        let login = try await pool.verify(input.logins, in: configuration)
        let identity = try await pool.identity(offered: identityID, login: login, in: configuration)
        let now = Int(pool.clock().timeIntervalSince1970)
        let claims = IdentityTokenClaims(
            sub: identity.id, aud: configuration.identityPoolID,
            amr: login.map { ["authenticated", configuration.provider, "\(configuration.provider):\($0.subject)"] }
                ?? ["unauthenticated"],
            iss: IdentityTokenClaims.issuer, exp: now + lifetimeInSeconds, iat: now, userName: login?.userName)
        let signer = TokenSigner(key: try await pool.signingKey.value())
        return Output(identityID: identity.id, token: try signer.sign(claims))
    }
}

/// What a token of the identity pool says.
struct IdentityTokenClaims: Codable, Sendable {
    static let issuer = "https://cognito-identity.amazonaws.com"

    /// The identity id.
    var sub: String
    /// The identity pool.
    var aud: String
    /// `authenticated` or `unauthenticated`, then the provider.
    var amr: [String]
    var iss: String
    var exp: Int
    var iat: Int
    /// Ours alone: so that a session names the user.
    var userName: String?

    enum CodingKeys: String, CodingKey {
        case sub, aud, amr, iss, exp, iat
        case userName = "sandbox:username"
    }
}
