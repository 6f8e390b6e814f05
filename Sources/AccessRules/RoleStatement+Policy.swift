import BackendDefinition
import IAM

extension RoleStatement {
    var role: Role {
        switch grantee {
        case .guest: .guest
        case .authenticated: .authenticated
        case .group(let name): .group(name)
        case .function(let name): .function(name)
        }
    }

    /// The statement as it stands on the role, with the physical names of the buckets.
    func statement(for buckets: [BucketRules]) -> PolicyStatement {
        PolicyStatement(
            effect: effect == .allow ? .allow : .deny, actions: actions,
            resources: resources.map { resource in
                var text = resource
                for bucket in buckets { text = text.replacing("{bucket:\(bucket.name)}", with: bucket.bucketName) }
                return pattern(text, path: text.split(separator: "/", maxSplits: 1).dropFirst().first ?? "*")
            },
            prefixes: prefixes.map { $0.map { pattern($0, path: $0[...]) } })
    }

    private func pattern(_ text: String, path: Substring) -> PolicyPattern {
        PolicyPattern(text, origins: [StatementOrigin(range: range, path: String(path))])
    }
}
