import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

extension S3Call {
    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
    func getObjectTagging() async throws -> S3Response {
        let target = try await target(.getObjectTagging, .getObjectVersionTagging)
        let version = try await store.object(target.key, version: target.version, in: target.bucket)
        return S3Response(
            fields: versionFields(version, in: target.bucket),
            xml: Tag.document(version.attributes.tags.map { Tag(key: $0.name, value: $0.value) }))
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
    func putObjectTagging() async throws -> S3Response {
        // A bucket's policy may ask for the new tags before it lets anybody in; the rules never do.
        let early = try bucket().documents[.policy] == nil ? nil : try await receivedTags()
        let call = early.map { with(PolicyTags(new: $0)) } ?? self
        let target = try await call.target(.putObjectTagging, .putObjectVersionTagging)
        let tags = if let early { early } else { try await receivedTags() }
        let version = try await store.updateAttributes(
            of: target.key, version: target.version, in: target.bucket, requester: requester, event: .tagged
        ) { $0.tags = tags }
        return S3Response(.ok, fields: versionFields(version, in: target.bucket))
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html
    func deleteObjectTagging() async throws -> S3Response {
        let target = try await target(.deleteObjectTagging, .deleteObjectVersionTagging)
        let version = try await store.updateAttributes(
            of: target.key, version: target.version, in: target.bucket, requester: requester, event: .untagged
        ) { $0.tags = [] }
        return S3Response(.noContent, fields: versionFields(version, in: target.bucket))
    }
}

extension S3Call {
    private func receivedTags() async throws -> [ObjectAttributes.Entry] {
        try Tag.parse(try await receiveDocument(upTo: Self.maximumDocumentLengthInBytes), limit: 10)
            .map { ObjectAttributes.Entry(name: $0.key, value: $0.value) }
    }
}

/// An object that the caller may do something to.
struct ObjectTarget {
    var bucket: Bucket
    var key: ObjectKey
    var version: VersionSelector
}

extension S3Call {
    /// The object of the request, for callers who may do this to it; a named version may need another permission.
    func target(_ action: S3Action, _ versionAction: S3Action? = nil) async throws -> ObjectTarget {
        let versionID = try VersionParameter.read(request.query)
        let bucket = try bucket()
        let key = try key()
        let selector = try version(versionID)
        try await knowingTags(of: key, selector, in: bucket)
            .authorise(versionID == nil ? action : versionAction ?? action, key, in: bucket)
        return ObjectTarget(bucket: bucket, key: key, version: selector)
    }

    func versionFields(_ version: ObjectVersion, in bucket: Bucket) -> HTTPFields {
        bucket.versioning == .off ? [:] : [.xAmzVersionID: version.versionID.text]
    }
}
