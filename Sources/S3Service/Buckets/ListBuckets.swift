import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
extension S3Call {
    func listBuckets() async throws -> S3Response {
        let limit = try request.query.limit("max-buckets")
        try authorise(.listAllMyBuckets)
        guard let owner = caller?.principal.owner(environment.owner) else { throw S3Error(.accessDenied) }
        let prefix = request.query["prefix"]
        let after = request.query["continuation-token"] ?? ""
        let owned = store.buckets.filter { bucket in
            bucket.owner.canonicalID == owner.canonicalID && !bucket.isRetired
                && bucket.name.text.hasPrefix(prefix ?? "") && bucket.name.text > after
        }
        let page = owned.prefix(limit == 0 ? owned.count : limit)
        let result = ListAllMyBucketsResult(
            owner: owner.element,
            buckets: page.map {
                .init(name: $0.name.text, creationDate: $0.createdAt, region: environment.region)
            },
            prefix: prefix, continuationToken: page.count < owned.count ? page.last?.name.text : nil)
        return S3Response(xml: result.document)
    }
}
