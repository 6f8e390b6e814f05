/// One question to the access rules: may this principal do this to that?
package struct AuthorizationRequest: Sendable, Hashable {
    package enum Resource: Sendable, Hashable {
        /// All buckets of the account: `s3:ListAllMyBuckets`.
        case service
        /// A bucket; `prefix` is the decoded `prefix` parameter of a listing, absent when the request has none.
        case bucket(String, prefix: String?)
        case object(bucket: String, key: String)

        /// As IAM writes it: `arn:aws:s3:::bucket/key`.
        package var arn: String {
            switch self {
            case .service: "arn:aws:s3:::*"
            case .bucket(let bucket, _): "arn:aws:s3:::\(bucket)"
            case .object(let bucket, let key): "arn:aws:s3:::\(bucket)/\(key)"
            }
        }
    }

    package var principal: Principal
    package var action: S3Action
    package var resource: Resource
    /// The account that owns the bucket; absent means the sandbox's own account, which has all buckets of the definition.
    package var bucketOwner: String?

    package init(principal: Principal, action: S3Action, resource: Resource, bucketOwner: String? = nil) {
        self.principal = principal
        self.action = action
        self.resource = resource
        self.bucketOwner = bucketOwner
    }

    /// A question about one object.
    package init(principal: Principal, action: S3Action, bucket: String, key: String, bucketOwner: String? = nil) {
        self.init(
            principal: principal, action: action, resource: .object(bucket: bucket, key: key), bucketOwner: bucketOwner)
    }

    /// A question about a bucket, for listings with the prefix that is asked for.
    package init(principal: Principal, action: S3Action, bucket: String, prefix: String?, bucketOwner: String? = nil) {
        self.init(
            principal: principal, action: action, resource: .bucket(bucket, prefix: prefix), bucketOwner: bucketOwner)
    }

    /// The resource as IAM writes it: `arn:aws:s3:::bucket/key`.
    package var resourceARN: String { resource.arn }

    /// The bucket in question, if it is about one.
    package var bucket: String? {
        switch resource {
        case .service: nil
        case .bucket(let bucket, _): bucket
        case .object(let bucket, _): bucket
        }
    }
}
