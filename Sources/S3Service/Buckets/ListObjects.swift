import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
extension S3Call {
    func listObjectsV2() async throws -> S3Response {
        let input = try ListObjectsV2Input(request.query)
        let bucket = try bucket()
        try authoriseListing(.listBucket, prefix: request.query["prefix"], in: bucket)
        let page = try await page(input.listing, from: try start(input), in: bucket)
        var result = ListBucketResult(bucket: bucket.name.text, input: page.input)
        let owner = input.fetchesOwner ? bucket.owner.element : nil
        result.objects = page.listing.objects.map { ListBucketResult.Object($0, owner: owner) }
        result.commonPrefixes = page.listing.commonPrefixes
        return S3Response(xml: result.documentV2(input, nextToken: page.listing.next?.token))
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
    func listObjects() async throws -> S3Response {
        let input = try ListObjectsInput(request.query)
        let marker = request.query["marker"] ?? ""
        let bucket = try bucket()
        try authoriseListing(.listBucket, prefix: request.query["prefix"], in: bucket)
        let page = try await page(input, from: marker.isEmpty ? .beginning : .afterMarker(marker), in: bucket)
        var result = ListBucketResult(bucket: bucket.name.text, input: page.input)
        result.objects = page.listing.objects.map { ListBucketResult.Object($0, owner: bucket.owner.element) }
        result.commonPrefixes = page.listing.commonPrefixes
        result.isTruncated = page.listing.next != nil
        // Without a delimiter the last key is the marker, and clients know that.
        let tellsMarker = result.isTruncated && !(input.delimiter ?? "").isEmpty
        return S3Response(
            xml: result.documentV1(marker: marker, nextMarker: tellsMarker ? page.listing.last : nil))
    }

    private func start(_ input: ListObjectsV2Input) throws(S3Error) -> ListingStart {
        if let token = input.continuationToken, !token.isEmpty {
            guard let position = ListingPosition(token: token) else {
                throw .invalidArgument("continuation-token", token, "The continuation token provided is incorrect")
            }
            return .position(position)
        }
        guard let startAfter = input.startAfter, !startAfter.isEmpty else { return .beginning }
        return .afterKey(startAfter)
    }

    /// One page and the input as it is echoed: a page has at most 1000 entries.
    private func page(
        _ input: ListObjectsInput, from start: ListingStart, in bucket: Bucket
    ) async throws -> (listing: ObjectListing, input: ListObjectsInput) {
        var input = input
        input.maxKeys = min(input.maxKeys, 1000)
        guard input.maxKeys > 0 else { return (ObjectListing(), input) }
        let listing = try await store.listObjects(
            ListingRequest(
                prefix: input.prefix, delimiter: input.delimiter ?? "", start: start, limit: input.maxKeys),
            in: bucket)
        return (listing, input)
    }
}

extension ListBucketResult.Object {
    fileprivate init(_ entry: ObjectListing.Entry, owner: OwnerElement?) {
        self.init(
            key: entry.key.text, lastModified: entry.modifiedAt, eTag: entry.eTag.text, size: entry.size,
            storageClass: entry.storageClass ?? "STANDARD")
        checksumAlgorithm = entry.checksumAlgorithm?.name
        checksumCoverage = entry.checksumType?.coverage
        self.owner = owner
    }
}
