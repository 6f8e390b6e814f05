import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

extension S3Call {
    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
    func listParts() async throws -> S3Response {
        let limit = min(try request.query.limit("max-parts"), 1000)
        let marker = try request.query.marker("part-number-marker")
        let bucket = try bucket()
        let upload = try await uploadForInitiator(.listMultipartUploadParts, in: bucket)
        let page = try await store.listParts(of: upload, after: marker, limit: limit)
        let result = ListPartsResult(
            bucket: bucket.name.text, key: upload.key.text, uploadID: upload.id, initiator: upload.initiator.element,
            owner: bucket.owner.element, storageClass: upload.attributes.storageClass ?? "STANDARD",
            partNumberMarker: marker, nextPartNumberMarker: page.nextPartNumberMarker, maxParts: limit,
            isTruncated: page.isTruncated, checksumAlgorithm: upload.checksumAlgorithm?.name,
            checksumCoverage: upload.checksumType.coverage,
            parts: page.parts.map { ListPartsResult.Part($0, upload.checksumAlgorithm) })
        return S3Response(xml: result.document)
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
    func abortMultipartUpload() async throws -> S3Response {
        let bucket = try bucket()
        let upload = try await uploadForInitiator(.abortMultipartUpload, in: bucket)
        try await store.abortUpload(upload)
        return S3Response(.noContent)
    }

    /// The upload, for those who may do this to it: whoever began it may without a rule, unless one denies it.
    private func uploadForInitiator(_ action: S3Action, in bucket: Bucket) async throws -> MultipartUpload {
        let verdict = try verdict(action, try key(), in: bucket)
        guard !verdict.isExplicitlyDenied else { throw denied(verdict) }
        do {
            let upload = try await upload(in: bucket)
            let isInitiator = try initiator.canonicalID == upload.initiator.canonicalID
            guard verdict.isAllowed || isInitiator else { throw denied(verdict) }
            return upload
        } catch StoreFault.noSuchUpload(let id) {
            // Clients abort and list uploads that are finished and take this answer for the normal one.
            throw StoreFault.noSuchUpload(id)
        }
    }
}

extension S3Query {
    fileprivate func marker(_ name: String) throws(S3Error) -> Int {
        guard let text = self[name], !text.isEmpty else { return 0 }
        guard let number = Int(text), number >= 0 else {
            throw .invalidArgument(name, text, "Provided \(name) not an integer or within integer range")
        }
        return number
    }
}

extension ListPartsResult.Part {
    fileprivate init(_ part: UploadedPart, _ algorithm: ChecksumAlgorithm?) {
        let checksum = part.checksums.first { $0.algorithm == algorithm }
        self.init(
            number: part.number, lastModified: part.modifiedAt, eTag: part.eTag.text, size: part.size,
            checksum: checksum.map { ($0.algorithm.name, $0.text) })
    }
}
