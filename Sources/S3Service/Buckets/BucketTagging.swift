import HTTPTypes
import IAM
import NIOCore
import ObjectStore
import S3Protocol

extension S3Call {
    /// What any configuration document may have; the largest are lifecycle rules.
    static let maximumDocumentLengthInBytes = 1024 * 1024

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
    func getBucketTagging() async throws -> S3Response {
        try document(.tagging, .getBucketTagging, orElse: .noSuchTagSet)
    }

    func putBucketTagging() async throws -> S3Response {
        try await putDocument(.tagging, .putBucketTagging) { document throws(S3Error) in
            Tag.document(try Tag.parse(document, limit: 50))
        }
    }

    func deleteBucketTagging() async throws -> S3Response {
        try await deleteDocument(.tagging, .putBucketTagging)
    }
}

// What the documents of buckets have in common.
extension S3Call {
    /// The document that the bucket has, or the error that says that it has none.
    func document(
        _ document: Bucket.Document, _ action: S3Action, orElse code: S3ErrorCode
    ) throws -> S3Response {
        let bucket = try bucket()
        try authorise(action, in: bucket)
        guard let text = bucket.documents[document] else {
            throw S3Error(code).with("BucketName", bucket.name.text)
        }
        return S3Response(xml: ByteBuffer(string: text))
    }

    /// Keeps a document after `check` has read it and written it anew.
    func putDocument(
        _ document: Bucket.Document, _ action: S3Action, _ check: (ByteBuffer) throws(S3Error) -> ByteBuffer
    ) async throws -> S3Response {
        let bucket = try bucket()
        try authorise(action, in: bucket)
        let checked = try check(try await receiveDocument(upTo: Self.maximumDocumentLengthInBytes))
        try await store.setDocument(document, to: String(buffer: checked), of: bucket)
        return S3Response(.ok)
    }

    func deleteDocument(_ document: Bucket.Document, _ action: S3Action) async throws -> S3Response {
        let bucket = try bucket()
        try authorise(action, in: bucket)
        try await store.setDocument(document, to: nil, of: bucket)
        return S3Response(.noContent)
    }
}
