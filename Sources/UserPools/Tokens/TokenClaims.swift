import JSONWebToken

/// What an access token says.
struct AccessTokenClaims: Codable, Sendable {
    var sub: String
    var iss: String
    var clientID: String
    var originID: String
    var eventID: String
    var use = "access"
    var scope = "aws.cognito.signin.user.admin"
    var signedInAt: Int
    var exp: Int
    var iat: Int
    var jti: String
    var userName: String
    var groups: [String]?

    enum CodingKeys: String, CodingKey {
        case sub, iss, scope, exp, iat, jti
        case clientID = "client_id"
        case originID = "origin_jti"
        case eventID = "event_id"
        case use = "token_use"
        case signedInAt = "auth_time"
        case userName = "username"
        case groups = "cognito:groups"
    }
}

/// What an ID token must say to be taken; what else it says is the user's attributes.
struct IDTokenClaims: Decodable, Sendable {
    var sub: String
    var iss: String
    var aud: String
    var originID: String
    var use: String
    var exp: Int
    var userName: String
    var roles: [String]?
    var preferredRole: String?

    enum CodingKeys: String, CodingKey {
        case sub, iss, aud, exp
        case originID = "origin_jti"
        case use = "token_use"
        case userName = "cognito:username"
        case roles = "cognito:roles"
        case preferredRole = "cognito:preferred_role"
    }
}

/// How the groups of a user show in tokens.
struct GroupClaims: Sendable, Equatable {
    var names: [String]
    var roleARNs: [String]
    /// Absent if the lowest precedence is shared by groups with different roles.
    var preferredRoleARN: String?

    /// - Parameter groups: the winning one first.
    init(_ groups: [GroupRecord]) {
        names = groups.map(\.name)
        roleARNs = []
        for arn in groups.compactMap(\.roleARN) where !roleARNs.contains(arn) { roleARNs.append(arn) }
        let winners = groups.filter { $0.precedence == groups.first?.precedence }
        let winningRoles = Set(winners.compactMap(\.roleARN))
        preferredRoleARN = winningRoles.count == 1 ? winningRoles.first : nil
    }
}
