import BackendDefinition
import Database
import FoundationEssentials
import IAM
import IdentityPools
import KeyStore
import ObjectStore
import UserPools

/// Users, identities and keys of one sandbox, opened on its data folder. Several processes may do so at once.
struct AccountServices: Sendable {
    let database: MetadataDatabase
    let userPool: UserPoolService
    let identityPool: IdentityPoolService
    let credentials: CredentialDirectory
    let administrator: AdministratorKey
    let endpoint: String

    /// How a sandbox is opened.
    struct Options: Sendable {
        var durability = SandboxConfiguration.Durability.full
        var fixedCode: String?
        var endpoint = "http://localhost:20005"
        var events = EventStream()
        var now: @Sendable () -> Date = { Date() }
    }

    /// Opens everything, bringing tables up to date. Blocks.
    ///
    /// - Parameter auth: the definition's; absent as long as it is not known.
    static func open(
        _ names: DeployedNames, in data: DataFolder, auth: AuthDefinition? = nil, options: Options = Options()
    ) throws(StartFailure) -> AccountServices {
        let events = options.events
        let report: @Sendable (any Error) -> Void = { events.publish(.trouble("\($0)")) }
        do {
            let database = try MetadataDatabase.open(
                inFolder: data.path, durability: options.durability == .full ? .synced : .relaxed)
            let keys = try KeyFolder(path: data.keys)
            let administrators = try AdministratorKeys(folder: keys)
            let sessions = try SessionCredentials(keys: keys)
            let userPool = try UserPoolService(
                configuration: UserPoolConfiguration(names: names, auth: auth), database: database, keys: keys,
                options: UserPoolService.Options(fixedCode: options.fixedCode), clock: options.now,
                deliver: { events.publish(.message($0)) }, reportError: report)
            let identityPool = try IdentityPoolService(
                configuration: IdentityPoolConfiguration(names: names, auth: auth, endpoint: options.endpoint),
                database: database, keys: keys, credentials: sessions, logins: UserPoolLogins(userPool: userPool),
                clock: options.now, reportError: report)
            return AccountServices(
                database: database, userPool: userPool, identityPool: identityPool,
                credentials: CredentialDirectory(sessions: sessions, administrators: administrators),
                administrator: try administrators.first(accountID: names.accountID), endpoint: options.endpoint)
        } catch let fault as DatabaseFault {
            throw .database(path: data.path + "/" + MetadataDatabase.fileName, reason: "\(fault)")
        } catch let fault as KeyFolderFault {
            throw .keys(path: data.keys, reason: "\(fault)")
        } catch {
            throw .dataFolder(path: data.path, reason: "\(error)")
        }
    }

    /// The account that owns the definition's buckets.
    var owner: Owner {
        Owner(canonicalID: administrator.canonicalID, displayName: administrator.name)
    }

    /// What an ID token of a user would say. Throws if there is no such user.
    func login(of name: String) async throws -> VerifiedLogin {
        guard let user = try await userPool.user(named: name) else { throw CredentialsFailure.noUser(name) }
        return VerifiedLogin(user)
    }

    func close() async {
        // The process ends: what cannot be closed now is closed by the system.
        try? await database.close()
    }
}

/// Lets the identity pool ask the user pool about ID tokens: neither knows the other.
struct UserPoolLogins: LoginVerifier {
    let userPool: UserPoolService

    func verifyLogin(token: String) async throws -> VerifiedLogin {
        do {
            return VerifiedLogin(try await userPool.identify(idToken: token))
        } catch let fault as IDTokenFault {
            switch fault {
            case .invalid: throw LoginFault.invalid
            case .expired(let endedAt, let now): throw LoginFault.expired(endedAt: endedAt, now: now)
            case .revoked: throw LoginFault.revoked
            }
        }
    }
}

extension VerifiedLogin {
    fileprivate init(_ user: IdentifiedUser) {
        self.init(
            subject: user.sub, userName: user.userName, roleARNs: user.roleARNs,
            preferredRoleARN: user.preferredRoleARN)
    }
}
