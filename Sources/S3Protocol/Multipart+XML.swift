package import FoundationEssentials
package import NIOCore

/// The parts that a CompleteMultipartUpload request names.
package struct CompleteMultipartUploadInput: Sendable {
    package struct Part: Sendable {
        package var number: Int
        /// Without quotes.
        package var eTag: String
        package var checksum: (name: ChecksumName, value: [UInt8])?
    }

    /// 10,000 parts with a checksum each, written generously.
    package static let maximumLengthInBytes = 8 * 1024 * 1024

    package var parts: [Part]

    /// Throws `MalformedXML`.
    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "CompleteMultipartUpload", "CompleteMultipartUploadRequest")
        parts = []
        for element in tree.children("Part") {
            guard let number = element.trimmedText("PartNumber").flatMap({ Int($0) }),
                let eTag = element.trimmedText("ETag")
            else { throw S3Error(.malformedXML) }
            var part = Part(number: number, eTag: eTag.filter { $0 != "\"" })
            for name in ChecksumName.allCases {
                guard let text = element.trimmedText(name.elementName) else { continue }
                guard let value = name.value(ofBase64: text) else { throw S3Error(.invalidPart) }
                part.checksum = (name, value)
            }
            parts.append(part)
        }
        guard !parts.isEmpty else { throw S3Error(.malformedXML) }
        guard parts.count <= 10_000 else { throw S3Error(.malformedXML) }
    }
}

/// The answer of CreateMultipartUpload.
package func initiateMultipartUploadResult(bucket: String, key: String, uploadID: String) -> ByteBuffer {
    var xml = XMLWriter(s3: "InitiateMultipartUploadResult")
    xml.element("Bucket", bucket)
    xml.element("Key", key)
    xml.element("UploadId", uploadID)
    return xml.finish()
}

/// A checksum as documents tell it: the text is base64, with `-N` after a composite one.
package struct ChecksumElement: Sendable, Hashable {
    package var name: ChecksumName
    package var text: String
    package var coverage: ChecksumCoverage

    package init(name: ChecksumName, text: String, coverage: ChecksumCoverage) {
        self.name = name
        self.text = text
        self.coverage = coverage
    }

    func write(to xml: inout XMLWriter) {
        xml.element(name.elementName, text)
        xml.element("ChecksumType", coverage.rawValue)
    }
}

/// The answer of CompleteMultipartUpload.
package func completeMultipartUploadResult(
    location: String, bucket: String, key: String, eTag: String, checksum: ChecksumElement?
) -> ByteBuffer {
    var xml = XMLWriter(s3: "CompleteMultipartUploadResult")
    xml.element("Location", location)
    xml.element("Bucket", bucket)
    xml.element("Key", key)
    xml.element("ETag", "\"\(eTag)\"")
    checksum?.write(to: &xml)
    return xml.finish()
}

/// The answer of CopyObject (`CopyObjectResult`) and UploadPartCopy (`CopyPartResult`).
package func copyResult(root: String, eTag: String, lastModified: Date, checksum: ChecksumElement?) -> ByteBuffer {
    var xml = XMLWriter(s3: root)
    xml.element("LastModified", S3Date.iso(lastModified))
    xml.element("ETag", "\"\(eTag)\"")
    checksum?.write(to: &xml)
    return xml.finish()
}

/// The answer of ListParts.
package struct ListPartsResult: Sendable {
    package struct Part: Sendable {
        package var number: Int
        package var lastModified: Date
        package var eTag: String
        package var size: Int
        package var checksum: (name: ChecksumName, text: String)?

        package init(
            number: Int, lastModified: Date, eTag: String, size: Int, checksum: (name: ChecksumName, text: String)?
        ) {
            self.number = number
            self.lastModified = lastModified
            self.eTag = eTag
            self.size = size
            self.checksum = checksum
        }
    }

    package var bucket: String
    package var key: String
    package var uploadID: String
    package var initiator: OwnerElement
    package var owner: OwnerElement
    package var storageClass: String
    package var partNumberMarker: Int
    package var nextPartNumberMarker: Int?
    package var maxParts: Int
    package var isTruncated: Bool
    package var checksumAlgorithm: ChecksumName?
    package var checksumCoverage: ChecksumCoverage?
    package var parts: [Part]

    package init(
        bucket: String, key: String, uploadID: String, initiator: OwnerElement, owner: OwnerElement,
        storageClass: String, partNumberMarker: Int, nextPartNumberMarker: Int?, maxParts: Int, isTruncated: Bool,
        checksumAlgorithm: ChecksumName?, checksumCoverage: ChecksumCoverage?, parts: [Part]
    ) {
        self.bucket = bucket
        self.key = key
        self.uploadID = uploadID
        self.initiator = initiator
        self.owner = owner
        self.storageClass = storageClass
        self.partNumberMarker = partNumberMarker
        self.nextPartNumberMarker = nextPartNumberMarker
        self.maxParts = maxParts
        self.isTruncated = isTruncated
        self.checksumAlgorithm = checksumAlgorithm
        self.checksumCoverage = checksumCoverage
        self.parts = parts
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "ListPartsResult")
        xml.element("Bucket", bucket)
        xml.element("Key", key)
        xml.element("UploadId", uploadID)
        initiator.write("Initiator", to: &xml)
        owner.write("Owner", to: &xml)
        xml.element("StorageClass", storageClass)
        xml.element("PartNumberMarker", partNumberMarker)
        xml.element("NextPartNumberMarker", nextPartNumberMarker ?? parts.last?.number ?? 0)
        xml.element("MaxParts", maxParts)
        xml.element("IsTruncated", isTruncated)
        xml.element("ChecksumAlgorithm", ifAny: checksumAlgorithm?.rawValue)
        xml.element("ChecksumType", ifAny: checksumAlgorithm == nil ? nil : checksumCoverage?.rawValue)
        for part in parts {
            xml.element("Part") { xml in
                xml.element("PartNumber", part.number)
                xml.element("LastModified", S3Date.iso(part.lastModified))
                xml.element("ETag", "\"\(part.eTag)\"")
                xml.element("Size", part.size)
                if let checksum = part.checksum { xml.element(checksum.name.elementName, checksum.text) }
            }
        }
        return xml.finish()
    }
}
