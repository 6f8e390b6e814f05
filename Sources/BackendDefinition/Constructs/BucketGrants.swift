import SourceText
import TypeScriptEvaluator

/// `bucket.grantRead(role, pattern?)` and its kin.
extension BackendBuilder {
    private static let read = ["s3:GetObject*", "s3:GetBucket*", "s3:List*"]
    private static let put = [
        "s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging", "s3:Abort*",
    ]
    private static let delete = ["s3:DeleteObject*"]

    /// By the method's name; what CDK puts into the statements.
    static let grantedActions = [
        "grantRead": read, "grantPut": put, "grantDelete": delete, "grantWrite": put + delete,
        "grantReadWrite": read + put + delete,
    ]

    func addGrant(bucket index: Int, _ actions: [String], _ arguments: [Value], at site: SourceRange) {
        let bucket = backend.buckets[index].name
        guard let grantee = arguments.first?.asOpaque.flatMap(grantee) else {
            return warnNotEmulated(
                "a grant on bucket `\(bucket)` to something that is no role of this backend", at: site)
        }
        let pattern = arguments.count > 1 ? arguments[1].asText : nil
        let arn = "arn:aws:s3:::{bucket:\(bucket)}"
        backend.roleStatements.append(
            RoleStatement(
                grantee: grantee, actions: actions, resources: [arn, "\(arn)/\(pattern ?? "*")"], range: site))
    }

    /// The role behind `role`, `fn.resources.lambda` and whatever else CDK calls grantable.
    func grantee(_ value: OpaqueValue) -> RoleStatement.Grantee? {
        guard let handle = value.payload as? ConstructHandle else { return nil }
        return switch handle.kind {
        case .role(let grantee): grantee
        case .lambda(let name), .function(let name): .function(name)
        default: nil
        }
    }
}
