import GRDB

/// A new code for a sign-up that is not confirmed yet.
enum ResendConfirmationCode: UserPoolOperation {
    struct Input: Decodable {
        var clientID: String?
        var secretHash: String?
        var username: String?
    }

    struct Output: Encodable {
        var codeDeliveryDetails: CodeDelivery
    }

    static func perform(_ input: Input, in pool: PoolContext) async throws -> Output {
        try pool.checkClient(input.clientID, secretHash: input.secretHash)
        let name = try pool.required(input.username, "username")
        guard let user = try await pool.user(named: name), user.isEnabled else {
            guard pool.configuration.hidesUserExistence else { throw UserPoolFault.userNotFound }
            return Output(codeDeliveryDetails: pool.pretendedDelivery(for: name))
        }
        guard user.status == .unconfirmed else { throw UserPoolFault.alreadyConfirmed }
        let attributes = pool.configuration.autoVerifiedAttributes.reversed()
        guard let destination = pool.destination(of: user, among: attributes) else {
            throw UserPoolFault.deliveryImpossible(nil)
        }
        let code = pool.newCode()
        let message = pool.message(.resendCode, to: destination.value, destination.attribute, of: user, code: code)
        let now = pool.now
        try await pool.send { db in
            try CodeRecord.replace(
                code, for: .signUp, of: user, pendingValue: destination.attribute.rawValue, at: now, in: db)
            return [message]
        }
        return Output(codeDeliveryDetails: CodeDelivery(to: destination.value, destination.attribute))
    }
}

extension PoolContext {
    /// Where a code for a name that nobody has would have gone.
    func pretendedDelivery(for name: String) -> CodeDelivery {
        if name.hasPrefix("+") { return CodeDelivery(to: name, .phoneNumber) }
        return CodeDelivery(to: name.contains("@") ? name : "\(name.prefix(1))@example.com", .email)
    }
}
