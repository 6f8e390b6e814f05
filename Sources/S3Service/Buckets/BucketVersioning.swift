import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

extension S3Call {
    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
    func getBucketVersioning() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.getBucketVersioning, in: bucket)
        let status: VersioningStatus? =
            switch bucket.versioning {
            case .off: nil
            case .enabled: .enabled
            case .suspended: .suspended
            }
        return S3Response(xml: VersioningStatus.document(status))
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
    func putBucketVersioning() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.putBucketVersioning, in: bucket)
        let status = try VersioningStatus(try await receiveDocument(upTo: Self.maximumDocumentLengthInBytes))
        try await store.setVersioning(status == .enabled ? .enabled : .suspended, of: bucket)
        return S3Response(.ok)
    }
}
