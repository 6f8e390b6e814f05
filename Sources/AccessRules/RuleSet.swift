package import BackendDefinition
package import IAM
package import OrderedCollections

/// All access rules of one backend, compiled: one complete generation.
package struct RuleSet: Authorizer {
    package let generation: Int
    /// The account that owns the buckets.
    package let accountID: String
    /// In the order of the definition.
    package let buckets: [BucketRules]
    /// The definition that the rules were compiled from.
    package let backend: Backend
    /// The statements of all buckets by the role they are attached to.
    package let policies: [Role: PolicyDocument]
    private let authorizer: CompiledAuthorizer

    package init(backend: Backend, buckets: [BucketRules], accountID: String, generation: Int) {
        self.generation = generation
        self.accountID = accountID
        self.buckets = buckets
        self.backend = backend
        var policies: [Role: PolicyDocument] = [:]
        for (role, document) in buckets.flatMap(\.policies.elements) {
            policies[role, default: PolicyDocument()].statements += document.statements
        }
        for added in backend.roleStatements {
            policies[added.role, default: PolicyDocument()].statements.append(added.statement(for: buckets))
        }
        self.policies = policies
        authorizer = CompiledAuthorizer(accountID: accountID, generation: generation, policies: policies)
    }

    package func decide(_ request: AuthorizationRequest) -> Decision {
        authorizer.decide(request)
    }

    /// The rules of a bucket by its physical name; nil for buckets that the definition does not have.
    package func bucket(named bucketName: String) -> BucketRules? {
        buckets.first { $0.bucketName == bucketName }
    }
}

/// What one `defineStorage` compiles to.
package struct BucketRules: Sendable {
    package var definition: BucketDefinition
    /// The physical name.
    package var bucketName: String
    package var isDefault: Bool
    /// Roles in the order in which the rules first name them.
    package var policies: OrderedDictionary<Role, PolicyDocument>
    /// `paths` of the outputs; absent without an `access` callback.
    package var outputPaths: [OutputPath]?

    /// The friendly name.
    package var name: String { definition.name }
}
