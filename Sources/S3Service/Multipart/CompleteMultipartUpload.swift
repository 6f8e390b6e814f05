import FoundationEssentials
import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
extension S3Call {
    func completeMultipartUpload() async throws -> S3Response {
        let conditions = try WritePreconditions(request.fields)
        let bucket = try bucket()
        let key = try key()
        try authorise(.putObject, key, in: bucket)
        if conditions.ifMatch != nil { try authorise(.getObject, key, in: bucket) }
        let input = try await completion()
        let version: ObjectVersion
        do {
            let upload = try await upload(in: bucket)
            version = try await store.completeUpload(
                upload, parts: input.parts.map { CompletedPart($0) },
                expectedChecksum: try expectedChecksum(of: upload), expectedSize: try expectedSize(),
                conditions: WriteConditions(conditions), requester: requester)
        } catch StoreFault.noSuchUpload(let id) {
            // A client that did not get the first answer asks again, and gets it.
            guard let finished = try await store.finishedUpload(id, of: key, in: bucket) else {
                throw StoreFault.noSuchUpload(id)
            }
            version = finished
        }
        var fields = writtenFields(version, in: bucket)
        fields[.eTag] = nil
        if let checksum = version.checksum {
            // In the document instead.
            fields[checksum.algorithm.name.fieldName] = nil
            fields[.xAmzChecksumType] = nil
        }
        return S3Response(
            fields: fields,
            xml: completeMultipartUploadResult(
                location: location(of: key, in: bucket), bucket: bucket.name.text, key: key.text,
                eTag: version.eTag.text, checksum: version.checksum?.element))
    }

    /// The body's own checksum has the same header as the object's, which is why it is not verified as the body's.
    private func completion() async throws -> CompleteMultipartUploadInput {
        let fields = request.fields.filter { field in
            !ChecksumName.allCases.contains { $0.fieldName == field.name } && field.name != .xAmzSDKChecksumAlgorithm
        }.reduce(into: HTTPFields()) { $0.append($1) }
        let call = with(fields: fields, caller: caller)
        return try CompleteMultipartUploadInput(
            try await call.receiveDocument(upTo: CompleteMultipartUploadInput.maximumLengthInBytes))
    }

    private func expectedChecksum(of upload: MultipartUpload) throws(S3Error) -> Checksum? {
        if let text = request.fields[.xAmzChecksumType], let algorithm = upload.checksumAlgorithm {
            guard text == upload.checksumType.coverage.rawValue else {
                throw S3Error(
                    .invalidRequest,
                    "The upload was created using the \(upload.checksumType.coverage.rawValue) checksum mode with "
                        + "\(algorithm.name.rawValue). The complete request must use the same checksum mode.")
            }
        }
        for name in ChecksumName.allCases {
            guard let text = request.fields[name.fieldName] else { continue }
            let base64 = String(text.prefix { $0 != "-" })
            guard let value = name.value(ofBase64: base64) else {
                throw S3Error(.invalidRequest, "Value for \(name.fieldName.canonicalName) header is invalid.")
            }
            let partCount = text.split(separator: "-").dropFirst().first.flatMap { Int($0) }
            return Checksum(
                algorithm: ChecksumAlgorithm(name), type: partCount == nil ? upload.checksumType : .composite,
                value: value, partCount: partCount)
        }
        return nil
    }

    private func expectedSize() throws(S3Error) -> Int? {
        guard let text = request.fields[.xAmzMPObjectSize] else { return nil }
        guard let size = Int(text), size >= 0 else {
            throw S3Error(.invalidRequest, "Value for x-amz-mp-object-size header is invalid.")
        }
        return size
    }

    /// The object's address, as the client reached the bucket.
    func location(of key: ObjectKey, in bucket: Bucket) -> String {
        let path = PercentEncoding.encodePath(key.text)
        return request.address.style == .virtualHost
            ? "http://\(request.authority)/\(path)" : "http://\(request.authority)/\(bucket.name.text)/\(path)"
    }
}

extension CompletedPart {
    fileprivate init(_ part: CompleteMultipartUploadInput.Part) {
        self.init(
            number: part.number, eTag: part.eTag,
            checksum: part.checksum.map { Checksum(algorithm: ChecksumAlgorithm($0.name), value: $0.value) })
    }
}
