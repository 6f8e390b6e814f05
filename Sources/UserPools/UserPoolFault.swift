import AWSJSON

/// What a user pool refuses, one case per reason. Names and sentences are Cognito's where they are known.
package enum UserPoolFault: JSONServiceError, Hashable {
    // The request itself.
    case malformedRequest
    case requestTooLarge
    case missing(String)
    case invalidValue(String, member: String, constraint: String)
    case unknownOperation
    case notEmulated(String)
    case passkeysNotEmulated
    case administratorNeeded
    case accessDenied(arn: String, operation: String, resource: String)
    case unknownPool(String)
    case unknownClient(String)
    case clientHasNoSecret(String)

    // Users and attributes.
    case userNotFound
    case userExists(SignInAttribute?)
    case attributeTaken(SignInAttribute)
    case signUpNotAllowed
    case nameIsNoSignInAttribute([SignInAttribute])
    case invalidEmail
    case invalidPhoneNumber
    case attributeFault(String)
    case unwritableAttribute
    case invalidPassword(String)
    case userDisabled
    case userNotConfirmed
    case passwordResetRequired
    case cannotConfirm(status: String)
    case alreadyConfirmed
    case unsupportedUserState
    case deliveryImpossible(SignInAttribute?)
    case noRecoveryMechanism
    case cannotResetInCurrentState

    // Codes and limits.
    case codeMismatch
    case authenticationCodeMismatch
    case codeExpired
    case attemptLimitExceeded

    // Sign-in.
    case incorrectPassword
    case passwordAttemptsExceeded
    case temporaryPasswordExpired
    case flowNotEnabled(String)
    case invalidSession
    case sessionExpired
    case missingParameter(String)
    case invalidSRPValue
    case challengeNotOffered(String)
    case customAuthNotEmulated
    case authenticatorNotEnabled
    case authenticatorCodeMismatch
    case factorNotEnabled(SecondFactor)
    case factorNotSetUp(SecondFactor)

    // Tokens.
    case invalidAccessToken
    case accessTokenExpired
    case accessTokenRevoked
    case invalidRefreshToken
    case refreshTokenExpired
    case refreshTokenRevoked
    case unsupportedTokenType

    // Groups and devices.
    case groupExists
    case groupNotFound
    case deviceNotFound

    case internalError

    package var status: Int {
        switch self {
        case .internalError: 500
        case .requestTooLarge: 413
        default: 400
        }
    }
}
