package import AWSJSON
package import Database
package import FoundationEssentials
package import KeyStore
import OpenSSL
import Synchronization

/// The user pool: its users, and the ways to sign in.
package final class UserPoolService: Sendable {
    /// What a sandbox may do otherwise than Cognito.
    package struct Options: Sendable {
        /// All codes are this one, for tests; random if nil.
        package var fixedCode: String?

        package init(fixedCode: String? = nil) {
            self.fixedCode = fixedCode
        }
    }

    /// Bodies beyond this are refused unread; the longest of a client is a fraction of it.
    private static let longestBody = 131_072

    let database: MetadataDatabase
    let tokens: TokenAuthority
    let sealing: SealingKey
    /// Makes up what unknown users are shown, the same each time.
    let pretence: MessageAuthenticationKey
    let options: Options
    let clock: @Sendable () -> Date
    let deliver: @Sendable (OutboxMessage) -> Void
    private let current: Mutex<UserPoolConfiguration>
    private let reportError: @Sendable (any Error) -> Void

    /// Brings its tables up to date, which blocks; for start-up. The groups stay as they are until `update`.
    ///
    /// - Parameters:
    ///   - deliver: is told each message after it is in the outbox; must not block.
    ///   - reportError: is told errors that are nobody's request's fault.
    package init(
        configuration: UserPoolConfiguration, database: MetadataDatabase, keys: KeyFolder,
        options: Options = Options(), clock: @escaping @Sendable () -> Date,
        deliver: @escaping @Sendable (OutboxMessage) -> Void, reportError: @escaping @Sendable (any Error) -> Void
    ) throws {
        try database.migrate(UserPoolSchema.schema)
        self.database = database
        tokens = TokenAuthority(key: LazySigningKey(folder: keys, name: "user-pool-signing.pem"))
        sealing = try keys.sealingKey(named: "user-pool-session.key")
        pretence = MessageAuthenticationKey(try keys.symmetricKey(named: "user-pool-pretence.key"))
        self.options = options
        self.clock = clock
        self.deliver = deliver
        self.reportError = reportError
        current = Mutex(configuration)
    }

    /// What is in force now.
    package var configuration: UserPoolConfiguration { current.withLock { $0 } }

    /// Changes what is in force, from the next request on, and makes the groups that the definition declares. Those that
    /// left it are no longer there, but have their members again if they come back.
    package func update(_ configuration: UserPoolConfiguration) async throws {
        let groups = configuration.groups
        let now = clock().timeIntervalSince1970
        try await database.write { db in try GroupRecord.reconcile(groups, at: now, in: db) }
        current.withLock { $0 = configuration }
    }

    /// Makes or reads the key of the tokens, so that the first sign-in need not wait for it.
    package func warmUp() async throws {
        _ = try await tokens.keySet()
    }

    /// Carries out one operation.
    ///
    /// - Parameter operation: what follows `AWSCognitoIdentityProviderService.` in `X-Amz-Target`.
    package func handle(operation: String, body: [UInt8], caller: UserPoolCaller) async -> JSONServiceReply {
        do {
            guard body.count <= Self.longestBody else { throw UserPoolFault.requestTooLarge }
            guard let type = OperationTable.operations[operation] else {
                throw OperationTable.fault(ofMissing: operation)
            }
            return try await perform(type, body: body, caller: caller)
        } catch let fault as UserPoolFault {
            return JSONServiceReply(failure: fault)
        } catch {
            reportError(error)
            return JSONServiceReply(failure: UserPoolFault.internalError)
        }
    }

    /// One configuration and one moment.
    var context: PoolContext {
        PoolContext(service: self, configuration: configuration, date: clock())
    }

    private func perform<Operation: UserPoolOperation>(
        _ type: Operation.Type, body: [UInt8], caller: UserPoolCaller
    ) async throws -> JSONServiceReply {
        let context = context
        if Operation.access == .administrator {
            switch caller {
            case .administrator: break
            case .anonymous: throw UserPoolFault.administratorNeeded
            case .other(let arn):
                throw UserPoolFault.accessDenied(
                    arn: arn, operation: "\(type)", resource: context.configuration.arn)
            }
        }
        let input: Operation.Input
        do {
            input = try WireNames.makeDecoder().decode(Operation.Input.self, from: Data(body))
        } catch {
            throw UserPoolFault.malformedRequest
        }
        return try JSONServiceReply(try await Operation.perform(input, in: context))
    }
}
