import HTTPTypes

/// From method, target and what tells operations of one target apart to the operation.
package enum S3Routes {
    enum Target: Hashable {
        case service
        case bucket
        case object
    }

    /// One line of the table. The first line that fits wins.
    struct Route {
        var method: HTTPRequest.Method
        var target: Target
        var condition: Condition
        var operation: S3Operation

        init(
            _ method: HTTPRequest.Method, _ target: Target, _ condition: Condition = .always, _ operation: S3Operation
        ) {
            self.method = method
            self.target = target
            self.condition = condition
            self.operation = operation
        }
    }

    enum Condition {
        case always
        /// The query has this parameter, with whatever value.
        case parameter(String)
        case parameters(String, String)
        case parameterValue(String, String)
        case header(HTTPField.Name)
        case parameterAndHeader(String, HTTPField.Name)
        case form
    }

    /// Throws `MethodNotAllowed` for what S3 has no operation for.
    static func operation(
        method: HTTPRequest.Method, address: S3Address, query: S3Query, fields: HTTPFields
    ) throws(S3Error) -> S3Operation {
        let target: Target = address.bucket == nil ? .service : address.key == nil ? .bucket : .object
        if method == .options { return .preflight }
        for route in table[Place(method: method, target: target)] ?? [] where route.fits(query, fields) {
            return route.operation
        }
        throw S3Error(.methodNotAllowed).with("Method", method.rawValue).with("ResourceType", target.resourceType)
    }

    private struct Place: Hashable {
        var method: HTTPRequest.Method
        var target: Target
    }

    private static let table = Dictionary(grouping: service + buckets + configurations + objects) {
        Place(method: $0.method, target: $0.target)
    }

    private static let service: [Route] = [
        Route(.get, .service, .listBuckets)
    ]

    private static let buckets: [Route] = [
        Route(.head, .bucket, .headBucket),
        Route(.get, .bucket, .parameterValue("list-type", "2"), .listObjectsV2),
        Route(.get, .bucket, .parameter("versions"), .listObjectVersions),
        Route(.get, .bucket, .parameter("uploads"), .listMultipartUploads),
        Route(.get, .bucket, .parameter("location"), .getBucketLocation),
        Route(.post, .bucket, .parameter("delete"), .deleteObjects),
        Route(.post, .bucket, .form, .postObject),
    ]

    private static let configurations: [Route] =
        [
            configuration(
                "accelerate", .getBucketAccelerateConfiguration, .putBucketAccelerateConfiguration),
            configuration("acl", .getBucketAcl, .putBucketAcl),
            [Route(.get, .bucket, .parameters("analytics", "id"), .getBucketAnalyticsConfiguration)],
            configuration(
                "analytics", .listBucketAnalyticsConfigurations, .putBucketAnalyticsConfiguration,
                .deleteBucketAnalyticsConfiguration),
            configuration("cors", .getBucketCors, .putBucketCors, .deleteBucketCors),
            configuration("encryption", .getBucketEncryption, .putBucketEncryption, .deleteBucketEncryption),
            configuration(
                "intelligent-tiering", .getBucketIntelligentTieringConfiguration,
                .putBucketIntelligentTieringConfiguration, .deleteBucketIntelligentTieringConfiguration),
            configuration(
                "inventory", .getBucketInventoryConfiguration, .putBucketInventoryConfiguration,
                .deleteBucketInventoryConfiguration),
            configuration(
                "lifecycle", .getBucketLifecycleConfiguration, .putBucketLifecycleConfiguration,
                .deleteBucketLifecycle),
            configuration("logging", .getBucketLogging, .putBucketLogging),
            configuration(
                "metrics", .getBucketMetricsConfiguration, .putBucketMetricsConfiguration,
                .deleteBucketMetricsConfiguration),
            configuration(
                "notification", .getBucketNotificationConfiguration, .putBucketNotificationConfiguration),
            configuration("object-lock", .getObjectLockConfiguration, .putObjectLockConfiguration),
            configuration(
                "ownershipControls", .getBucketOwnershipControls, .putBucketOwnershipControls,
                .deleteBucketOwnershipControls),
            configuration("policy", .getBucketPolicy, .putBucketPolicy, .deleteBucketPolicy),
            [Route(.get, .bucket, .parameter("policyStatus"), .getBucketPolicyStatus)],
            configuration(
                "publicAccessBlock", .getPublicAccessBlock, .putPublicAccessBlock, .deletePublicAccessBlock),
            configuration("replication", .getBucketReplication, .putBucketReplication, .deleteBucketReplication),
            configuration("requestPayment", .getBucketRequestPayment, .putBucketRequestPayment),
            configuration("tagging", .getBucketTagging, .putBucketTagging, .deleteBucketTagging),
            configuration("versioning", .getBucketVersioning, .putBucketVersioning),
            configuration("website", .getBucketWebsite, .putBucketWebsite, .deleteBucketWebsite),
            // What has no parameter of the above is about the bucket itself.
            [
                Route(.get, .bucket, .listObjects),
                Route(.put, .bucket, .createBucket),
                Route(.delete, .bucket, .deleteBucket),
            ],
        ].flatMap { $0 }

    private static let objects: [Route] = [
        Route(.head, .object, .headObject),
        Route(.get, .object, .parameter("uploadId"), .listParts),
        Route(.get, .object, .parameter("acl"), .getObjectAcl),
        Route(.get, .object, .parameter("attributes"), .getObjectAttributes),
        Route(.get, .object, .parameter("legal-hold"), .getObjectLegalHold),
        Route(.get, .object, .parameter("retention"), .getObjectRetention),
        Route(.get, .object, .parameter("tagging"), .getObjectTagging),
        Route(.get, .object, .parameter("torrent"), .getObjectTorrent),
        Route(.get, .object, .getObject),
        Route(.put, .object, .parameterAndHeader("uploadId", .xAmzCopySource), .uploadPartCopy),
        Route(.put, .object, .parameter("uploadId"), .uploadPart),
        Route(.put, .object, .parameter("acl"), .putObjectAcl),
        Route(.put, .object, .parameter("legal-hold"), .putObjectLegalHold),
        Route(.put, .object, .parameter("retention"), .putObjectRetention),
        Route(.put, .object, .parameter("tagging"), .putObjectTagging),
        Route(.put, .object, .header(.xAmzCopySource), .copyObject),
        Route(.put, .object, .putObject),
        Route(.post, .object, .parameter("uploads"), .createMultipartUpload),
        Route(.post, .object, .parameter("uploadId"), .completeMultipartUpload),
        Route(.post, .object, .parameter("restore"), .restoreObject),
        Route(.post, .object, .parameter("select"), .selectObjectContent),
        Route(.delete, .object, .parameter("uploadId"), .abortMultipartUpload),
        Route(.delete, .object, .parameter("tagging"), .deleteObjectTagging),
        Route(.delete, .object, .deleteObject),
    ]

    /// The three operations on one of a bucket's documents.
    private static func configuration(
        _ parameter: String, _ get: S3Operation, _ put: S3Operation, _ delete: S3Operation? = nil
    ) -> [Route] {
        let routes = [
            Route(.get, .bucket, .parameter(parameter), get), Route(.put, .bucket, .parameter(parameter), put),
        ]
        return routes + (delete.map { [Route(.delete, .bucket, .parameter(parameter), $0)] } ?? [])
    }
}

extension S3Routes.Route {
    init(_ method: HTTPRequest.Method, _ target: S3Routes.Target, _ operation: S3Operation) {
        self.init(method, target, .always, operation)
    }

    func fits(_ query: S3Query, _ fields: HTTPFields) -> Bool {
        switch condition {
        case .always: true
        case .parameter(let name): query.contains(name)
        case .parameters(let first, let second): query.contains(first) && query.contains(second)
        case .parameterValue(let name, let value): query[name] == value
        case .header(let name): fields.contains(name)
        case .parameterAndHeader(let parameter, let name): query.contains(parameter) && fields.contains(name)
        case .form: fields[.contentType]?.lowercased().hasPrefix("multipart/form-data") ?? false
        }
    }
}

extension S3Routes.Target {
    /// As S3's errors call it.
    var resourceType: String {
        switch self {
        case .service: "SERVICE"
        case .bucket: "BUCKET"
        case .object: "OBJECT"
        }
    }
}
