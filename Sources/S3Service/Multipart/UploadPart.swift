import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
extension S3Call {
    func uploadPart() async throws -> S3Response {
        let number = try PartNumber.read(request.query)
        let customerKeyMD5 = try EncryptionFields(request.fields).customerKeyMD5
        let bucket = try bucket()
        let key = try key()
        try authorise(.putObject, key, in: bucket)
        let upload = try await upload(in: bucket)
        try checkCustomerKey(customerKeyMD5, of: upload)
        try checkAlgorithm(of: upload)
        let received = try await receiveBody(computing: upload.checksumAlgorithm)
        let part = try await store.putPart(received.body, number: number, of: upload)
        var fields = HTTPFields()
        fields[.eTag] = "\"\(part.eTag.text)\""
        upload.attributes.writeEncryption(to: &fields)
        if let checksum = received.checksum { fields[checksum.algorithm.name.fieldName] = checksum.text }
        return S3Response(.ok, fields: fields)
    }

    func checkCustomerKey(_ md5: String?, of upload: MultipartUpload) throws(S3Error) {
        guard md5 == upload.attributes.customerKeyMD5 else {
            throw S3Error(
                .invalidRequest,
                "The multipart upload initiate requested encryption. Subsequent part requests must include the "
                    + "appropriate encryption parameters.")
        }
    }

    /// An upload with a checksum takes parts with that one only.
    private func checkAlgorithm(of upload: MultipartUpload) throws(S3Error) {
        guard let expected = upload.checksumAlgorithm?.name, let given = try BodyDigests(request.fields).checksum?.name,
            given != expected
        else { return }
        throw S3Error(
            .invalidRequest,
            "Checksum Type mismatch occurred, expected checksum Type: \(expected.rawValue.lowercased()), actual "
                + "checksum Type: \(given.rawValue.lowercased())")
    }
}
