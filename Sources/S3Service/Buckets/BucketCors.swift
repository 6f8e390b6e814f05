import IAM
import NIOCore
import ObjectStore
import S3Protocol

extension S3Call {
    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html
    func getBucketCors() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.getBucketCORS, in: bucket)
        if let text = bucket.documents[.cors] { return S3Response(xml: ByteBuffer(string: text)) }
        guard bucket.origin == .definition else {
            throw S3Error(.noSuchCORSConfiguration).with("BucketName", bucket.name.text)
        }
        return S3Response(xml: CORSConfiguration.amplify.document)
    }

    func putBucketCors() async throws -> S3Response {
        try await putDocument(.cors, .putBucketCORS) { document throws(S3Error) in
            try CORSConfiguration(document).document
        }
    }

    func deleteBucketCors() async throws -> S3Response {
        try await deleteDocument(.cors, .putBucketCORS)
    }
}
