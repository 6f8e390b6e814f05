import FoundationEssentials
import GRDB

/// Changes the signed-in user's attributes. An address that must be verified first changes when its code comes.
enum UpdateUserAttributes: UserPoolOperation {
    struct Input: Decodable {
        var accessToken: String?
        var userAttributes: [AttributePair]?
    }

    struct Output: Encodable {
        var codeDeliveryDetailsList: [CodeDelivery]
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        let changes = AttributePair.dictionary(try pool.required(input.userAttributes, "userAttributes"))
        let user = try await pool.signedInUser(accessToken: input.accessToken).user
        return Output(codeDeliveryDetailsList: try await pool.setAttributes(changes, of: user, writer: .user))
    }
}

/// The same by an administrator, who may also say that an address is verified.
enum AdminUpdateUserAttributes: UserPoolOperation {
    struct Input: Decodable {
        var userPoolID: String?
        var username: String?
        var userAttributes: [AttributePair]?
    }

    static var access: OperationAccess { .administrator }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        let changes = AttributePair.dictionary(try pool.required(input.userAttributes, "userAttributes"))
        let user = try await pool.user(inPool: input.userPoolID, named: input.username)
        _ = try await pool.setAttributes(changes, of: user, writer: .administrator)
        return Nothing()
    }
}

extension PoolContext {
    /// Sets attributes, and sends codes to new addresses. Gives where codes went.
    func setAttributes(
        _ changes: [String: String], of user: UserRecord, writer: AttributeRules.Writer
    ) async throws -> [CodeDelivery] {
        let rules = AttributeRules(configuration)
        try rules.check(changes, writer: writer, of: user)
        var immediate = changes
        var codes: [(attribute: SignInAttribute, pending: String?, message: OutboxMessage)] = []
        for attribute in SignInAttribute.allCases {
            guard let value = changes[attribute.rawValue], value != user.attributes[attribute.rawValue],
                immediate[attribute.verifiedFlag] != "true"
            else { continue }
            let waits = configuration.attributesVerifiedBeforeUpdate.contains(attribute)
            if waits, !value.isEmpty {
                immediate[attribute.rawValue] = nil
            } else {
                immediate[attribute.verifiedFlag] = "false"
            }
            guard !value.isEmpty, waits || configuration.autoVerifiedAttributes.contains(attribute) else { continue }
            let message = message(.verifyAttribute, to: value, attribute, of: user, code: newCode())
            codes.append((attribute, waits ? value : nil, message))
        }
        let (applied, sent, now) = (immediate, codes, now)
        let signInAttributes = configuration.signInAttributes
        try await send { db in
            guard var current = try UserRecord.fetchOne(db, key: user.sub) else { throw UserPoolFault.userNotFound }
            current.attributes.merge(applied) { $1 }
            current.attributes = current.attributes.filter { !$0.value.isEmpty }
            try rules.checkRequired(current.attributes)
            current.modifiedAt = now
            var proposed = current
            for code in sent { proposed.attributes[code.attribute.rawValue] = code.message.recipient }
            try proposed.checkAddresses(signInAttributes, in: db)
            try current.update(db)
            for code in sent {
                try CodeRecord.replace(
                    code.message.code, for: .init(verifying: code.attribute), of: user, pendingValue: code.pending,
                    at: now, in: db)
            }
            return sent.map(\.message)
        }
        return codes.map { CodeDelivery(to: $0.message.recipient, $0.attribute) }
    }
}
