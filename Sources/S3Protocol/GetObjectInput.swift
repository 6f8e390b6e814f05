import HTTPTypes

/// What a read of one object asks for; HeadObject asks the same.
package struct GetObjectInput: Sendable {
    package var versionID: String?
    package var partNumber: Int?
    package var range: ByteRange?
    package var conditions: ReadPreconditions
    package var overrides: ResponseOverrides
    package var wantsChecksum: Bool
    package var customerKeyMD5: String?

    package init(_ request: S3Request) throws(S3Error) {
        let fields = request.fields
        versionID = try VersionParameter.read(request.query)
        partNumber = try PartNumber.readOptional(request.query)
        range = fields[.range].flatMap { ByteRange($0) }
        conditions = ReadPreconditions(fields)
        overrides = ResponseOverrides(request.query)
        wantsChecksum = fields[.xAmzChecksumMode]?.uppercased() == "ENABLED"
        customerKeyMD5 = try CustomerKey.read(
            fields, .xAmzServerSideEncryptionCustomerAlgorithm, .xAmzServerSideEncryptionCustomerKey,
            .xAmzServerSideEncryptionCustomerKeyMD5)
        if let algorithm = fields[.xAmzServerSideEncryption] {
            throw .invalidArgument(
                "x-amz-server-side-encryption", algorithm,
                "x-amz-server-side-encryption header is not supported for this operation.")
        }
        if range != nil, partNumber != nil {
            throw S3Error(.invalidRequest, "Cannot specify both Range header and partNumber query parameter")
        }
    }
}

/// The `versionId` parameter.
package enum VersionParameter {
    /// Nil when it is not there. Throws `InvalidArgument` for an empty one.
    package static func read(_ query: S3Query) throws(S3Error) -> String? {
        guard let text = query["versionId"] else { return nil }
        guard !text.isEmpty else {
            throw .invalidArgument("versionId", text, "Version id cannot be the empty string")
        }
        return text
    }
}

/// The `partNumber` parameter.
package enum PartNumber {
    package static let all = 1...10_000

    package static func readOptional(_ query: S3Query) throws(S3Error) -> Int? {
        guard let text = query["partNumber"] else { return nil }
        guard let number = Int(text), all.contains(number) else {
            throw .invalidArgument(
                "partNumber", text, "Part number must be an integer between 1 and 10000, inclusive")
        }
        return number
    }

    package static func read(_ query: S3Query) throws(S3Error) -> Int {
        guard let number = try readOptional(query) else {
            throw .invalidArgument(
                "partNumber", "null", "Part number must be an integer between 1 and 10000, inclusive")
        }
        return number
    }
}
