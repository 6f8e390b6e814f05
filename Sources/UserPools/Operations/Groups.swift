import GRDB

/// The parameters of operations that name one group.
struct GroupInput: Decodable, Sendable {
    var userPoolID: String?
    var groupName: String?
    var description: String?
    var roleARN: String?
    var precedence: Int?
}

/// One group in an answer.
struct GroupOutput: Encodable, Sendable {
    var group: GroupDescription
}

/// A group beside those of the definition.
enum CreateGroup: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: GroupInput, in pool: PoolContext) async throws -> GroupOutput {
        try pool.checkPool(input.userPoolID)
        let name = try pool.required(input.groupName, "groupName")
        guard (1...128).contains(name.count), name.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace }) else {
            throw UserPoolFault.invalidValue(
                name, member: "groupName",
                constraint: "Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+")
        }
        if let precedence = input.precedence { try pool.checkPrecedence(precedence) }
        let group = GroupRecord(
            name: name, description: input.description, precedence: input.precedence, roleARN: input.roleARN,
            isDeclared: false, createdAt: pool.now, modifiedAt: pool.now)
        try await pool.write { db in
            guard try GroupRecord.find(name, in: db) == nil else { throw UserPoolFault.groupExists }
            // A group that left the definition may be there, out of sight: this is another one.
            try GroupRecord.removeGroup(name, in: db)
            try group.insert(db)
        }
        return GroupOutput(group: GroupDescription(group, in: pool))
    }
}

enum GetGroup: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: GroupInput, in pool: PoolContext) async throws -> GroupOutput {
        GroupOutput(group: GroupDescription(try await pool.group(input), in: pool))
    }
}

/// Changes what is given, also of the definition's groups, until the definition changes.
enum UpdateGroup: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: GroupInput, in pool: PoolContext) async throws -> GroupOutput {
        let name = try await pool.group(input).name
        if let precedence = input.precedence { try pool.checkPrecedence(precedence) }
        let now = pool.now
        let updated = try await pool.write { db in
            guard var group = try GroupRecord.find(name, in: db) else { throw UserPoolFault.groupNotFound }
            group.description = input.description ?? group.description
            group.roleARN = input.roleARN ?? group.roleARN
            group.precedence = input.precedence ?? group.precedence
            group.modifiedAt = now
            try group.update(db)
            return group
        }
        return GroupOutput(group: GroupDescription(updated, in: pool))
    }
}

enum DeleteGroup: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: GroupInput, in pool: PoolContext) async throws -> Nothing {
        let name = try await pool.group(input).name
        try await pool.write { db in try GroupRecord.removeGroup(name, in: db) }
        return Nothing()
    }
}

/// All groups, by pages.
enum ListGroups: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var limit: Int?
        var nextToken: String?
    }

    struct Output: Encodable {
        var groups: [GroupDescription]
        var nextToken: String?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkPool(input.userPoolID)
        let limit = try pool.pageSize(input.limit)
        let token = input.nextToken
        let groups = try await pool.read { db in try GroupRecord.list(after: token, limit: limit + 1, in: db) }
        let page = groups.prefix(limit)
        return Output(
            groups: page.map { GroupDescription($0, in: pool) },
            nextToken: groups.count > limit ? page.last?.name : nil)
    }
}

extension PoolContext {
    fileprivate func group(_ input: GroupInput) async throws -> GroupRecord {
        try checkPool(input.userPoolID)
        let name = try required(input.groupName, "groupName")
        return try await group(named: name)
    }

    fileprivate func group(named name: String) async throws -> GroupRecord {
        guard let group = try await read({ db in try GroupRecord.find(name, in: db) }) else {
            throw UserPoolFault.groupNotFound
        }
        return group
    }

    fileprivate func checkPrecedence(_ precedence: Int) throws(UserPoolFault) {
        guard precedence >= 0 else {
            throw .invalidValue(
                String(precedence), member: "precedence",
                constraint: "Member must have value greater than or equal to 0")
        }
    }
}
