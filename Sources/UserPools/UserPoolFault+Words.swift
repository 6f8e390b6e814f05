extension UserPoolFault {
    package var name: String {
        switch self {
        case .malformedRequest: "SerializationException"
        case .requestTooLarge: "RequestEntityTooLargeException"
        case .missing, .invalidValue, .nameIsNoSignInAttribute, .invalidEmail, .invalidPhoneNumber, .attributeFault,
            .alreadyConfirmed, .deliveryImpossible, .noRecoveryMechanism, .flowNotEnabled,
            .missingParameter, .invalidSRPValue, .challengeNotOffered, .factorNotEnabled, .factorNotSetUp:
            "InvalidParameterException"
        case .unknownOperation: "UnknownOperationException"
        case .notEmulated, .customAuthNotEmulated: "UnsupportedOperationException"
        case .passkeysNotEmulated: "WebAuthnNotEnabledException"
        case .administratorNeeded: "MissingAuthenticationTokenException"
        case .accessDenied: "AccessDeniedException"
        case .unknownPool, .unknownClient, .groupNotFound, .deviceNotFound: "ResourceNotFoundException"
        case .clientHasNoSecret, .signUpNotAllowed, .unwritableAttribute, .userDisabled, .cannotConfirm,
            .incorrectPassword, .passwordAttemptsExceeded, .temporaryPasswordExpired, .invalidSession,
            .sessionExpired, .cannotResetInCurrentState, .invalidAccessToken, .accessTokenExpired,
            .accessTokenRevoked, .invalidRefreshToken, .refreshTokenExpired, .refreshTokenRevoked:
            "NotAuthorizedException"
        case .userNotFound: "UserNotFoundException"
        case .userExists: "UsernameExistsException"
        case .attributeTaken: "AliasExistsException"
        case .invalidPassword: "InvalidPasswordException"
        case .userNotConfirmed: "UserNotConfirmedException"
        case .passwordResetRequired: "PasswordResetRequiredException"
        case .unsupportedUserState: "UnsupportedUserStateException"
        case .codeMismatch, .authenticationCodeMismatch: "CodeMismatchException"
        case .codeExpired: "ExpiredCodeException"
        case .attemptLimitExceeded: "LimitExceededException"
        case .authenticatorNotEnabled: "SoftwareTokenMFANotFoundException"
        case .authenticatorCodeMismatch: "EnableSoftwareTokenMFAException"
        case .unsupportedTokenType: "UnsupportedTokenTypeException"
        case .groupExists: "GroupExistsException"
        case .internalError: "InternalErrorException"
        }
    }

    package var message: String {
        switch self {
        case .malformedRequest: "The request body is not JSON of this operation's shape."
        case .requestTooLarge: "The request body is too large."
        case .missing(let member):
            "1 validation error detected: Value null at '\(member)' failed to satisfy constraint: Member must not be null"
        case .invalidValue(let value, let member, let constraint):
            "1 validation error detected: Value '\(value.prefix(200))' at '\(member)' failed to satisfy constraint: "
                + constraint
        case .unknownOperation: "No such operation."
        case .notEmulated(let operation): "\(operation) is not emulated by the sandbox."
        case .passkeysNotEmulated: "Passkeys are not emulated by the sandbox."
        case .administratorNeeded: "Missing Authentication Token"
        case .accessDenied(let arn, let operation, let resource):
            "User: \(arn) is not authorized to perform: cognito-idp:\(operation) on resource: \(resource) because no "
                + "identity-based policy allows the cognito-idp:\(operation) action"
        case .unknownPool(let id): "User pool \(id) does not exist."
        case .unknownClient(let id): "User pool client \(id) does not exist."
        case .clientHasNoSecret(let id):
            "Client \(id) is not configured for secret but secret was received"
        default: userMessage
        }
    }

    private var userMessage: String {
        switch self {
        case .userNotFound: "User does not exist."
        case .userExists(nil): "User already exists"
        case .userExists(let attribute?), .attributeTaken(let attribute):
            "An account with the given \(attribute.rawValue) already exists."
        case .signUpNotAllowed: "SignUp is not permitted for this user pool"
        case .nameIsNoSignInAttribute([.email]): "Username should be an email."
        case .nameIsNoSignInAttribute([.phoneNumber]): "Username should be a phone number."
        case .nameIsNoSignInAttribute: "Username should be either an email or a phone number."
        case .invalidEmail: "Invalid email address format."
        case .invalidPhoneNumber: "Invalid phone number format."
        case .attributeFault(let fault): fault
        case .unwritableAttribute: "A client attempted to write unauthorized attribute"
        case .invalidPassword(let rule): "Password did not conform with policy: \(rule)"
        case .userDisabled: "User is disabled."
        case .userNotConfirmed: "User is not confirmed."
        case .passwordResetRequired: "Password reset required for the user"
        case .cannotConfirm(let status): "User cannot be confirmed. Current status is \(status)"
        case .alreadyConfirmed: "User is already confirmed."
        case .unsupportedUserState: "Resend not possible. User is not in FORCE_CHANGE_PASSWORD state"
        case .deliveryImpossible(let attribute?): "User has no attribute \(attribute.rawValue) to send a code to."
        case .deliveryImpossible(nil): "User has no attribute to send a code to."
        case .noRecoveryMechanism:
            "Cannot reset password for the user as there is no registered/verified email or phone_number"
        case .cannotResetInCurrentState: "User password cannot be reset in the current state."
        default: signInMessage
        }
    }

    private var signInMessage: String {
        switch self {
        case .codeMismatch: "Invalid verification code provided, please try again."
        case .authenticationCodeMismatch: "Invalid code received for user"
        case .codeExpired: "Invalid code provided, please request a code again."
        case .attemptLimitExceeded: "Attempt limit exceeded, please try after some time."
        case .incorrectPassword: "Incorrect username or password."
        case .passwordAttemptsExceeded: "Password attempts exceeded"
        case .temporaryPasswordExpired: "Temporary password has expired and must be reset by an administrator."
        case .flowNotEnabled(let flow): "\(flow) flow not enabled for this client"
        case .invalidSession: "Invalid session for the user."
        case .sessionExpired: "Invalid session for the user, session is expired."
        case .missingParameter(let name): "Missing required parameter \(name)"
        case .invalidSRPValue: "SRP_A is not a number of the group."
        case .challengeNotOffered(let name): "Challenge \(name) is not available for the user."
        case .customAuthNotEmulated:
            "CUSTOM_AUTH is not emulated by the sandbox: it does not run the pool's challenge triggers."
        case .authenticatorNotEnabled: "Software Token MFA has not been enabled by the userPool."
        case .authenticatorCodeMismatch: "Code mismatch"
        case .factorNotEnabled(let factor): "\(factor.rawValue) is not enabled for the user pool."
        case .factorNotSetUp(.authenticatorApp): "User has not verified software token mfa"
        case .factorNotSetUp(.sms): "User does not have delivery config set to turn on SMS_MFA"
        case .factorNotSetUp(.email): "User does not have delivery config set to turn on EMAIL_OTP"
        default: tokenMessage
        }
    }

    private var tokenMessage: String {
        switch self {
        case .invalidAccessToken: "Invalid Access Token"
        case .accessTokenExpired: "Access Token has expired"
        case .accessTokenRevoked: "Access Token has been revoked"
        case .invalidRefreshToken: "Invalid Refresh Token"
        case .refreshTokenExpired: "Refresh Token has expired"
        case .refreshTokenRevoked: "Refresh Token has been revoked"
        case .unsupportedTokenType: "Unsupported token type"
        case .groupExists: "A group with the name already exists."
        case .groupNotFound: "Group not found."
        case .deviceNotFound: "Device does not exist."
        default: "The sandbox could not carry out the request; its log says why."
        }
    }
}

extension UserPoolFault: CustomStringConvertible {
    package var description: String { message }
}
