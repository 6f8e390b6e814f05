import FoundationEssentials
package import IAM
import JSONWebToken
import KeyStore

/// The part of STS that clients of an identity pool use.
///
/// Reference: AWS Security Token Service API Reference (query protocol, version 2011-06-15).
package struct SecurityTokenService: Sendable {
    /// An XML document and its status.
    package struct Reply: Sendable {
        package var status: Int
        package var contentType = "text/xml"
        package var body: String
    }

    private let pool: IdentityPoolService

    package init(pool: IdentityPoolService) {
        self.pool = pool
    }

    /// Whether the action needs a signature: those that it does not need carry their own proof.
    package static func needsSignature(_ action: String) -> Bool {
        action != "AssumeRoleWithWebIdentity"
    }

    /// Carries out one action.
    ///
    /// - Parameters:
    ///   - parameters: of the query and of the form in the body, decoded.
    ///   - caller: whose signature was verified; nil for an unsigned request.
    ///   - requestID: is repeated in the document.
    package func handle(parameters: [String: String], caller: Principal?, requestID: String) async -> Reply {
        do {
            guard let action = parameters["Action"] else { throw SecurityTokenFault.missingAction }
            let result: String
            switch action {
            case "GetCallerIdentity": result = try getCallerIdentity(caller)
            case "AssumeRoleWithWebIdentity": result = try await assumeRoleWithWebIdentity(parameters)
            case "AssumeRole", "AssumeRoleWithSAML", "GetSessionToken", "GetFederationToken", "GetAccessKeyInfo",
                "DecodeAuthorizationMessage", "AssumeRoot":
                throw SecurityTokenFault.notEmulated(action)
            default: throw SecurityTokenFault.invalidAction(action)
            }
            return Reply(
                status: 200,
                body: "<\(action)Response xmlns=\"\(Self.namespace)\"><\(action)Result>\(result)</\(action)Result>"
                    + "<ResponseMetadata><RequestId>\(requestID.xmlEscaped)</RequestId></ResponseMetadata>"
                    + "</\(action)Response>")
        } catch let fault as SecurityTokenFault {
            return Self.reply(to: fault, requestID: requestID)
        } catch {
            pool.report(error)
            return Self.reply(to: .internalFailure, requestID: requestID)
        }
    }

    /// The document of an error, for faults that are found before the action is known.
    package static func failure(status: Int, code: String, message: String, requestID: String) -> Reply {
        Reply(
            status: status,
            body: "<ErrorResponse xmlns=\"\(namespace)\"><Error><Type>\(status < 500 ? "Sender" : "Receiver")</Type>"
                + "<Code>\(code.xmlEscaped)</Code><Message>\(message.xmlEscaped)</Message></Error>"
                + "<RequestId>\(requestID.xmlEscaped)</RequestId></ErrorResponse>")
    }

    private static let namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    private static func reply(to fault: SecurityTokenFault, requestID: String) -> Reply {
        failure(status: fault.status, code: fault.code, message: fault.message, requestID: requestID)
    }

    private func getCallerIdentity(_ caller: Principal?) throws(SecurityTokenFault) -> String {
        guard let caller else { throw .missingAuthenticationToken }
        let configuration = pool.configuration
        let (account, userID): (String, String) =
            switch caller {
            case .administrator(let administrator): (administrator.accountID, administrator.name)
            case .session(let session):
                (configuration.accountID, session.identityID ?? session.userName ?? "function")
            }
        return "<Arn>\(configuration.arn(of: caller).xmlEscaped)</Arn><UserId>\(userID.xmlEscaped)</UserId>"
            + "<Account>\(account)</Account>"
    }

    /// The trust of the pool's roles: the token's audience is the pool, and its first `amr` fits the role.
    private func assumeRoleWithWebIdentity(_ parameters: [String: String]) async throws -> String {
        let roleARN = try required("RoleArn", in: parameters)
        let sessionName = try required("RoleSessionName", in: parameters)
        guard Self.isSessionName(sessionName) else { throw SecurityTokenFault.invalidSessionName(sessionName) }
        let token = try required("WebIdentityToken", in: parameters)
        let duration = try duration(in: parameters)
        let configuration = pool.configuration
        let claims = try await claims(of: token)
        let now = pool.clock()
        guard claims.exp > Int(now.timeIntervalSince1970) else { throw SecurityTokenFault.expiredToken }
        guard claims.aud == configuration.identityPoolID, let role = configuration.role(ofARN: roleARN),
            claims.amr.first == (role == .guest ? "unauthenticated" : "authenticated")
        else { throw SecurityTokenFault.notAuthorized }
        let session = Principal.RoleSession(role: role, identityID: claims.sub, userName: claims.userName)
        let credentials = pool.credentials.issue(to: session, durationInSeconds: duration, at: now)
        let roleName = roleARN.split(separator: "/").last.map(String.init) ?? roleARN
        let assumedRole = "arn:aws:sts::\(configuration.accountID):assumed-role/\(roleName)/\(sessionName)"
        return "<SubjectFromWebIdentityToken>\(claims.sub.xmlEscaped)</SubjectFromWebIdentityToken>"
            + "<Audience>\(claims.aud.xmlEscaped)</Audience>"
            + "<AssumedRoleUser><Arn>\(assumedRole.xmlEscaped)</Arn>"
            + "<AssumedRoleId>\("\(credentials.accessKeyID):\(sessionName)".xmlEscaped)</AssumedRoleId>"
            + "</AssumedRoleUser><Credentials><AccessKeyId>\(credentials.accessKeyID)</AccessKeyId>"
            + "<SecretAccessKey>\(credentials.secretAccessKey)</SecretAccessKey>"
            + "<SessionToken>\(credentials.sessionToken)</SessionToken>"
            + "<Expiration>\(credentials.expiration.ISO8601Format())</Expiration></Credentials>"
            + "<Provider>cognito-identity.amazonaws.com</Provider>"
    }

    private func claims(of token: String) async throws -> IdentityTokenClaims {
        let signer = TokenSigner(key: try await pool.signingKey.value())
        do throws(TokenFault) {
            let claims: IdentityTokenClaims = try TokenVerifier(keys: [signer.publicKey]).claims(of: token)
            guard claims.iss == IdentityTokenClaims.issuer else { throw .badSignature }
            return claims
        } catch {
            throw SecurityTokenFault.invalidIdentityToken
        }
    }

    private func required(_ name: String, in parameters: [String: String]) throws(SecurityTokenFault) -> String {
        guard let value = parameters[name], !value.isEmpty else { throw .missingParameter(name) }
        return value
    }

    /// Two to 64 of `[\w+=,.@-]`.
    private static func isSessionName(_ name: String) -> Bool {
        (2...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { character in
                switch character {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "_+=,.@-".utf8.contains(character)
                }
            }
    }

    private func duration(in parameters: [String: String]) throws(SecurityTokenFault) -> Int {
        guard let text = parameters["DurationSeconds"] else { return 3600 }
        guard let seconds = Int(text), (900...3600).contains(seconds) else { throw .invalidDuration(text) }
        return seconds
    }
}

/// What STS refuses.
enum SecurityTokenFault: Error, Hashable {
    case missingAction
    case invalidAction(String)
    case notEmulated(String)
    case missingParameter(String)
    case invalidSessionName(String)
    case invalidDuration(String)
    case missingAuthenticationToken
    case invalidIdentityToken
    case expiredToken
    case notAuthorized
    case internalFailure

    var code: String {
        switch self {
        case .missingAction: "MissingAction"
        case .invalidAction, .notEmulated: "InvalidAction"
        case .missingParameter, .invalidSessionName, .invalidDuration: "ValidationError"
        case .missingAuthenticationToken: "MissingAuthenticationToken"
        case .invalidIdentityToken: "InvalidIdentityToken"
        case .expiredToken: "ExpiredTokenException"
        case .notAuthorized: "AccessDenied"
        case .internalFailure: "InternalFailure"
        }
    }

    var status: Int {
        switch self {
        case .missingAuthenticationToken, .notAuthorized: 403
        case .internalFailure: 500
        default: 400
        }
    }

    var message: String {
        switch self {
        case .missingAction: "The request must contain the parameter Action"
        case .invalidAction(let action): "Could not find operation \(action) for version 2011-06-15"
        case .notEmulated(let action): "\(action) is not emulated by the sandbox"
        case .missingParameter(let name):
            "1 validation error detected: Value null at '\(name.prefix(1).lowercased() + name.dropFirst())' failed to "
                + "satisfy constraint: Member must not be null"
        case .invalidSessionName(let name):
            "1 validation error detected: Value '\(name.prefix(100))' at 'roleSessionName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: [\\w+=,.@-]*"
        case .invalidDuration(let text):
            "The requested DurationSeconds \(text.prefix(20)) is not between 900 and 3600, the MaxSessionDuration of "
                + "the role."
        case .missingAuthenticationToken: "Request is missing Authentication Token"
        case .invalidIdentityToken: "The web identity token is not one of this sandbox's identity pool."
        case .expiredToken: "The web identity token has expired."
        case .notAuthorized: "Not authorized to perform sts:AssumeRoleWithWebIdentity"
        case .internalFailure: "The sandbox could not carry out the request; its log says why."
        }
    }
}

extension String {
    /// As text of an XML element.
    fileprivate var xmlEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            // XML has no place for the other control characters.
            case "\t", "\n", "\r", " "...: escaped.unicodeScalars.append(scalar)
            default: break
            }
        }
        return escaped
    }
}
