import Database
import FoundationEssentials

/// One operation; its type's name is the operation's.
protocol UserPoolOperation: Sendable {
    associatedtype Input: Decodable & Sendable
    associatedtype Output: Encodable & Sendable
    static var access: OperationAccess { get }
    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output
}

/// Who may call an operation.
enum OperationAccess: Sendable {
    /// Anybody: what proves the caller's right, if anything, is among the parameters.
    case everyone
    case administrator
}

extension UserPoolOperation {
    static var access: OperationAccess { .everyone }
}

/// The answer of operations that have nothing to say.
struct Nothing: Encodable, Sendable {}

/// What an operation works with: one configuration and one moment from its start to its end.
struct PoolContext: Sendable {
    let service: UserPoolService
    let configuration: UserPoolConfiguration
    let date: Date

    /// Seconds since 1970.
    var now: Double { date.timeIntervalSince1970 }

    /// Looks at one unchanging state of the database.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await service.database.read(body)
    }

    /// Changes the database: all of it or, when the body throws, nothing.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await service.database.write(body)
    }

    /// The value, or the fault that names the member as it is called on the wire.
    func required<Value>(_ value: Value?, _ member: String) throws(UserPoolFault) -> Value {
        guard let value else { throw .missing(member) }
        return value
    }

    func checkPool(_ id: String?) throws(UserPoolFault) {
        guard try required(id, "userPoolId") == configuration.userPoolID else {
            throw .unknownPool(String((id ?? "").prefix(100)))
        }
    }

    func checkClient(_ id: String?, secretHash: String? = nil) throws(UserPoolFault) {
        guard try required(id, "clientId") == configuration.clientID else {
            throw .unknownClient(String((id ?? "").prefix(150)))
        }
        guard secretHash == nil else { throw .clientHasNoSecret(configuration.clientID) }
    }
}
