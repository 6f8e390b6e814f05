import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
extension S3Call {
    func getObjectAttributes() async throws -> S3Response {
        let input = try GetObjectAttributesInput(request)
        let bucket = try bucket()
        let key = try key()
        let selector = try version(input.versionID)
        return try await withReadAccess(key, selector, in: bucket) {
            try authorise(
                selector == .latest ? .getObjectAttributes : .getObjectVersionAttributes, key, in: bucket)
            let version = try await store.object(key, version: selector, in: bucket)
            try checkCustomerKey(input.customerKeyMD5, of: version)
            var result = GetObjectAttributesResult()
            if input.attributes.contains(.eTag) { result.eTag = version.eTag.text }
            if input.attributes.contains(.checksum) { result.checksum = version.checksum?.element }
            if input.attributes.contains(.storageClass) {
                result.storageClass = version.attributes.storageClass ?? "STANDARD"
            }
            if input.attributes.contains(.objectSize) { result.size = version.size }
            if input.attributes.contains(.objectParts) { result.parts = try await parts(of: version, input) }
            var fields = versionFields(version, in: bucket)
            fields[.lastModified] = S3Date.http(version.modifiedAt)
            return S3Response(fields: fields, xml: result.document)
        }
    }

    private func parts(
        of version: ObjectVersion, _ input: GetObjectAttributesInput
    ) async throws -> GetObjectAttributesResult.Parts? {
        guard version.partCount != nil else { return nil }
        let parts = try await store.parts(of: version)
        let after = parts.filter { $0.number > input.partNumberMarker }
        let page = after.prefix(input.maxParts)
        return GetObjectAttributesResult.Parts(
            count: parts.count, marker: input.partNumberMarker, limit: input.maxParts,
            isTruncated: page.count < after.count,
            page: page.map { .init(number: $0.number, size: $0.size, checksum: $0.checksum?.element) })
    }
}
