import GRDB

/// The parameters of operations on one user and one group.
struct MembershipInput: Decodable, Sendable {
    var userPoolID: String?
    var username: String?
    var groupName: String?
}

/// Does nothing if the user is in the group already.
enum AdminAddUserToGroup: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: MembershipInput, in pool: PoolContext) async throws -> Nothing {
        let name = try pool.required(input.groupName, "groupName")
        let sub = try await pool.user(inPool: input.userPoolID, named: input.username).sub
        try await pool.write { db in
            guard try GroupRecord.find(name, in: db) != nil else { throw UserPoolFault.groupNotFound }
            try GroupRecord.add(sub, to: name, in: db)
        }
        return Nothing()
    }
}

enum AdminRemoveUserFromGroup: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: MembershipInput, in pool: PoolContext) async throws -> Nothing {
        let name = try pool.required(input.groupName, "groupName")
        let sub = try await pool.user(inPool: input.userPoolID, named: input.username).sub
        try await pool.write { db in
            guard try GroupRecord.find(name, in: db) != nil else { throw UserPoolFault.groupNotFound }
            try GroupRecord.removeMember(sub, from: name, in: db)
        }
        return Nothing()
    }
}

/// The groups of a user, the winning one first.
enum AdminListGroupsForUser: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var username: String?
        var limit: Int?
        var nextToken: String?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> ListGroups.Output {
        let sub = try await pool.user(inPool: input.userPoolID, named: input.username).sub
        let limit = try pool.pageSize(input.limit)
        let groups = try await pool.read { db in try GroupRecord.groups(ofUser: sub, in: db) }
        let start = input.nextToken.flatMap { token in groups.firstIndex { $0.name == token } }.map { $0 + 1 } ?? 0
        let page = groups[start...].prefix(limit)
        return ListGroups.Output(
            groups: page.map { GroupDescription($0, in: pool) },
            nextToken: page.endIndex < groups.endIndex ? page.last?.name : nil)
    }
}

enum ListUsersInGroup: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var groupName: String?
        var limit: Int?
        var nextToken: String?
    }

    struct Output: Encodable {
        var users: [UserDescription]
        var nextToken: String?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkPool(input.userPoolID)
        let name = try pool.required(input.groupName, "groupName")
        let limit = try pool.pageSize(input.limit)
        let token = input.nextToken
        let users = try await pool.read { db in
            guard try GroupRecord.find(name, in: db) != nil else { throw UserPoolFault.groupNotFound }
            return try GroupRecord.members(of: name, after: token, limit: limit + 1, in: db)
        }
        let page = users.prefix(limit)
        return Output(
            users: page.map { UserDescription($0) }, nextToken: users.count > limit ? page.last?.userName : nil)
    }
}
