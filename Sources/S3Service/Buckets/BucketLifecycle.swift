import IAM
import ObjectStore
import S3Protocol

extension S3Call {
    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
    func getBucketLifecycleConfiguration() async throws -> S3Response {
        try document(.lifecycle, .getLifecycleConfiguration, orElse: .noSuchLifecycleConfiguration)
    }

    func putBucketLifecycleConfiguration() async throws -> S3Response {
        try await putDocument(.lifecycle, .putLifecycleConfiguration) { document throws(S3Error) in
            try LifecycleConfiguration(document).document
        }
    }

    func deleteBucketLifecycle() async throws -> S3Response {
        try await deleteDocument(.lifecycle, .putLifecycleConfiguration)
    }
}
