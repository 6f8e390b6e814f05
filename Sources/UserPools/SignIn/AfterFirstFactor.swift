import FoundationEssentials
import GRDB

extension PoolContext {
    /// Goes on once a password or a code has shown who it is: the state of the user, a second factor, tokens.
    func afterFirstFactor(of user: UserRecord, state: SignInState) async throws -> SignInOutcome {
        guard user.isEnabled else { throw UserPoolFault.userDisabled }
        switch user.status {
        case .unconfirmed: throw UserPoolFault.userNotConfirmed
        case .resetRequired: throw UserPoolFault.passwordResetRequired
        case .mustChangePassword: return try await askForNewPassword(of: user, state: state)
        case .confirmed: return try await askForSecondFactor(of: user, state: state)
        }
    }

    /// The last step: tokens, once for each state.
    func finishSignIn(
        of user: UserRecord, state: SignInState,
        changing change: (@Sendable (inout UserRecord) -> Void)? = nil
    ) async throws -> SignInOutcome {
        let groups = try await read { db in try GroupRecord.groups(ofUser: user.sub, in: db) }
        var changed = user
        change?(&changed)
        let (result, session) = try await beginSession(for: changed, groups: groups)
        let now = now
        try await write { db in
            try FlowRecord.finish(state, at: now, in: db)
            guard var current = try UserRecord.fetchOne(db, key: user.sub) else { throw UserPoolFault.invalidSession }
            if let change {
                change(&current)
                current.modifiedAt = now
                try current.update(db)
            }
            try PasswordFailureRecord.forget(state.failureName, in: db)
            try SessionRecord.sweep(at: now, in: db)
            try session.insert(db)
        }
        return .signedIn(result)
    }

    /// A challenge that takes the place of the state that led to it.
    func challenge(
        _ name: SignInOutcome.Challenge, next: SignInState, after state: SignInState,
        parameters: [String: String], available: [String]? = nil
    ) async throws -> SignInOutcome {
        let now = now
        try await write { db in try FlowRecord.finish(state, at: now, in: db) }
        return .challenge(name, session: try sealSession(next), parameters: parameters, available: available)
    }
}
