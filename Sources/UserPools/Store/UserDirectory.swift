import Database
package import FoundationEssentials
import GRDB

/// A user as the sandbox's own commands show one.
package struct UserSummary: Sendable, Hashable {
    package var sub: String
    package var userName: String
    package var email: String?
    package var phoneNumber: String?
    /// Cognito's word: `CONFIRMED`.
    package var status: String
    package var isEnabled: Bool
    /// The winning one first.
    package var groups: [String]
    package var createdAt: Date

    /// What a person would call the user.
    package var displayName: String { email ?? phoneNumber ?? userName }
}

/// The tokens of a sign-in.
package struct UserTokens: Sendable, Hashable {
    package var accessToken: String
    package var idToken: String
    package var refreshToken: String
    package var expiresInSeconds: Int
}

/// Looking after a pool from the same machine, without signatures and tokens: whoever may read its keys may do this.
///
/// All throw a ``UserPoolFault`` for what the pool refuses.
extension UserPoolService {
    /// All users, the oldest first.
    package func users() async throws -> [UserSummary] {
        try await database.read { db in
            try UserRecord.fetchAll(db, sql: "SELECT * FROM poolUsers ORDER BY createdAt, sub").map {
                UserSummary($0, groups: try GroupRecord.groups(ofUser: $0.sub, in: db))
            }
        }
    }

    /// The user whom somebody means by a name, an address or a `sub`, with the roles that an ID token would carry.
    package func user(named name: String) async throws -> IdentifiedUser? {
        let signIn = configuration.signInAttributes
        return try await database.read { db in
            guard let user = try UserRecord.find(name, signInAttributes: signIn, in: db), user.isEnabled else {
                return nil
            }
            let claims = GroupClaims(try GroupRecord.groups(ofUser: user.sub, in: db))
            return IdentifiedUser(
                sub: user.sub, userName: user.userName, roleARNs: claims.roleARNs,
                preferredRoleARN: claims.preferredRoleARN)
        }
    }

    /// A confirmed user, whose addresses count as verified. No message is sent.
    ///
    /// - Parameters:
    ///   - password: must fit the policy; nil for one that is made.
    ///   - groups: must exist.
    /// - Returns: the user and the password.
    package func addUser(
        named name: String, password: String?, attributes: [String: String], groups: [String]
    ) async throws -> (user: UserSummary, password: String) {
        let pool = context
        let password = password ?? pool.newTemporaryPassword()
        try pool.checkPassword(password)
        var user = try pool.newUser(name: name, attributes: attributes, writer: .administrator, status: .confirmed)
        for attribute in SignInAttribute.allCases where user.attributes[attribute.rawValue] != nil {
            user.attributes[attribute.verifiedFlag] = "true"
        }
        user.setPassword(pool.makeVerifier(password, userName: user.userName), at: pool.now)
        let created = user
        let signInAttributes = pool.configuration.signInAttributes
        let summary = try await pool.write { db in
            try created.checkIsNew(signInAttributes, in: db)
            try created.insert(db)
            for group in groups { try Self.add(created, to: group, in: db) }
            return UserSummary(created, groups: try GroupRecord.groups(ofUser: created.sub, in: db))
        }
        return (summary, password)
    }

    package func removeUser(named name: String) async throws {
        let user = try await existingUser(named: name)
        try await database.write { db in try user.remove(in: db) }
    }

    /// Gives the user a password for good; one is made if it is nil. Returns it.
    package func setPassword(_ password: String?, ofUser name: String) async throws -> String {
        let pool = context
        let password = password ?? pool.newTemporaryPassword()
        let user = try await existingUser(named: name)
        try pool.checkPassword(password)
        let verifier = pool.makeVerifier(password, userName: user.userName)
        try await pool.change(user.sub) { user, db in
            user.setPassword(verifier, at: pool.now)
            user.status = .confirmed
            try PasswordFailureRecord.forget(user.sub, in: db)
        }
        return password
    }

    /// Changes the groups of a user: all of it or nothing.
    package func changeGroups(
        ofUser name: String, adding added: [String], removing removed: [String]
    ) async throws -> UserSummary {
        let user = try await existingUser(named: name)
        return try await database.write { db in
            for group in removed { try GroupRecord.removeMember(user.sub, from: group, in: db) }
            for group in added { try Self.add(user, to: group, in: db) }
            return UserSummary(user, groups: try GroupRecord.groups(ofUser: user.sub, in: db))
        }
    }

    /// Tokens for a user, as a sign-in would give them, without the password.
    package func signIn(userNamed name: String) async throws -> UserTokens {
        let user = try await existingUser(named: name)
        guard user.isEnabled else { throw UserPoolFault.userDisabled }
        let pool = context
        let groups = try await pool.read { db in try GroupRecord.groups(ofUser: user.sub, in: db) }
        let (result, session) = try await pool.beginSession(for: user, groups: groups)
        try await pool.write { db in try session.insert(db) }
        return UserTokens(
            accessToken: result.accessToken, idToken: result.idToken, refreshToken: result.refreshToken ?? "",
            expiresInSeconds: result.expiresIn)
    }

    private func existingUser(named name: String) async throws -> UserRecord {
        guard let user = try await context.user(named: name) else { throw UserPoolFault.userNotFound }
        return user
    }

    private static func add(_ user: UserRecord, to group: String, in db: Connection) throws {
        guard try GroupRecord.find(group, in: db) != nil else { throw UserPoolFault.groupNotFound }
        try GroupRecord.add(user.sub, to: group, in: db)
    }
}

extension UserSummary {
    init(_ user: UserRecord, groups: [GroupRecord]) {
        self.init(
            sub: user.sub, userName: user.userName, email: user.attributes["email"],
            phoneNumber: user.attributes["phone_number"], status: user.status.rawValue, isEnabled: user.isEnabled,
            groups: groups.map(\.name), createdAt: Date(timeIntervalSince1970: user.createdAt))
    }
}
