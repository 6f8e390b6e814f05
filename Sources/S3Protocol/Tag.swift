package import NIOCore

/// A tag of an object or a bucket.
package struct Tag: Sendable, Hashable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    /// Reads `x-amz-tagging`: `a=1&b=2`, form-encoded. Throws `InvalidArgument` or `InvalidTag`.
    package static func parseHeader(_ text: String) throws(S3Error) -> [Tag] {
        let tags = try S3QueryText.items(text).map { Tag(key: $0.name, value: $0.value) }
        try check(tags, limit: 10)
        return tags
    }

    /// Reads a `Tagging` document. An object may have 10 tags, a bucket 50. Throws `MalformedXML` or `InvalidTag`.
    package static func parse(_ document: ByteBuffer, limit: Int) throws(S3Error) -> [Tag] {
        try parse(XMLTree.parse(document, root: "Tagging"), limit: limit)
    }

    package static func parse(_ tree: XMLTree, limit: Int) throws(S3Error) -> [Tag] {
        guard let set = tree["TagSet"] else { throw S3Error(.malformedXML) }
        var tags: [Tag] = []
        for element in set.children("Tag") {
            guard let key = element["Key"]?.text, let value = element["Value"]?.text else {
                throw S3Error(.malformedXML)
            }
            tags.append(Tag(key: key, value: value))
        }
        try check(tags, limit: limit)
        return tags
    }

    /// The document of a set of tags.
    package static func document(_ tags: [Tag]) -> ByteBuffer {
        var xml = XMLWriter(s3: "Tagging")
        xml.element("TagSet") { xml in
            for tag in tags.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                xml.element("Tag") { xml in
                    xml.element("Key", tag.key)
                    xml.element("Value", tag.value)
                }
            }
        }
        return xml.finish()
    }

    private static func check(_ tags: [Tag], limit: Int) throws(S3Error) {
        guard tags.count <= limit else {
            throw limit == 10
                ? S3Error(.invalidTag, "Object tags cannot be greater than 10")
                : S3Error(.invalidTag, "Bucket tag count cannot be greater than \(limit)")
        }
        var seen: Set<String> = []
        for tag in tags {
            guard !tag.key.isEmpty, tag.key.utf16.count <= 128 else {
                throw S3Error(.invalidTag, "The TagKey you have provided is invalid").with("TagKey", tag.key)
            }
            guard tag.value.utf16.count <= 256 else {
                throw S3Error(.invalidTag, "The TagValue you have provided is invalid")
                    .with("TagKey", tag.key).with("TagValue", tag.value)
            }
            guard seen.insert(tag.key).inserted else {
                throw S3Error(.invalidTag, "Cannot provide multiple Tags with the same key").with("TagKey", tag.key)
            }
        }
    }
}

/// Form-encoded text outside a query.
enum S3QueryText {
    static func items(_ text: String) throws(S3Error) -> [S3Query.Item] {
        do {
            return try S3Query(text[...]).items
        } catch {
            throw .invalidArgument(
                "x-amz-tagging", text,
                "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without "
                    + "tag name duplicates.")
        }
    }
}
