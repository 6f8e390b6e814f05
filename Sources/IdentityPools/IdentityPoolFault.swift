import AWSJSON

/// What an identity pool refuses.
package enum IdentityPoolFault: JSONServiceError, Hashable {
    case malformedRequest
    case requestTooLarge
    case missing(String)
    case unknownOperation
    case notEmulated(String)
    case administratorNeeded
    case accessDenied(arn: String, operation: String)
    case unknownPool(String)
    case unknownIdentity(String)
    case invalidIdentity(String)
    case guestsNotAllowed
    case identityForbidden(String)
    case unsupportedProvider
    case loginMismatch
    case loginInvalid
    case loginExpired(endedAt: Int, now: Int)
    case loginRevoked
    case tooManyLogins
    case roleNotInToken
    case unusableRole
    case internalError

    package var name: String {
        switch self {
        case .malformedRequest: "SerializationException"
        case .requestTooLarge: "RequestEntityTooLargeException"
        case .missing, .invalidIdentity, .tooManyLogins: "InvalidParameterException"
        case .unknownOperation: "UnknownOperationException"
        case .notEmulated: "UnsupportedOperationException"
        case .administratorNeeded: "MissingAuthenticationTokenException"
        case .accessDenied: "AccessDeniedException"
        case .unknownPool, .unknownIdentity: "ResourceNotFoundException"
        case .guestsNotAllowed, .identityForbidden, .unsupportedProvider, .loginMismatch, .loginInvalid,
            .loginExpired, .loginRevoked, .roleNotInToken:
            "NotAuthorizedException"
        case .unusableRole: "InvalidIdentityPoolConfigurationException"
        case .internalError: "InternalErrorException"
        }
    }

    package var message: String {
        switch self {
        case .malformedRequest: "The request body is not JSON of this operation's shape."
        case .requestTooLarge: "The request body is too large."
        case .missing(let member):
            "1 validation error detected: Value null at '\(member)' failed to satisfy constraint: Member must not be null"
        case .unknownOperation: "No such operation."
        case .notEmulated(let operation): "\(operation) is not emulated by the sandbox."
        case .administratorNeeded: "Missing Authentication Token"
        case .accessDenied(let arn, let operation):
            "User: \(arn) is not authorized to perform: cognito-identity:\(operation) because no identity-based policy "
                + "allows the cognito-identity:\(operation) action"
        case .unknownPool(let id): "IdentityPool '\(id)' not found."
        case .unknownIdentity(let id): "Identity '\(id)' not found."
        case .invalidIdentity(let id):
            "1 validation error detected: Value '\(id)' at 'identityId' failed to satisfy constraint: Member must satisfy "
                + "regular expression pattern: [\\w-]+:[0-9a-f-]+"
        case .guestsNotAllowed: "Unauthenticated access is not supported for this identity pool."
        case .identityForbidden(let id): "Access to Identity '\(id)' is forbidden."
        case .unsupportedProvider: "Token is not from a supported provider of this identity pool."
        case .loginMismatch:
            "Logins don't match. Please include at least one valid login for this identity or identity pool."
        case .loginInvalid: "Invalid login token. Not a valid OpenId Connect identity token."
        case .loginExpired(let end, let now): "Invalid login token. Token expired: \(end) >= \(now)"
        case .loginRevoked: "Invalid login token. Token is no longer accepted by the user pool."
        case .tooManyLogins: "Only one login of this identity pool's user pool is taken."
        case .roleNotInToken: "Invalid login token. The custom role is not among the roles of the token."
        case .unusableRole: "Invalid identity pool configuration. Check assigned IAM roles for this pool."
        case .internalError: "The sandbox could not carry out the request; its log says why."
        }
    }

    package var status: Int {
        switch self {
        case .internalError: 500
        case .requestTooLarge: 413
        default: 400
        }
    }

    init(_ fault: LoginFault) {
        switch fault {
        case .invalid: self = .loginInvalid
        case .expired(let end, let now): self = .loginExpired(endedAt: end, now: now)
        case .revoked: self = .loginRevoked
        }
    }
}
