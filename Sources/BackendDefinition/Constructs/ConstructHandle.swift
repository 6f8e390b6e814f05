/// What an opaque value after `defineBackend` stands for.
final class ConstructHandle {
    indirect enum Kind: Equatable {
        case backend
        case stack
        case secret(String)
        /// By index among the backend's buckets.
        case bucket(Int)
        case bucketResources(Int)
        case bucketConstruct(Int)
        case bucketNode(Int)
        case bucketTemplates(Int)
        /// By name.
        case function(String)
        case functionResources(String)
        case lambda(String)
        case auth
        case authResources
        case authTemplates
        case userPool
        case userPoolClient
        case groups
        case group(String)
        case role(RoleStatement.Grantee)
        /// A CloudFormation resource, or something inside it: `cfnUserPool`, `policies`, `passwordPolicy`.
        case template(Template, path: [String])
        /// Seconds.
        case duration(Double)
    }

    enum Template: Hashable {
        case bucket(Int)
        /// `cfnUserPool` and its kin, by that name.
        case auth(String)
        case group(String)
    }

    let kind: Kind
    /// What it is as text in the outputs; absent for what has no known text.
    let deployedText: String?

    init(_ kind: Kind, deployedText: String? = nil) {
        self.kind = kind
        self.deployedText = deployedText
    }
}
