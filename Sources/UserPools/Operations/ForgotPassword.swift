import GRDB

/// Sends a code that stands in for the password once.
enum ForgotPassword: UserPoolOperation {
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
        guard user.status != .mustChangePassword else { throw UserPoolFault.cannotResetInCurrentState }
        let delivery = try await pool.sendPasswordCode(to: user)
        return Output(codeDeliveryDetails: delivery)
    }
}

extension PoolContext {
    /// Sends a code for a new password where the pool's recovery rules allow.
    func sendPasswordCode(
        to user: UserRecord, changing change: (@Sendable (Connection) throws -> Void)? = nil
    ) async throws -> CodeDelivery {
        let attribute = configuration.recovery.compactMap { mechanism -> SignInAttribute? in
            switch mechanism {
            case .verifiedEmail: .email
            case .verifiedPhoneNumber: .phoneNumber
            case .adminOnly: nil
            }
        }.first { user.isVerified($0) }
        guard let attribute, let recipient = user.attributes[attribute.rawValue] else {
            throw UserPoolFault.noRecoveryMechanism
        }
        let code = newCode()
        let message = message(.forgotPassword, to: recipient, attribute, of: user, code: code)
        let now = now
        try await send { db in
            try change?(db)
            try CodeRecord.replace(code, for: .password, of: user, at: now, in: db)
            return [message]
        }
        return CodeDelivery(to: recipient, attribute)
    }
}
