package import FoundationEssentials
package import NIOCore

/// The owner of a bucket or an object, or who began an upload.
package struct OwnerElement: Sendable, Hashable {
    package var id: String
    package var displayName: String

    package init(id: String, displayName: String) {
        self.id = id
        self.displayName = displayName
    }

    func write(_ name: String, to xml: inout XMLWriter) {
        xml.element(name) { xml in
            xml.element("ID", id)
            xml.element("DisplayName", displayName)
        }
    }
}

/// One page of a listing of current objects.
///
/// Clients refuse an answer that does not echo what they asked: the delimiter only if one was sent, the token likewise,
/// a count that fits. They also trip over white space between elements.
package struct ListBucketResult: Sendable {
    package struct Object: Sendable {
        package var key: String
        package var lastModified: Date
        /// Without quotes.
        package var eTag: String
        package var size: Int
        package var storageClass: String
        package var checksumAlgorithm: ChecksumName?
        package var checksumCoverage: ChecksumCoverage?
        package var owner: OwnerElement?

        package init(key: String, lastModified: Date, eTag: String, size: Int, storageClass: String) {
            self.key = key
            self.lastModified = lastModified
            self.eTag = eTag
            self.size = size
            self.storageClass = storageClass
        }
    }

    package var bucket: String
    package var input: ListObjectsInput
    package var objects: [Object] = []
    package var commonPrefixes: [String] = []
    package var isTruncated = false

    package init(bucket: String, input: ListObjectsInput) {
        self.bucket = bucket
        self.input = input
    }

    /// The answer of ListObjectsV2. `nextToken` is there exactly if the page is truncated.
    package func documentV2(_ v2: ListObjectsV2Input, nextToken: String?) -> ByteBuffer {
        var xml = XMLWriter(s3: "ListBucketResult")
        xml.element("Name", bucket)
        xml.element("Prefix", input.encode(input.prefix))
        if let delimiter = input.delimiter, !delimiter.isEmpty { xml.element("Delimiter", input.encode(delimiter)) }
        xml.element("MaxKeys", input.maxKeys)
        if input.encoding == .url { xml.element("EncodingType", "url") }
        xml.element("KeyCount", objects.count + commonPrefixes.count)
        xml.element("IsTruncated", nextToken != nil)
        xml.element("ContinuationToken", ifAny: v2.continuationToken)
        xml.element("NextContinuationToken", ifAny: nextToken)
        xml.element("StartAfter", ifAny: v2.startAfter.map { input.encode($0) })
        writeEntries(to: &xml)
        return xml.finish()
    }

    /// The answer of the first ListObjects. `nextMarker` is given where a delimiter was sent.
    package func documentV1(marker: String, nextMarker: String?) -> ByteBuffer {
        var xml = XMLWriter(s3: "ListBucketResult")
        xml.element("Name", bucket)
        xml.element("Prefix", input.encode(input.prefix))
        xml.element("Marker", input.encode(marker))
        if let delimiter = input.delimiter, !delimiter.isEmpty { xml.element("Delimiter", input.encode(delimiter)) }
        xml.element("MaxKeys", input.maxKeys)
        if input.encoding == .url { xml.element("EncodingType", "url") }
        xml.element("IsTruncated", isTruncated)
        xml.element("NextMarker", ifAny: nextMarker.map { input.encode($0) })
        writeEntries(to: &xml)
        return xml.finish()
    }

    private func writeEntries(to xml: inout XMLWriter) {
        for object in objects {
            xml.element("Contents") { xml in
                xml.element("Key", input.encode(object.key))
                xml.element("LastModified", S3Date.iso(object.lastModified))
                xml.element("ETag", "\"\(object.eTag)\"")
                xml.element("ChecksumAlgorithm", ifAny: object.checksumAlgorithm?.rawValue)
                xml.element("ChecksumType", ifAny: object.checksumCoverage?.rawValue)
                xml.element("Size", object.size)
                object.owner?.write("Owner", to: &xml)
                xml.element("StorageClass", object.storageClass)
            }
        }
        for prefix in commonPrefixes {
            xml.element("CommonPrefixes") { $0.element("Prefix", input.encode(prefix)) }
        }
    }
}

/// The answer of ListBuckets.
package struct ListAllMyBucketsResult: Sendable {
    package struct Bucket: Sendable {
        package var name: String
        package var creationDate: Date
        package var region: String

        package init(name: String, creationDate: Date, region: String) {
            self.name = name
            self.creationDate = creationDate
            self.region = region
        }
    }

    package var owner: OwnerElement
    package var buckets: [Bucket]
    package var prefix: String?
    package var continuationToken: String?

    package init(owner: OwnerElement, buckets: [Bucket], prefix: String?, continuationToken: String?) {
        self.owner = owner
        self.buckets = buckets
        self.prefix = prefix
        self.continuationToken = continuationToken
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "ListAllMyBucketsResult")
        owner.write("Owner", to: &xml)
        xml.element("Buckets") { xml in
            for bucket in buckets {
                xml.element("Bucket") { xml in
                    xml.element("Name", bucket.name)
                    xml.element("CreationDate", S3Date.iso(bucket.creationDate))
                    xml.element("BucketRegion", bucket.region)
                }
            }
        }
        xml.element("ContinuationToken", ifAny: continuationToken)
        xml.element("Prefix", ifAny: prefix)
        return xml.finish()
    }
}
