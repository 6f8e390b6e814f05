import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
extension S3Call {
    func uploadPartCopy() async throws -> S3Response {
        let number = try PartNumber.read(request.query)
        let source = try CopySource(request.fields)
        let range = try CopySourceRange.read(request.fields)
        let conditions = ReadConditions(ReadPreconditions(copySource: request.fields))
        let customerKeyMD5 = try CustomerKey.read(
            request.fields, .xAmzCopySourceCustomerAlgorithm, .xAmzCopySourceCustomerKey,
            .xAmzCopySourceCustomerKeyMD5)
        let bucket = try bucket()
        let key = try key()
        try authorise(.putObject, key, in: bucket)
        let upload = try await upload(in: bucket)
        try checkCustomerKey(try EncryptionFields(request.fields).customerKeyMD5, of: upload)
        let selector = try version(source.versionID)
        return try await readingSource(source) { sourceKey, sourceBucket in
            let (part, original) = try await store.copyPart(
                from: sourceKey, version: selector, in: sourceBucket,
                choosing: { original in
                    try checkCustomerKey(customerKeyMD5, of: original)
                    guard conditions.evaluate(original) == .proceed else { throw S3Error(.preconditionFailed) }
                    return try Self.check(range, of: original)
                }, number: number, of: upload)
            var fields = HTTPFields()
            upload.attributes.writeEncryption(to: &fields)
            if sourceBucket.versioning != .off { fields[.xAmzCopySourceVersionID] = original.versionID.text }
            return S3Response(
                fields: fields,
                xml: copyResult(
                    root: "CopyPartResult", eTag: part.eTag.text, lastModified: part.modifiedAt,
                    checksum: part.checksums.first { $0.algorithm == upload.checksumAlgorithm }?.element))
        }
    }

    private static func check(_ range: Range<Int>?, of original: ObjectVersion) throws(S3Error) -> Range<Int>? {
        guard let range else { return nil }
        guard range.upperBound <= original.size else {
            throw S3Error(
                .invalidRange, "Range specified is not valid for source object of size: \(original.size)")
        }
        return range
    }
}
