/// Decides requests. One value stands for one complete set of rules.
package protocol Authorizer: Sendable {
    func decide(_ request: AuthorizationRequest) -> Decision
}

/// The answer to a request, and what in the rules made it.
package struct Decision: Sendable {
    package enum Outcome: String, Sendable, Hashable {
        /// A statement allows it and none denies it; or an administrator asks.
        case allow
        /// A statement denies it, whatever others allow.
        case explicitDeny = "explicit-deny"
        /// No statement speaks of it.
        case implicitDeny = "implicit-deny"
    }

    package var outcome: Outcome
    /// The pattern that allowed or denied; absent when nothing matched and for administrators.
    package var match: PolicyMatch?
    /// The generation of the rules that decided.
    package var generation: Int

    package init(_ outcome: Outcome, match: PolicyMatch? = nil, generation: Int) {
        self.outcome = outcome
        self.match = match
        self.generation = generation
    }

    package var isAllowed: Bool { outcome == .allow }
}

/// The pattern of a statement that matched a request: a resource, or a prefix for listings.
///
/// A class, so that a decision costs one reference count.
package final class PolicyMatch: Sendable {
    package let role: Role
    package let effect: PolicyStatement.Effect
    /// The statement's action as written there.
    package let action: String
    package let pattern: PolicyPattern

    package init(role: Role, effect: PolicyStatement.Effect, action: String, pattern: PolicyPattern) {
        self.role = role
        self.effect = effect
        self.action = action
        self.pattern = pattern
    }
}
