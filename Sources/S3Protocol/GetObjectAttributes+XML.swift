import HTTPTypes
package import NIOCore

/// Which properties of an object are asked for.
package struct GetObjectAttributesInput: Sendable {
    package enum Attribute: String, Sendable, CaseIterable {
        case eTag = "ETag"
        case checksum = "Checksum"
        case objectParts = "ObjectParts"
        case storageClass = "StorageClass"
        case objectSize = "ObjectSize"
    }

    package var attributes: Set<Attribute>
    package var versionID: String?
    package var maxParts: Int
    package var partNumberMarker: Int
    package var customerKeyMD5: String?

    package init(_ request: S3Request) throws(S3Error) {
        let fields = request.fields
        versionID = try VersionParameter.read(request.query)
        let names = (fields[.xAmzObjectAttributes] ?? "").split(separator: ",")
            .map { String($0.filter { $0 != " " }) }
        guard !names.isEmpty else {
            throw .invalidArgument(
                "x-amz-object-attributes", "",
                "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or "
                    + "empty")
        }
        attributes = []
        for name in names {
            guard let attribute = Attribute(rawValue: name) else {
                throw .invalidArgument("x-amz-object-attributes", name, "Invalid attribute name specified.")
            }
            attributes.insert(attribute)
        }
        maxParts = min(try Self.number(fields, .xAmzMaxParts) ?? 1000, 1000)
        partNumberMarker = try Self.number(fields, .xAmzPartNumberMarker) ?? 0
        customerKeyMD5 = try CustomerKey.read(
            fields, .xAmzServerSideEncryptionCustomerAlgorithm, .xAmzServerSideEncryptionCustomerKey,
            .xAmzServerSideEncryptionCustomerKeyMD5)
    }

    private static func number(_ fields: HTTPFields, _ name: HTTPField.Name) throws(S3Error) -> Int? {
        guard let text = fields[name] else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw .invalidArgument(
                name.canonicalName, text,
                "Provided \(name.canonicalName) not an integer or within integer range")
        }
        return number
    }
}

/// The properties that were asked for.
package struct GetObjectAttributesResult: Sendable {
    package struct Part: Sendable {
        package var number: Int
        package var size: Int
        package var checksum: ChecksumElement?

        package init(number: Int, size: Int, checksum: ChecksumElement?) {
            self.number = number
            self.size = size
            self.checksum = checksum
        }
    }

    package struct Parts: Sendable {
        package var count: Int
        package var marker: Int
        package var limit: Int
        package var isTruncated: Bool
        package var page: [Part]

        package init(count: Int, marker: Int, limit: Int, isTruncated: Bool, page: [Part]) {
            self.count = count
            self.marker = marker
            self.limit = limit
            self.isTruncated = isTruncated
            self.page = page
        }
    }

    package var eTag: String?
    package var checksum: ChecksumElement?
    package var parts: Parts?
    package var storageClass: String?
    package var size: Int?

    package init() {}

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "GetObjectAttributesResponse")
        xml.element("ETag", ifAny: eTag)
        if let checksum { xml.element("Checksum") { checksum.write(to: &$0) } }
        if let parts { write(parts, to: &xml) }
        xml.element("StorageClass", ifAny: storageClass)
        if let size { xml.element("ObjectSize", size) }
        return xml.finish()
    }

    private func write(_ parts: Parts, to xml: inout XMLWriter) {
        xml.element("ObjectParts") { xml in
            xml.element("PartsCount", parts.count)
            xml.element("PartNumberMarker", parts.marker)
            xml.element("NextPartNumberMarker", parts.page.last?.number ?? parts.marker)
            xml.element("MaxParts", parts.limit)
            xml.element("IsTruncated", parts.isTruncated)
            for part in parts.page {
                xml.element("Part") { xml in
                    xml.element("PartNumber", part.number)
                    if let checksum = part.checksum { xml.element(checksum.name.elementName, checksum.text) }
                    xml.element("Size", part.size)
                }
            }
        }
    }
}
