import BackendDefinition
import IAM

/// Whom one rule speaks of, one entry per role that it grants to.
struct RuleGrantee: Hashable {
    /// Under which upstream files the role's permissions.
    let acceptorID: String
    let role: Role
    /// What `{entity_id}` becomes for it.
    let replacement: String
    /// The id under which a path may name it once, and its key in the outputs; functions have none.
    let uniqueID: String?
}

extension AccessRule {
    /// The roles that the rule grants to, in the order of its group names.
    var grantees: [RuleGrantee] {
        switch subject {
        case .guest:
            [
                RuleGrantee(
                    acceptorID: "unauthenticatedUserIamRole", role: .guest, replacement: "*", uniqueID: "guest")
            ]
        case .authenticated:
            [
                RuleGrantee(
                    acceptorID: "authenticatedUserIamRole", role: .authenticated, replacement: "*",
                    uniqueID: "authenticated")
            ]
        case .groups(let names):
            names.map {
                RuleGrantee(acceptorID: $0, role: .group($0), replacement: "*", uniqueID: "groups\($0)")
            }
        case .entity(let name):
            [
                RuleGrantee(
                    acceptorID: "authenticatedUserIamRole", role: .authenticated,
                    replacement: PolicyPattern.identityVariable, uniqueID: "entity\(name)")
            ]
        case .resource(let function):
            [
                RuleGrantee(
                    acceptorID: "\(function)Lambda", role: .function(function), replacement: "*", uniqueID: nil)
            ]
        }
    }

    /// What `{entity_id}` becomes in the rule's path.
    var replacement: String {
        if case .entity = subject { PolicyPattern.identityVariable } else { "*" }
    }

    func origin(path: String) -> StatementOrigin {
        StatementOrigin(range: range, path: path)
    }
}
