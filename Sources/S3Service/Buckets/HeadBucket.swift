import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

extension S3Call {
    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    func headBucket() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.listBucket, in: bucket)
        return S3Response(
            .ok,
            fields: [
                .xAmzBucketRegion: environment.region, .contentType: "application/xml",
                .init("x-amz-access-point-alias")!: "false",
            ])
    }

    // Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
    func getBucketLocation() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.getBucketLocation, in: bucket)
        return S3Response(xml: locationConstraint(region: environment.region))
    }
}
