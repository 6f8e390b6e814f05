import BackendDefinition
import IAM

extension BucketGrant {
    var role: Role {
        switch grantee {
        case .guest: .guest
        case .authenticated: .authenticated
        case .group(let name): .group(name)
        case .function(let name): .function(name)
        }
    }

    /// The statement that CDK attaches to the role: the bucket itself and the objects, without a prefix condition.
    func statement(on bucketName: String) -> PolicyStatement {
        let origin = StatementOrigin(range: range, path: pattern)
        let bucket = "arn:aws:s3:::\(bucketName)"
        return PolicyStatement(
            effect: .allow, actions: actions,
            resources: [
                PolicyPattern(bucket, origins: [origin]), PolicyPattern("\(bucket)/\(pattern)", origins: [origin]),
            ])
    }
}
