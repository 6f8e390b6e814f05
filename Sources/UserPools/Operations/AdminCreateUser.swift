import FoundationEssentials
import GRDB
import OpenSSL

/// A user with a temporary password, who gets an invitation unless it is suppressed.
enum AdminCreateUser: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var username: String?
        var userAttributes: [AttributePair]?
        var temporaryPassword: String?
        var messageAction: String?
        var desiredDeliveryMediums: [String]?
    }

    struct Output: Encodable {
        var user: UserDescription
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkPool(input.userPoolID)
        let name = try pool.required(input.username, "username")
        if let password = input.temporaryPassword { try pool.checkPassword(password) }
        switch input.messageAction {
        case nil, "SUPPRESS": break
        case "RESEND": return try await resend(name, input, in: pool)
        case let action?:
            throw UserPoolFault.invalidValue(
                action, member: "messageAction", constraint: "Member must satisfy enum value set: [RESEND, SUPPRESS]")
        }
        let user = try pool.newUser(
            name: name, attributes: AttributePair.dictionary(input.userAttributes), writer: .administrator,
            status: .mustChangePassword)
        let password = input.temporaryPassword ?? pool.newTemporaryPassword()
        var created = user
        created.setPassword(pool.makeVerifier(password, userName: user.userName), at: pool.now)
        let messages =
            input.messageAction == nil ? invitations(for: created, password: password, input, in: pool) : []
        let (inserted, signInAttributes) = (created, pool.configuration.signInAttributes)
        try await pool.send { db in
            try inserted.checkIsNew(signInAttributes, in: db)
            try inserted.insert(db)
            return messages
        }
        return Output(user: UserDescription(inserted))
    }

    /// A new invitation, with a new password, for a user who has not used the first.
    private static func resend(_ name: String, _ input: Input, in pool: PoolContext) async throws -> Output {
        guard let user = try await pool.user(named: name) else { throw UserPoolFault.userNotFound }
        guard user.status == .mustChangePassword else { throw UserPoolFault.unsupportedUserState }
        let password = input.temporaryPassword ?? pool.newTemporaryPassword()
        let verifier = pool.makeVerifier(password, userName: user.userName)
        let messages = invitations(for: user, password: password, input, in: pool)
        let now = pool.now
        try await pool.send { db in
            guard var current = try UserRecord.fetchOne(db, key: user.sub) else { throw UserPoolFault.userNotFound }
            current.setPassword(verifier, at: now)
            try current.update(db)
            return messages
        }
        return Output(user: UserDescription(user))
    }

    /// One to each medium that is asked for and possible; by default to whatever address there is, mail first.
    private static func invitations(
        for user: UserRecord, password: String, _ input: Input, in pool: PoolContext
    ) -> [OutboxMessage] {
        let wanted = input.desiredDeliveryMediums ?? []
        let possible = SignInAttribute.allCases.filter { user.attributes[$0.rawValue] != nil }
        let chosen = possible.filter { wanted.contains($0 == .email ? "EMAIL" : "SMS") }
        return (chosen.isEmpty ? Array(possible.prefix(1)) : chosen).map { attribute in
            pool.message(
                .invitation, to: user.attributes[attribute.rawValue] ?? "", attribute, of: user, code: password)
        }
    }
}

extension PoolContext {
    /// Of all kinds of characters, and as long as the policy wants.
    func newTemporaryPassword() -> String {
        let kinds = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!@#%&*-_+="].map(Array.init)
        let all = kinds.flatMap(\.self)
        var generator = SystemRandomNumberGenerator()
        var characters = kinds.map { $0[Int.random(in: 0..<$0.count, using: &generator)] }
        while characters.count < max(configuration.passwordPolicy.minimumLength, 12) {
            characters.append(all[Int.random(in: 0..<all.count, using: &generator)])
        }
        return String(characters.shuffled(using: &generator))
    }
}
