import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

// Access control lists are disabled, as they are for every bucket of today: they can be read, and say that all is the
// owner's; they cannot be changed.
// Reference: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
extension S3Call {
    func getBucketAcl() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.getBucketAcl, in: bucket)
        return S3Response(xml: accessControlPolicy(owner: bucket.owner.element))
    }

    func putBucketAcl() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.putBucketAcl, in: bucket)
        return try unchangedACL(in: bucket)
    }

    func getObjectAcl() async throws -> S3Response {
        let target = try await target(.getObjectAcl, .getObjectVersionAcl)
        _ = try await store.object(target.key, version: target.version, in: target.bucket)
        return S3Response(xml: accessControlPolicy(owner: target.bucket.owner.element))
    }

    func putObjectAcl() async throws -> S3Response {
        let target = try await target(.putObjectAcl, .putObjectVersionAcl)
        _ = try await store.object(target.key, version: target.version, in: target.bucket)
        return try unchangedACL(in: target.bucket)
    }

    private func unchangedACL(in bucket: Bucket) throws(S3Error) -> S3Response {
        guard let acl = ACLRequest(request.fields) else { throw S3Error(.accessControlListNotSupported) }
        try acl.checkForDisabledACLs(in: bucket)
        return S3Response(.ok)
    }
}
