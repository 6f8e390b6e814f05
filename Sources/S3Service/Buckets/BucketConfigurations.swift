import HTTPTypes
import IAM
import NIOCore
import ObjectStore
import S3Protocol

// Configurations that a bucket has without having been given one, and those that only ever say one thing.
extension S3Call {
    func getBucketEncryption() async throws -> S3Response {
        try documentOrStandard(.encryption, .getEncryptionConfiguration, EncryptionConfiguration.standard.document)
    }

    func putBucketEncryption() async throws -> S3Response {
        try await putDocument(.encryption, .putEncryptionConfiguration) { document throws(S3Error) in
            try EncryptionConfiguration(document).document
        }
    }

    func deleteBucketEncryption() async throws -> S3Response {
        try await deleteDocument(.encryption, .putEncryptionConfiguration)
    }

    func getPublicAccessBlock() async throws -> S3Response {
        try documentOrStandard(.publicAccessBlock, .getBucketPublicAccessBlock, PublicAccessBlock.standard.document)
    }

    func putPublicAccessBlock() async throws -> S3Response {
        try await putDocument(.publicAccessBlock, .putBucketPublicAccessBlock) { document throws(S3Error) in
            try PublicAccessBlock(document).document
        }
    }

    func deletePublicAccessBlock() async throws -> S3Response {
        try await deleteDocument(.publicAccessBlock, .putBucketPublicAccessBlock)
    }

    func getBucketOwnershipControls() async throws -> S3Response {
        try documentOrStandard(
            .ownershipControls, .getBucketOwnershipControls, ObjectOwnership.bucketOwnerEnforced.document)
    }

    /// Only the setting under which there are no access control lists.
    func putBucketOwnershipControls() async throws -> S3Response {
        try await putDocument(.ownershipControls, .putBucketOwnershipControls) { document throws(S3Error) in
            let ownership = try ObjectOwnership(document)
            guard ownership == .bucketOwnerEnforced else {
                throw .notImplemented("Object ownership \(ownership.rawValue), which turns ACLs on,")
            }
            return ownership.document
        }
    }

    func deleteBucketOwnershipControls() async throws -> S3Response {
        try await deleteDocument(.ownershipControls, .putBucketOwnershipControls)
    }

    func getBucketRequestPayment() async throws -> S3Response {
        try constant(.getBucketRequestPayment, requestPaymentDocument())
    }

    func putBucketRequestPayment() async throws -> S3Response {
        try await check(.putBucketRequestPayment) { document throws(S3Error) in
            let payer = try requestPayer(document)
            guard payer == "BucketOwner" else { throw .notImplemented("Payment by the \(payer)") }
        }
    }

    func getBucketNotificationConfiguration() async throws -> S3Response {
        try constant(.getBucketNotification, emptyDocument("NotificationConfiguration"))
    }

    func putBucketNotificationConfiguration() async throws -> S3Response {
        try await check(.putBucketNotification) { document throws(S3Error) in
            guard try isEmptyConfiguration(document, root: "NotificationConfiguration") else {
                throw .notImplemented("PutBucketNotificationConfiguration")
            }
        }
    }

    func getBucketLogging() async throws -> S3Response {
        try constant(.getBucketLogging, emptyDocument("BucketLoggingStatus"))
    }

    func putBucketLogging() async throws -> S3Response {
        try await check(.putBucketLogging) { document throws(S3Error) in
            guard try isEmptyConfiguration(document, root: "BucketLoggingStatus") else {
                throw .notImplemented("PutBucketLogging")
            }
        }
    }

    func getBucketAccelerateConfiguration() async throws -> S3Response {
        try constant(.getAccelerateConfiguration, emptyDocument("AccelerateConfiguration"))
    }

    func getBucketWebsite() async throws -> S3Response {
        try absent(.getBucketWebsite, .noSuchWebsiteConfiguration)
    }

    func deleteBucketWebsite() async throws -> S3Response {
        try nothingToDelete(.deleteBucketWebsite)
    }

    func getBucketReplication() async throws -> S3Response {
        try absent(.getReplicationConfiguration, .replicationConfigurationNotFound)
    }

    func deleteBucketReplication() async throws -> S3Response {
        try nothingToDelete(.putReplicationConfiguration)
    }

    func getBucketPolicy() async throws -> S3Response {
        try absent(.getBucketPolicy, .noSuchBucketPolicy)
    }

    func getBucketPolicyStatus() async throws -> S3Response {
        try absent(.getBucketPolicyStatus, .noSuchBucketPolicy)
    }

    func deleteBucketPolicy() async throws -> S3Response {
        try nothingToDelete(.deleteBucketPolicy)
    }
}

extension S3Call {
    private func documentOrStandard(
        _ document: Bucket.Document, _ action: S3Action, _ standard: ByteBuffer
    ) throws -> S3Response {
        let bucket = try bucket()
        try authorise(action, in: bucket)
        return S3Response(xml: bucket.documents[document].map { ByteBuffer(string: $0) } ?? standard)
    }

    private func constant(_ action: S3Action, _ document: ByteBuffer) throws -> S3Response {
        try authorise(action, in: try bucket())
        return S3Response(xml: document)
    }

    private func absent(_ action: S3Action, _ code: S3ErrorCode) throws -> S3Response {
        let bucket = try bucket()
        try authorise(action, in: bucket)
        throw S3Error(code).with("BucketName", bucket.name.text)
    }

    private func nothingToDelete(_ action: S3Action) throws -> S3Response {
        try authorise(action, in: try bucket())
        return S3Response(.noContent)
    }

    /// Takes a document that changes nothing, and refuses every other.
    private func check(
        _ action: S3Action, _ check: (ByteBuffer) throws(S3Error) -> Void
    ) async throws -> S3Response {
        try authorise(action, in: try bucket())
        try check(try await receiveDocument(upTo: Self.maximumDocumentLengthInBytes))
        return S3Response(.ok)
    }
}
