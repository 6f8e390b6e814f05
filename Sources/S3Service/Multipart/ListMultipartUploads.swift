import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
extension S3Call {
    func listMultipartUploads() async throws -> S3Response {
        var input = try ListObjectsInput(request.query, limit: "max-uploads")
        input.maxKeys = min(input.maxKeys, 1000)
        let keyMarker = request.query["key-marker"] ?? ""
        // Without a key marker it is passed over, says the reference.
        let uploadIDMarker = keyMarker.isEmpty ? "" : request.query["upload-id-marker"] ?? ""
        let bucket = try bucket()
        try authorise(.listBucketMultipartUploads, in: bucket)
        var result = ListMultipartUploadsResult(
            bucket: bucket.name.text, input: input, keyMarker: keyMarker, uploadIDMarker: uploadIDMarker,
            owner: bucket.owner.element)
        guard input.maxKeys > 0 else { return S3Response(xml: result.document) }
        let page = try await store.listUploads(
            UploadListingRequest(
                prefix: input.prefix, delimiter: input.delimiter ?? "", keyMarker: keyMarker,
                uploadIDMarker: uploadIDMarker, limit: input.maxKeys),
            in: bucket)
        result.uploads = page.uploads.map { ListMultipartUploadsResult.Upload($0) }
        result.commonPrefixes = page.commonPrefixes
        result.isTruncated = page.isTruncated
        result.nextKeyMarker = page.nextKeyMarker
        result.nextUploadIDMarker = page.nextUploadIDMarker
        return S3Response(xml: result.document)
    }
}

extension ListMultipartUploadsResult.Upload {
    fileprivate init(_ upload: MultipartUpload) {
        self.init(
            key: upload.key.text, uploadID: upload.id, initiator: upload.initiator.element,
            storageClass: upload.attributes.storageClass ?? "STANDARD", initiated: upload.initiatedAt,
            checksumAlgorithm: upload.checksumAlgorithm?.name, checksumCoverage: upload.checksumType.coverage)
    }
}
