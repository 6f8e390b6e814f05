import struct FoundationEssentials.Data

/// The checksums that S3 keeps beside the entity tag.
///
/// Reference: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
package enum ChecksumAlgorithm: Int, Sendable, Hashable, CaseIterable {
    case crc32 = 1
    case crc32c = 2
    case crc64nvme = 3
    case sha1 = 4
    case sha256 = 5

    package var lengthInBytes: Int {
        switch self {
        case .crc32, .crc32c: 4
        case .crc64nvme: 8
        case .sha1: 20
        case .sha256: 32
        }
    }
}

/// What a checksum of a multipart object was taken of.
package enum ChecksumType: Int, Sendable, Hashable {
    /// All the bytes.
    case fullObject = 0
    /// The checksums of the parts, one after the other.
    case composite = 1
}

/// A checksum as S3 keeps and tells it.
package struct Checksum: Hashable, Sendable {
    package var algorithm: ChecksumAlgorithm
    package var type: ChecksumType
    /// Big-endian, as long as the algorithm says.
    package var value: [UInt8]
    /// The number of parts of a composite checksum.
    package var partCount: Int?

    package init(
        algorithm: ChecksumAlgorithm, type: ChecksumType = .fullObject, value: [UInt8], partCount: Int? = nil
    ) {
        self.algorithm = algorithm
        self.type = type
        self.value = value
        self.partCount = partCount
    }

    /// Base64, with `-N` after a composite one.
    package var text: String {
        let base64 = Data(value).base64EncodedString()
        return if type == .composite, let partCount { "\(base64)-\(partCount)" } else { base64 }
    }

    /// The bytes of a base64 text, when they are as many as the algorithm makes; a `-N` after it is passed over.
    package static func value(ofBase64 text: String, algorithm: ChecksumAlgorithm) -> [UInt8]? {
        let base64 = text.prefix { $0 != "-" }
        guard let data = Data(base64Encoded: String(base64)), data.count == algorithm.lengthInBytes else { return nil }
        return [UInt8](data)
    }
}
