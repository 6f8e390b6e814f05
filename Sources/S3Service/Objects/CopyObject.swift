import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
extension S3Call {
    func copyObject() async throws -> S3Response {
        let directives = try CopyDirectives(request.fields)
        let source = try CopySource(request.fields)
        let sourceKeyMD5 = try CustomerKey.read(
            request.fields, .xAmzCopySourceCustomerAlgorithm, .xAmzCopySourceCustomerKey,
            .xAmzCopySourceCustomerKeyMD5)
        let bucket = try bucket()
        let key = try key()
        let input = try authorisedInput(key, in: bucket)
        let attributes = try newAttributes(input, in: bucket)
        let selector = try version(source.versionID)
        return try await readingSource(source) { sourceKey, sourceBucket in
            let isSelfCopy = sourceKey == key && sourceBucket.id == bucket.id && source.versionID == nil
            let (copy, original) = try await store.copyObject(
                sourceKey, version: selector, in: sourceBucket,
                conditions: ReadConditions(ReadPreconditions(copySource: request.fields)), to: bucket
            ) { [self] original in
                try checkCustomerKey(sourceKeyMD5, of: original)
                try authoriseTags(of: original, directives, key, sourceBucket, bucket)
                if isSelfCopy { try checkSelfCopy(input, directives, original) }
                return NewObject(
                    key: key, attributes: directives.attributes(of: original, given: attributes),
                    checksum: original.checksum, conditions: WriteConditions(input.conditions), requester: requester,
                    event: .createdByCopy)
            }
            var response = S3Response(
                .ok, fields: writtenFields(copy, in: bucket),
                xml: copyResult(
                    root: "CopyObjectResult", eTag: copy.eTag.text, lastModified: copy.modifiedAt,
                    checksum: copy.checksum?.element))
            response.fields[.eTag] = nil
            if sourceBucket.versioning != .off {
                response.fields[.xAmzCopySourceVersionID] = original.versionID.text
            }
            return response
        }
    }

    /// Finds the source of a copy and runs `copy` with the right to read it.
    ///
    /// Clients disagree on whether the header is percent-encoded, so where nothing has the decoded key the literal one
    /// is tried.
    func readingSource(
        _ source: CopySource, _ copy: (ObjectKey, Bucket) async throws -> S3Response
    ) async throws -> S3Response {
        let bucket = try bucket(
            named: source.bucket, expectedOwner: request.fields[.xAmzSourceExpectedBucketOwner])
        let selector = try version(source.versionID)
        let key = try objectKey(source.key)
        let literalKey = try objectKey(source.literalKey)
        do {
            return try await withReadAccess(key, selector, in: bucket) { try await copy(key, bucket) }
        } catch let error as S3Error where literalKey != key && ["NoSuchKey", "AccessDenied"].contains(error.code) {
            do {
                return try await withReadAccess(literalKey, selector, in: bucket) {
                    try await copy(literalKey, bucket)
                }
            } catch is S3Error {
                throw error
            }
        }
    }

    /// Tags are copied only by those who may read and write them.
    private func authoriseTags(
        of original: ObjectVersion, _ directives: CopyDirectives, _ key: ObjectKey, _ sourceBucket: Bucket,
        _ bucket: Bucket
    ) throws(S3Error) {
        guard directives.tags == .copy, !original.attributes.tags.isEmpty else { return }
        try authorise(.getObjectTagging, original.key, in: sourceBucket)
        try authorise(.putObjectTagging, key, in: bucket)
    }

    private func checkSelfCopy(
        _ input: PutObjectInput, _ directives: CopyDirectives, _ original: ObjectVersion
    ) throws(S3Error) {
        let changes =
            directives.metadata == .replace || directives.tags == .replace
            || input.storageClass != original.attributes.storageClass
            || input.fields.websiteRedirectLocation != nil || input.encryption != EncryptionFields()
        guard changes else {
            throw S3Error(
                .invalidRequest,
                "This copy request is illegal because it is trying to copy an object to itself without changing the "
                    + "object's metadata, storage class, website redirect location or encryption attributes.")
        }
    }
}

/// Whether a copy takes its source's properties or the request's.
private struct CopyDirectives: Sendable {
    enum Directive: String, Sendable {
        case copy = "COPY"
        case replace = "REPLACE"
    }

    var metadata: Directive
    var tags: Directive

    init(_ fields: HTTPFields) throws(S3Error) {
        metadata = try Self.read(fields, .xAmzMetadataDirective, "Unknown metadata directive.")
        tags = try Self.read(fields, .xAmzTaggingDirective, "Unknown tagging directive.")
    }

    private static func read(
        _ fields: HTTPFields, _ name: HTTPField.Name, _ message: String
    ) throws(S3Error) -> Directive {
        guard let text = fields[name] else { return .copy }
        guard let directive = Directive(rawValue: text) else {
            throw .invalidArgument(name.canonicalName, text, message)
        }
        return directive
    }

    /// Storage class, encryption and locks are the request's in any case.
    func attributes(of original: ObjectVersion, given: ObjectAttributes) -> ObjectAttributes {
        var attributes = given
        if metadata == .copy {
            let redirect = given.websiteRedirectLocation
            attributes.setFields(original.attributes.fields)
            attributes.websiteRedirectLocation = redirect
        }
        if tags == .copy { attributes.tags = original.attributes.tags }
        return attributes
    }
}
