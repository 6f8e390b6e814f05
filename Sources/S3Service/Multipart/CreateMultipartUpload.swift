import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
extension S3Call {
    func createMultipartUpload() async throws -> S3Response {
        let checksum = try UploadChecksum(request.fields)
        let bucket = try bucket()
        let key = try key()
        let input = try authorisedInput(key, in: bucket)
        let upload = try await store.createUpload(
            of: key, attributes: try newAttributes(input, in: bucket), checksumAlgorithm: checksum.algorithm,
            checksumType: checksum.type, initiator: try initiator, in: bucket)
        var fields = HTTPFields()
        upload.attributes.writeEncryption(to: &fields)
        if let algorithm = checksum.algorithm {
            fields[.xAmzChecksumAlgorithm] = algorithm.name.rawValue
            fields[.xAmzChecksumType] = checksum.type.coverage.rawValue
        }
        return S3Response(
            fields: fields,
            xml: initiateMultipartUploadResult(bucket: bucket.name.text, key: key.text, uploadID: upload.id))
    }

    /// Who an upload's initiator is when this caller begins it.
    var initiator: Owner {
        get throws(S3Error) {
            guard let caller else { throw S3Error(.accessDenied) }
            return caller.principal.owner(environment.owner)
        }
    }

    /// The upload that the request names, of the key that it names.
    func upload(in bucket: Bucket) async throws -> MultipartUpload {
        guard let id = request.query["uploadId"], !id.isEmpty else {
            throw S3Error(.noSuchUpload).with("UploadId", "")
        }
        return try await store.upload(id, of: try key(), in: bucket)
    }
}

/// The checksum that an upload in parts will have.
private struct UploadChecksum {
    var algorithm: ChecksumAlgorithm?
    var type: ChecksumType

    init(_ fields: HTTPFields) throws(S3Error) {
        let type: ChecksumCoverage? = try fields[.xAmzChecksumType].map { text throws(S3Error) in
            guard let coverage = ChecksumCoverage(rawValue: text) else {
                throw S3Error(.invalidRequest, "Value for x-amz-checksum-type header is invalid.")
            }
            return coverage
        }
        guard let text = fields[.xAmzChecksumAlgorithm] else {
            guard type == nil else {
                throw S3Error(
                    .invalidRequest,
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.")
            }
            self.type = .fullObject
            return
        }
        guard let name = ChecksumName(rawValue: text.uppercased()) else {
            throw S3Error(.invalidRequest, "Checksum algorithm provided is unsupported. \(BodyDigests.supported)")
        }
        algorithm = ChecksumAlgorithm(name)
        let standard: ChecksumCoverage = name == .crc64nvme ? .fullObject : .composite
        let coverage = type ?? standard
        // A SHA of the whole cannot be told from those of the parts, and the newest CRC is defined for the whole only.
        let isPossible: Bool =
            switch name {
            case .crc32, .crc32c: true
            case .crc64nvme: coverage == .fullObject
            case .sha1, .sha256: coverage == .composite
            }
        guard isPossible else {
            throw S3Error(
                .invalidRequest,
                "The \(coverage.rawValue) checksum type cannot be used with the \(name.rawValue.lowercased()) "
                    + "checksum algorithm.")
        }
        self.type = ChecksumType(coverage)
    }
}
