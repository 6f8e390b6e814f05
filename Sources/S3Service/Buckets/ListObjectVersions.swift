import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
extension S3Call {
    func listObjectVersions() async throws -> S3Response {
        var input = try ListObjectVersionsInput(request.query)
        input.listing.maxKeys = min(input.listing.maxKeys, 1000)
        let bucket = try bucket()
        try authoriseListing(.listBucketVersions, prefix: request.query["prefix"], in: bucket)
        var result = ListVersionsResult(bucket: bucket.name.text, input: input)
        guard input.listing.maxKeys > 0 else { return S3Response(xml: result.document) }
        let page = try await store.listVersions(
            VersionListingRequest(
                prefix: input.listing.prefix, delimiter: input.listing.delimiter ?? "", keyMarker: input.keyMarker,
                versionMarker: try marker(input), limit: input.listing.maxKeys),
            in: bucket)
        let owner = bucket.owner.element
        result.entries = page.entries.map { ListVersionsResult.Entry($0, owner: owner) }
        result.commonPrefixes = page.commonPrefixes
        result.isTruncated = page.isTruncated
        result.nextKeyMarker = page.nextKeyMarker
        result.nextVersionIDMarker = page.nextVersionMarker?.text
        return S3Response(xml: result.document)
    }

    private func marker(_ input: ListObjectVersionsInput) throws(S3Error) -> VersionID? {
        guard let text = input.versionIDMarker else { return nil }
        guard let version = VersionID(text) else {
            throw .invalidArgument("version-id-marker", text, "Invalid version id specified")
        }
        return version
    }
}

extension ListVersionsResult.Entry {
    fileprivate init(_ entry: VersionListing.Entry, owner: OwnerElement) {
        switch entry {
        case .version(let version):
            var object = ListBucketResult.Object(
                key: version.key.text, lastModified: version.modifiedAt, eTag: version.eTag.text, size: version.size,
                storageClass: version.attributes.storageClass ?? "STANDARD")
            object.checksumAlgorithm = version.checksum?.algorithm.name
            object.checksumCoverage = version.checksum?.type.coverage
            object.owner = owner
            self = .version(object, versionID: version.versionID.text, isLatest: version.isLatest)
        case .deleteMarker(let marker):
            self = .deleteMarker(
                key: marker.key.text, versionID: marker.versionID.text, isLatest: marker.isLatest,
                lastModified: marker.modifiedAt, owner: owner)
        }
    }
}
