package import AWSJSON
package import Database
package import FoundationEssentials
package import IAM
package import KeyStore
import JSONWebToken
import OpenSSL
import Synchronization

/// The identity pool: gives guests and users of the user pool an identity, and credentials that are bound to a role.
package final class IdentityPoolService: Sendable {
    /// Who sends a request, as far as a signature told.
    package enum Caller: Sendable, Hashable {
        /// An unsigned request: most operations need no more.
        case anonymous
        case signed(Principal)
    }

    /// Bodies beyond this are refused unread; a login token is at most half as long.
    private static let longestBody = 131_072

    let store: IdentityStore
    let credentials: SessionCredentials
    let logins: any LoginVerifier
    let signingKey: LazySigningKey
    let clock: @Sendable () -> Date
    private let current: Mutex<IdentityPoolConfiguration>
    private let reportError: @Sendable (any Error) -> Void

    /// Brings its tables up to date, which blocks; for start-up.
    ///
    /// - Parameter reportError: is told errors that are nobody's request's fault.
    package init(
        configuration: IdentityPoolConfiguration, database: MetadataDatabase, keys: KeyFolder,
        credentials: SessionCredentials, logins: any LoginVerifier, clock: @escaping @Sendable () -> Date,
        reportError: @escaping @Sendable (any Error) -> Void
    ) throws {
        try database.migrate(IdentityStore.schema)
        store = IdentityStore(database: database)
        self.credentials = credentials
        self.logins = logins
        signingKey = LazySigningKey(folder: keys, name: "identity-pool-signing.pem")
        self.clock = clock
        self.reportError = reportError
        current = Mutex(configuration)
    }

    /// What is in force now; setting it takes effect for the next request.
    package var configuration: IdentityPoolConfiguration {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    func report(_ error: any Error) {
        reportError(error)
    }

    /// Carries out one operation.
    ///
    /// - Parameter operation: what follows `AWSCognitoIdentityService.` in `X-Amz-Target`.
    package func handle(operation: String, body: [UInt8], caller: Caller) async -> JSONServiceReply {
        do {
            guard body.count <= Self.longestBody else { throw IdentityPoolFault.requestTooLarge }
            guard let type = Self.operations[operation] else {
                throw Self.notEmulated.contains(operation)
                    ? IdentityPoolFault.notEmulated(operation) : .unknownOperation
            }
            return try await perform(type, body: body, caller: caller)
        } catch let fault as IdentityPoolFault {
            return JSONServiceReply(failure: fault)
        } catch {
            reportError(error)
            return JSONServiceReply(failure: IdentityPoolFault.internalError)
        }
    }

    /// The identity that a user of the user pool has, if any.
    package func identityID(ofUser subject: String) async throws -> String? {
        try await store.identity(ofUser: subject, at: configuration.provider)?.id
    }

    /// The credentials that a client with this login would get, or a guest without one.
    package func credentials(
        for login: VerifiedLogin?
    ) async throws -> (identityID: String, credentials: TemporaryCredentials) {
        let configuration = configuration
        let identity = try await identity(offered: nil, login: login, in: configuration)
        let role = try role(for: login, customRoleARN: nil, in: configuration)
        let session = Principal.RoleSession(role: role, identityID: identity.id, userName: login?.userName)
        return (identity.id, credentials.issue(to: session, at: clock()))
    }

    private func perform<Operation: IdentityPoolOperation>(
        _ type: Operation.Type, body: [UInt8], caller: Caller
    ) async throws -> JSONServiceReply {
        if Operation.access == .administrator { try checkAdministrator(caller, operation: "\(type)") }
        let input: Operation.Input
        do {
            input = try WireNames.makeDecoder().decode(Operation.Input.self, from: Data(body))
        } catch {
            throw IdentityPoolFault.malformedRequest
        }
        return try JSONServiceReply(try await Operation.perform(input, in: self))
    }

    private func checkAdministrator(_ caller: Caller, operation: String) throws(IdentityPoolFault) {
        switch caller {
        case .anonymous: throw .administratorNeeded
        case .signed(.administrator(let administrator)) where administrator.accountID == configuration.accountID: break
        case .signed(let principal):
            throw .accessDenied(arn: configuration.arn(of: principal), operation: operation)
        }
    }

    private static let operations: [String: any IdentityPoolOperation.Type] = Dictionary(
        uniqueKeysWithValues: [
            DeleteIdentities.self, DescribeIdentity.self, DescribeIdentityPool.self, GetCredentialsForIdentity.self,
            GetId.self, GetIdentityPoolRoles.self, GetOpenIdToken.self, ListIdentities.self, ListIdentityPools.self,
        ].map { (type: any IdentityPoolOperation.Type) in (String(describing: type), type) })

    /// What Cognito has and the sandbox refuses by name.
    private static let notEmulated: Set<String> = [
        "CreateIdentityPool", "DeleteIdentityPool", "GetOpenIdTokenForDeveloperIdentity",
        "GetPrincipalTagAttributeMap", "ListTagsForResource", "LookupDeveloperIdentity", "MergeDeveloperIdentities",
        "SetIdentityPoolRoles", "SetPrincipalTagAttributeMap", "TagResource", "UnlinkDeveloperIdentity",
        "UnlinkIdentity", "UntagResource", "UpdateIdentityPool",
    ]
}

/// One operation; its type's name is the operation's.
protocol IdentityPoolOperation: Sendable {
    associatedtype Input: Decodable & Sendable
    associatedtype Output: Encodable & Sendable
    static var access: OperationAccess { get }
    static func perform(_ input: Input, in pool: IdentityPoolService) async throws -> Output
}

/// Who may call an operation.
enum OperationAccess: Sendable {
    case everyone
    case administrator
}

extension IdentityPoolOperation {
    static var access: OperationAccess { .everyone }
}

// Steps that several operations share.
extension IdentityPoolService {
    /// The login among the request's, verified; nil for a guest.
    func verify(
        _ logins: [String: String]?, in configuration: IdentityPoolConfiguration
    ) async throws -> VerifiedLogin? {
        guard let login = logins?.first else { return nil }
        guard logins?.count == 1 else { throw IdentityPoolFault.tooManyLogins }
        guard configuration.isProvider(login.key) else { throw IdentityPoolFault.unsupportedProvider }
        do {
            return try await self.logins.verifyLogin(token: login.value)
        } catch let fault as LoginFault {
            throw IdentityPoolFault(fault)
        }
    }

    /// The identity of the guest or the user, which is made or linked as needed.
    func identity(
        offered: String?, login: VerifiedLogin?, in configuration: IdentityPoolConfiguration
    ) async throws -> IdentityStore.Identity {
        let now = clock().timeIntervalSince1970
        let newID = "\(configuration.region):\(Randomness.uuid())"
        if let offered { try checkForm(of: offered, in: configuration) }
        if let login {
            return try await store.link(
                offered: offered, toUser: login.subject, at: configuration.provider, orNew: newID, now: now)
        }
        guard configuration.allowsGuests else { throw IdentityPoolFault.guestsNotAllowed }
        // An unknown id of our own form is taken as it is: browsers keep theirs when a sandbox starts afresh, and
        // would stay broken.
        let identity = try await store.ensureGuest(offered ?? newID, at: now)
        guard !identity.isLinked, identity.mergedInto == nil else {
            throw IdentityPoolFault.identityForbidden(identity.id)
        }
        return identity
    }

    func role(
        for login: VerifiedLogin?, customRoleARN: String?, in configuration: IdentityPoolConfiguration
    ) throws(IdentityPoolFault) -> Role {
        guard let login else {
            guard customRoleARN == nil || customRoleARN == configuration.guestRoleARN else { throw .roleNotInToken }
            return .guest
        }
        return try RoleMapping.role(for: login, customRoleARN: customRoleARN, in: configuration)
    }

    /// `region:uuid` of our own region.
    func checkForm(of id: String, in configuration: IdentityPoolConfiguration) throws(IdentityPoolFault) {
        let parts = id.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, id.utf8.count <= 55, !parts[0].isEmpty, UUID(uuidString: String(parts[1])) != nil,
            parts[1] == parts[1].lowercased()
        else { throw .invalidIdentity(String(id.prefix(100))) }
        guard parts[0] == configuration.region else { throw .unknownIdentity(id) }
    }

    func checkPool(_ id: String?) throws(IdentityPoolFault) {
        guard let id else { throw .missing("identityPoolId") }
        guard id == configuration.identityPoolID else { throw .unknownPool(String(id.prefix(100))) }
    }
}
