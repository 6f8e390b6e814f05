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
        try authorise(.putBucketAcl, in: try bucket())
        return try unchangedACL()
    }

    func getObjectAcl() async throws -> S3Response {
        let versionID = try VersionParameter.read(request.query)
        let bucket = try bucket()
        let key = try key()
        try authorise(versionID == nil ? .getObjectAcl : .getObjectVersionAcl, key, in: bucket)
        _ = try await store.object(key, version: try version(versionID), in: bucket)
        return S3Response(xml: accessControlPolicy(owner: bucket.owner.element))
    }

    func putObjectAcl() async throws -> S3Response {
        let versionID = try VersionParameter.read(request.query)
        let bucket = try bucket()
        let key = try key()
        try authorise(versionID == nil ? .putObjectAcl : .putObjectVersionAcl, key, in: bucket)
        _ = try await store.object(key, version: try version(versionID), in: bucket)
        return try unchangedACL()
    }

    private func unchangedACL() throws(S3Error) -> S3Response {
        guard let acl = ACLRequest(request.fields) else { throw S3Error(.accessControlListNotSupported) }
        try acl.checkForDisabledACLs()
        return S3Response(.ok)
    }
}
