import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

extension S3Call {
    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
    func getObjectTagging() async throws -> S3Response {
        let target = try target(.getObjectTagging, .getObjectVersionTagging)
        let version = try await store.object(target.key, version: target.version, in: target.bucket)
        return S3Response(
            fields: versionFields(version, in: target.bucket),
            xml: Tag.document(version.attributes.tags.map { Tag(key: $0.name, value: $0.value) }))
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
    func putObjectTagging() async throws -> S3Response {
        let target = try target(.putObjectTagging, .putObjectVersionTagging)
        let tags = try Tag.parse(try await receiveDocument(upTo: Self.maximumDocumentLengthInBytes), limit: 10)
        let version = try await store.updateAttributes(
            of: target.key, version: target.version, in: target.bucket, requester: requester, event: .tagged
        ) { attributes in
            attributes.tags = tags.map { ObjectAttributes.Entry(name: $0.key, value: $0.value) }
        }
        return S3Response(.ok, fields: versionFields(version, in: target.bucket))
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html
    func deleteObjectTagging() async throws -> S3Response {
        let target = try target(.deleteObjectTagging, .deleteObjectVersionTagging)
        let version = try await store.updateAttributes(
            of: target.key, version: target.version, in: target.bucket, requester: requester, event: .untagged
        ) { $0.tags = [] }
        return S3Response(.noContent, fields: versionFields(version, in: target.bucket))
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
    func target(_ action: S3Action, _ versionAction: S3Action? = nil) throws -> ObjectTarget {
        let versionID = try VersionParameter.read(request.query)
        let bucket = try bucket()
        let key = try key()
        try authorise(versionID == nil ? action : versionAction ?? action, key, in: bucket)
        return ObjectTarget(bucket: bucket, key: key, version: try version(versionID))
    }

    func versionFields(_ version: ObjectVersion, in bucket: Bucket) -> HTTPFields {
        bucket.versioning == .off ? [:] : [.xAmzVersionID: version.versionID.text]
    }
}
