import FoundationEssentials
import GRDB

/// Sends a code to an address of the signed-in user: the new one, if one is waiting.
enum GetUserAttributeVerificationCode: UserPoolOperation {
    struct Input: Decodable {
        var accessToken: String?
        var attributeName: String?
    }

    struct Output: Encodable {
        var codeDeliveryDetails: CodeDelivery
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        let attribute = try pool.verifiableAttribute(input.attributeName)
        let user = try await pool.signedInUser(accessToken: input.accessToken).user
        let pending = try await pool.read { db in
            try CodeRecord.fetch(.init(verifying: attribute), of: user, in: db)?.pendingValue
        }
        guard let recipient = pending ?? user.attributes[attribute.rawValue] else {
            throw UserPoolFault.deliveryImpossible(attribute)
        }
        let code = pool.newCode()
        let message = pool.message(.verifyAttribute, to: recipient, attribute, of: user, code: code)
        let now = pool.now
        try await pool.send { db in
            try CodeRecord.replace(
                code, for: .init(verifying: attribute), of: user, pendingValue: pending, at: now, in: db)
            return [message]
        }
        return Output(codeDeliveryDetails: CodeDelivery(to: recipient, attribute))
    }
}

/// The code of an address: it is verified, and becomes the user's if it was waiting.
enum VerifyUserAttribute: UserPoolOperation {
    struct Input: Decodable {
        var accessToken: String?
        var attributeName: String?
        var code: String?
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Nothing {
        let attribute = try pool.verifiableAttribute(input.attributeName)
        let code = try pool.required(input.code, "code")
        let sub = try await pool.signedInUser(accessToken: input.accessToken).user.sub
        let now = pool.now
        let signInAttributes = pool.configuration.signInAttributes
        let fault = try await pool.write { db -> UserPoolFault? in
            guard var user = try UserRecord.fetchOne(db, key: sub) else { return .userNotFound }
            switch try CodeRecord.redeem(code, for: .init(verifying: attribute), of: user, at: now, in: db) {
            case .refused(let fault): return fault
            case .accepted(let record):
                if let value = record.pendingValue { user.attributes[attribute.rawValue] = value }
                user.attributes[attribute.verifiedFlag] = "true"
                try user.checkAddresses(signInAttributes, in: db)
                user.modifiedAt = now
                try user.update(db)
                return nil
            }
        }
        if let fault { throw fault }
        return Nothing()
    }
}

extension PoolContext {
    fileprivate func verifiableAttribute(_ name: String?) throws(UserPoolFault) -> SignInAttribute {
        let name = try required(name, "attributeName")
        guard let attribute = SignInAttribute(rawValue: name) else {
            throw .attributeFault("\(name.prefix(50)) is not an attribute that can be verified.")
        }
        return attribute
    }
}
