import Database
import FoundationEssentials
import GRDB
import JSONWebToken

/// A user whom an ID token names.
package struct IdentifiedUser: Sendable, Hashable {
    package var sub: String
    package var userName: String
    /// `cognito:roles`.
    package var roleARNs: [String]
    /// `cognito:preferred_role`.
    package var preferredRoleARN: String?
}

/// Why an ID token is not taken.
package enum IDTokenFault: Error, Hashable, Sendable {
    /// Altered, of another pool or client, or no ID token.
    case invalid
    /// In seconds since 1970.
    case expired(endedAt: Int, now: Int)
    /// Signed out, or its user is gone or disabled.
    case revoked
}

extension UserPoolService {
    /// Checks an ID token in full, for the identity pool. Throws an ``IDTokenFault``, or what the database throws.
    package func identify(idToken: String) async throws -> IdentifiedUser {
        let context = context
        let verifier = try await tokens.verifier()
        let claims: IDTokenClaims
        do throws(TokenFault) {
            claims = try verifier.claims(of: idToken)
        } catch {
            throw IDTokenFault.invalid
        }
        guard claims.use == "id", claims.iss == context.configuration.issuer,
            claims.aud == context.configuration.clientID
        else { throw IDTokenFault.invalid }
        guard context.now < Double(claims.exp) else {
            throw IDTokenFault.expired(endedAt: claims.exp, now: Int(context.now))
        }
        let isGood = try await database.read { db in
            guard let session = try SessionRecord.fetchOne(db, key: claims.originID), !session.isRevoked,
                let user = try UserRecord.fetchOne(db, key: claims.sub)
            else { return false }
            return user.isEnabled
        }
        guard isGood else { throw IDTokenFault.revoked }
        return IdentifiedUser(
            sub: claims.sub, userName: claims.userName, roleARNs: claims.roles ?? [],
            preferredRoleARN: claims.preferredRole)
    }

    /// The document behind `/.well-known/jwks.json`.
    package func keySetDocument() async throws -> String {
        try await tokens.keySet().json
    }

    /// The document behind `/.well-known/openid-configuration`.
    ///
    /// - Parameter address: where the pool answers, `http://localhost:20005/us-east-1_AbCdEf`.
    package func openIDConfiguration(address: String) -> String {
        // All values are ids and addresses of ours, which need no escapes.
        """
        {"id_token_signing_alg_values_supported":["RS256"],"issuer":"\(configuration.issuer)",\
        "jwks_uri":"\(address)/.well-known/jwks.json","response_types_supported":["code","token"],\
        "scopes_supported":["openid","email","phone","profile"],"subject_types_supported":["public"]}
        """
    }
}
