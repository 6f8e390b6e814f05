import AccessRules
package import IAM
import Synchronization

/// The rules that decide requests: one reference to one complete generation.
///
/// A request takes the reference once, so that it is decided by one set of rules from beginning to end.
package final class CurrentRules: Sendable {
    /// What one request is decided by.
    package struct Generation: Sendable {
        package var number: Int
        package var authorizer: any Authorizer
        /// Absent until a definition has compiled for the first time: then nothing is allowed but to administrators.
        var ruleSet: RuleSet?
    }

    private let generation: Mutex<Generation>

    init(accountID: String) {
        generation = Mutex(
            Generation(
                number: 0, authorizer: PlainAuthorizer(accountID: accountID, generation: 0, policies: [:]),
                ruleSet: nil))
    }

    package var current: Generation {
        generation.withLock { $0 }
    }

    func replace(with ruleSet: RuleSet) {
        generation.withLock {
            $0 = Generation(number: ruleSet.generation, authorizer: ruleSet, ruleSet: ruleSet)
        }
    }
}
