import FoundationEssentials
package import HTTPTypes

/// The checksum algorithms by the names they have in headers and documents.
package enum ChecksumName: String, Sendable, Hashable, CaseIterable {
    case crc32 = "CRC32"
    case crc32c = "CRC32C"
    case crc64nvme = "CRC64NVME"
    case sha1 = "SHA1"
    case sha256 = "SHA256"

    /// `x-amz-checksum-crc32`
    package var fieldName: HTTPField.Name {
        switch self {
        case .crc32: Self.crc32Field
        case .crc32c: Self.crc32cField
        case .crc64nvme: Self.crc64nvmeField
        case .sha1: Self.sha1Field
        case .sha256: Self.sha256Field
        }
    }

    /// `ChecksumCRC32`
    package var elementName: String { "Checksum" + rawValue }

    package var lengthInBytes: Int {
        switch self {
        case .crc32, .crc32c: 4
        case .crc64nvme: 8
        case .sha1: 20
        case .sha256: 32
        }
    }

    /// The bytes of a base64 text of the right length; nil for any other.
    package func value(ofBase64 text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text), data.count == lengthInBytes else { return nil }
        return [UInt8](data)
    }

    private static let crc32Field = HTTPField.Name("x-amz-checksum-crc32")!
    private static let crc32cField = HTTPField.Name("x-amz-checksum-crc32c")!
    private static let crc64nvmeField = HTTPField.Name("x-amz-checksum-crc64nvme")!
    private static let sha1Field = HTTPField.Name("x-amz-checksum-sha1")!
    private static let sha256Field = HTTPField.Name("x-amz-checksum-sha256")!
}

/// What a checksum of an object made of parts covers.
package enum ChecksumCoverage: String, Sendable, Hashable {
    case fullObject = "FULL_OBJECT"
    case composite = "COMPOSITE"
}

/// What an upload says about its body's digests.
package struct BodyDigests: Sendable, Hashable {
    /// Where a checksum's value is to be found.
    package enum Source: Sendable, Hashable {
        case header([UInt8])
        /// After an aws-chunked body.
        case trailer
    }

    /// 16 bytes, from `Content-MD5`.
    package var md5: [UInt8]?
    package var checksum: (name: ChecksumName, source: Source)? {
        guard let checksumName, let checksumSource else { return nil }
        return (checksumName, checksumSource)
    }

    private var checksumName: ChecksumName?
    private var checksumSource: Source?

    /// Throws `InvalidDigest` or `InvalidRequest`.
    package init(_ fields: HTTPFields) throws(S3Error) {
        if let text = fields[.contentMD5] {
            guard let data = Data(base64Encoded: text), data.count == 16 else {
                throw S3Error(.invalidDigest).with("Content-MD5", text)
            }
            md5 = [UInt8](data)
        }
        for name in ChecksumName.allCases {
            guard let text = fields[name.fieldName] else { continue }
            guard checksumName == nil else {
                throw S3Error(
                    .invalidRequest,
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
            }
            guard let value = name.value(ofBase64: text) else {
                throw S3Error(.invalidRequest, "Value for \(name.fieldName.canonicalName) header is invalid.")
            }
            checksumName = name
            checksumSource = .header(value)
        }
        try readTrailerAnnouncement(fields)
        try checkAlgorithmHeader(fields)
    }

    private mutating func readTrailerAnnouncement(_ fields: HTTPFields) throws(S3Error) {
        guard let announced = fields[.xAmzTrailer] else { return }
        let field = announced.lowercased()
        guard let name = ChecksumName.allCases.first(where: { $0.fieldName.canonicalName == field }) else {
            throw S3Error(.invalidRequest, "The value specified in the x-amz-trailer header is not supported")
        }
        guard checksumName == nil else {
            throw S3Error(
                .invalidRequest, "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
        }
        checksumName = name
        checksumSource = .trailer
    }

    private func checkAlgorithmHeader(_ fields: HTTPFields) throws(S3Error) {
        guard let algorithm = fields[.xAmzSDKChecksumAlgorithm] else { return }
        guard let name = ChecksumName(rawValue: algorithm.uppercased()) else {
            throw S3Error(.invalidRequest, "Checksum algorithm provided is unsupported. \(Self.supported)")
        }
        guard name == checksumName else {
            // Clients name the algorithm also where only Content-MD5 comes; S3 is content then.
            if checksumName == nil, md5 != nil { return }
            throw S3Error(
                .invalidRequest,
                "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or "
                    + "x-amz-trailer headers were found.")
        }
    }

    package static let supported =
        "Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"
}

extension HTTPField.Name {
    package static let xAmzSDKChecksumAlgorithm = Self("x-amz-sdk-checksum-algorithm")!
}
