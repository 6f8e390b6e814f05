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

    /// The definition's buckets have all of it, as those that AWS's tools make today; an administrator's none until
    /// it is put.
    func getPublicAccessBlock() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.getBucketPublicAccessBlock, in: bucket)
        guard bucket.origin == .definition || bucket.documents[.publicAccessBlock] != nil else {
            throw S3Error(.noSuchPublicAccessBlockConfiguration).with("BucketName", bucket.name.text)
        }
        return S3Response(xml: publicAccessBlock(of: bucket).document)
    }

    func publicAccessBlock(of bucket: Bucket) -> PublicAccessBlock {
        let standard: PublicAccessBlock = bucket.origin == .definition ? .standard : .none
        guard let text = bucket.documents[.publicAccessBlock] else { return standard }
        // The store holds only what was read before; should it not, the strictest is right.
        return (try? PublicAccessBlock(ByteBuffer(string: text))) ?? .standard
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
        let bucket = try bucket()
        guard bucket.documents[.ownershipControls] != "" else {
            return try absent(.getBucketOwnershipControls, .ownershipControlsNotFound)
        }
        return try documentOrStandard(
            .ownershipControls, .getBucketOwnershipControls, ObjectOwnership.bucketOwnerEnforced.document)
    }

    /// Only the setting under which there are no access control lists.
    func putBucketOwnershipControls() async throws -> S3Response {
        try await putDocument(.ownershipControls, .putBucketOwnershipControls) { document throws(S3Error) in
            let ownership = try ObjectOwnership(document)
            try ownership.checkForDisabledACLs()
            return ownership.document
        }
    }

    /// Leaves an empty text: a bucket without controls is not one that never had others than the standard.
    func deleteBucketOwnershipControls() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.putBucketOwnershipControls, in: bucket)
        try await store.setDocument(.ownershipControls, to: "", of: bucket)
        return S3Response(.noContent)
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

extension ObjectOwnership {
    /// Only the one under which there are no access control lists.
    func checkForDisabledACLs() throws(S3Error) {
        guard self == .bucketOwnerEnforced else {
            throw .notImplemented("Object ownership \(rawValue), which turns ACLs on,")
        }
    }
}
