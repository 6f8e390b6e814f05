import HTTPTypes
import IAM
import NIOCore
import ObjectStore
import S3Protocol

extension S3Call {
    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    func createBucket() async throws -> S3Response {
        try authorise(.createBucket)
        guard let owner = caller?.principal.owner(environment.owner) else { throw S3Error(.accessDenied) }
        let name = try request.bucket
        guard let bucketName = BucketName(name) else {
            throw S3Error(.invalidBucketName).with("BucketName", name)
        }
        let input = try CreateBucketInput(try await receiveDocument(upTo: 64 * 1024))
        try checkLocation(input.locationConstraint)
        if let acl = ACLRequest(request.fields) { try acl.checkForDisabledACLs() }
        let ownership = try ownership()
        let wantsLock = request.fields[.xAmzBucketObjectLockEnabled]?.lowercased() == "true"
        do {
            let bucket = try await store.createBucket(bucketName, owner: owner, isObjectLockEnabled: wantsLock)
            if let ownership {
                try await store.setDocument(.ownershipControls, to: String(buffer: ownership.document), of: bucket)
            }
        } catch StoreFault.bucketExists(let existing) {
            guard existing.canonicalID == owner.canonicalID else { throw S3Error(.bucketAlreadyExists) }
            // In the oldest region creating one's own bucket again has always succeeded.
            guard environment.region == "us-east-1" else { throw S3Error(.bucketAlreadyOwnedByYou) }
        }
        return S3Response(.ok, fields: [.location: "/\(name)"])
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
    func deleteBucket() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.deleteBucket, in: bucket)
        try await store.deleteBucket(bucket)
        return S3Response(.noContent)
    }

    private func ownership() throws(S3Error) -> ObjectOwnership? {
        guard let text = request.fields[.xAmzObjectOwnership] else { return nil }
        guard let ownership = ObjectOwnership(rawValue: text) else {
            throw S3Error.invalidArgument("x-amz-object-ownership", text, "Invalid x-amz-object-ownership header")
        }
        try ownership.checkForDisabledACLs()
        return ownership
    }

    private func checkLocation(_ constraint: String?) throws(S3Error) {
        guard let constraint, !constraint.isEmpty, constraint != environment.region else { return }
        if constraint == "EU", environment.region == "eu-west-1" { return }
        throw S3Error(
            .illegalLocationConstraint,
            "The \(constraint) location constraint is incompatible for the region specific endpoint this request was "
                + "sent to.")
    }
}
