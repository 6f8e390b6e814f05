/// Confirms a sign-up without its code. No address becomes verified by that.
enum AdminConfirmSignUp: UserPoolOperation {
    static var access: OperationAccess { .administrator }

    static func perform(_ input: UserInput, in pool: PoolContext) async throws -> Nothing {
        let user = try await pool.user(input)
        try await pool.change(user.sub) { user, _ in
            guard user.status == .unconfirmed else {
                throw UserPoolFault.cannotConfirm(status: user.status.rawValue)
            }
            user.status = .confirmed
        }
        return Nothing()
    }
}
