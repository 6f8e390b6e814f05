import FoundationEssentials
import GRDB

/// One attribute, as the wire has it.
struct AttributePair: Codable, Sendable {
    var name: String
    var value: String?

    /// The pairs as a dictionary; of a name that comes twice the last counts.
    static func dictionary(_ pairs: [AttributePair]?) -> [String: String] {
        Dictionary((pairs ?? []).map { ($0.name, $0.value ?? "") }) { $1 }
    }

    /// All attributes of a user, `sub` first, the others by name.
    static func all(of user: UserRecord) -> [AttributePair] {
        [AttributePair(name: "sub", value: user.sub)]
            + user.attributes.sorted { $0.key < $1.key }.map { AttributePair(name: $0.key, value: $0.value) }
    }
}

/// A user in lists and in the answers of administrators' operations.
struct UserDescription: Encodable, Sendable {
    var username: String
    var attributes: [AttributePair]
    var userCreateDate: Date
    var userLastModifiedDate: Date
    var enabled: Bool
    var userStatus: UserRecord.Status

    /// - Parameter names: the attributes to show; all if nil.
    init(_ user: UserRecord, showing names: [String]? = nil) {
        username = user.userName
        attributes = AttributePair.all(of: user).filter { names?.contains($0.name) ?? true }
        userCreateDate = Date(timeIntervalSince1970: user.createdAt)
        userLastModifiedDate = Date(timeIntervalSince1970: user.modifiedAt)
        enabled = user.isEnabled
        userStatus = user.status
    }
}

/// A group, as the wire has it.
struct GroupDescription: Encodable, Sendable {
    var groupName: String
    var userPoolID: String
    var description: String?
    var roleARN: String?
    var precedence: Int?
    var creationDate: Date
    var lastModifiedDate: Date

    init(_ group: GroupRecord, in pool: PoolContext) {
        groupName = group.name
        userPoolID = pool.configuration.userPoolID
        description = group.description
        roleARN = group.roleARN
        precedence = group.precedence
        creationDate = Date(timeIntervalSince1970: group.createdAt)
        lastModifiedDate = Date(timeIntervalSince1970: group.modifiedAt)
    }
}

/// The parameters of operations that name one user.
struct UserInput: Decodable, Sendable {
    var userPoolID: String?
    var username: String?
}

/// The parameters of operations that an access token alone authorises.
struct AccessTokenInput: Decodable, Sendable {
    var accessToken: String?
}

extension PoolContext {
    /// The user whom an administrator means.
    func user(_ input: UserInput) async throws -> UserRecord {
        try await user(inPool: input.userPoolID, named: input.username)
    }

    func user(inPool poolID: String?, named name: String?) async throws -> UserRecord {
        try checkPool(poolID)
        guard let user = try await user(named: try required(name, "username")) else {
            throw UserPoolFault.userNotFound
        }
        return user
    }

    /// Changes a user as it is at the moment of the change, and gives it back.
    @discardableResult
    func change(
        _ sub: String, _ body: @escaping @Sendable (inout UserRecord, Connection) throws -> Void
    ) async throws -> UserRecord {
        let now = now
        return try await write { db in
            guard var user = try UserRecord.fetchOne(db, key: sub) else { throw UserPoolFault.userNotFound }
            try body(&user, db)
            user.modifiedAt = now
            try user.update(db)
            return user
        }
    }

    /// A page size between 1 and 60.
    func pageSize(_ limit: Int?) throws(UserPoolFault) -> Int {
        guard let limit else { return 60 }
        guard (0...60).contains(limit) else {
            throw .invalidValue(
                String(limit), member: "limit", constraint: "Member must have value less than or equal to 60")
        }
        return limit == 0 ? 60 : limit
    }
}
