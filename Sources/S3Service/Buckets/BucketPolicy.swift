import FoundationEssentials
import HTTPTypes
import IAM
import NIOCore
import ObjectStore
import S3Protocol

// Who may use an administrator's bucket besides its account. The definition's buckets have none: there the access rules
// say everything.
extension S3Call {
    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
    func getBucketPolicy() async throws -> S3Response {
        let text = try policyText(.getBucketPolicy)
        return S3Response(
            .ok, fields: [.contentType: "application/json"], body: .bytes(ByteBuffer(string: text)))
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
    func putBucketPolicy() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.putBucketPolicy, in: bucket)
        let document = try await receiveDocument(upTo: Self.maximumDocumentLengthInBytes)
        guard bucket.origin == .administrator else {
            throw StoreFault.bucketBelongsToDefinition(bucket.name.text)
        }
        let policy: ResourcePolicy
        do {
            policy = try ResourcePolicy(
                json: Data(document.readableBytesView), bucket: bucket.name.text, knowsKey: ConditionKey.isKnown)
        } catch {
            throw S3Error(error)
        }
        guard !policy.isPublic || !publicAccessBlock(of: bucket).blocksPublicPolicy else {
            throw S3Error(
                .accessDenied,
                "\(S3ErrorCode.accessDenied.message): the bucket's public access block refuses public policies")
        }
        try await store.setDocument(.policy, to: String(buffer: document), of: bucket)
        return S3Response(.noContent)
    }

    func deleteBucketPolicy() async throws -> S3Response {
        try await deleteDocument(.policy, .deleteBucketPolicy)
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html
    func getBucketPolicyStatus() async throws -> S3Response {
        let text = try policyText(.getBucketPolicyStatus)
        let policy = service.bucketPolicies.value(of: text, in: try request.bucket)
        return S3Response(xml: policyStatus(isPublic: policy?.isPublic ?? false))
    }

    private func policyText(_ action: S3Action) throws -> String {
        let bucket = try bucket()
        try authorise(action, in: bucket)
        guard let text = bucket.documents[.policy] else {
            throw S3Error(.noSuchBucketPolicy).with("BucketName", bucket.name.text)
        }
        return text
    }
}

extension S3Error {
    fileprivate init(_ fault: ResourcePolicyFault) {
        switch fault {
        case .unsupported: self = .notImplemented("\(fault)")
        default: self.init(.malformedPolicy, "\(fault)")
        }
    }
}
