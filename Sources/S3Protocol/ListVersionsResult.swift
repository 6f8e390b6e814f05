package import FoundationEssentials
package import NIOCore

/// What a listing of versions asks for.
package struct ListObjectVersionsInput: Sendable {
    package var listing: ListObjectsInput
    package var keyMarker: String
    package var versionIDMarker: String?

    package init(_ query: S3Query) throws(S3Error) {
        listing = try ListObjectsInput(query)
        keyMarker = query["key-marker"] ?? ""
        versionIDMarker = query["version-id-marker"]
        if let versionIDMarker {
            guard !keyMarker.isEmpty else {
                throw .invalidArgument(
                    "version-id-marker", versionIDMarker,
                    "A version-id marker cannot be specified without a key marker.")
            }
            if versionIDMarker.isEmpty {
                throw .invalidArgument("version-id-marker", "", "A version-id marker cannot be empty.")
            }
        }
    }
}

/// One page of a listing of versions.
package struct ListVersionsResult: Sendable {
    package enum Entry: Sendable {
        case version(ListBucketResult.Object, versionID: String, isLatest: Bool)
        case deleteMarker(key: String, versionID: String, isLatest: Bool, lastModified: Date, owner: OwnerElement)
    }

    package var bucket: String
    package var input: ListObjectVersionsInput
    package var entries: [Entry] = []
    package var commonPrefixes: [String] = []
    package var isTruncated = false
    package var nextKeyMarker: String?
    package var nextVersionIDMarker: String?

    package init(bucket: String, input: ListObjectVersionsInput) {
        self.bucket = bucket
        self.input = input
    }

    package var document: ByteBuffer {
        let listing = input.listing
        var xml = XMLWriter(s3: "ListVersionsResult")
        xml.element("Name", bucket)
        xml.element("Prefix", listing.encode(listing.prefix))
        xml.element("KeyMarker", listing.encode(input.keyMarker))
        xml.element("VersionIdMarker", input.versionIDMarker ?? "")
        xml.element("NextKeyMarker", ifAny: nextKeyMarker.map { listing.encode($0) })
        xml.element("NextVersionIdMarker", ifAny: nextVersionIDMarker)
        if let delimiter = listing.delimiter, !delimiter.isEmpty {
            xml.element("Delimiter", listing.encode(delimiter))
        }
        xml.element("MaxKeys", listing.maxKeys)
        if listing.encoding == .url { xml.element("EncodingType", "url") }
        xml.element("IsTruncated", isTruncated)
        for entry in entries { write(entry, to: &xml) }
        for prefix in commonPrefixes {
            xml.element("CommonPrefixes") { $0.element("Prefix", listing.encode(prefix)) }
        }
        return xml.finish()
    }

    private func write(_ entry: Entry, to xml: inout XMLWriter) {
        switch entry {
        case .version(let object, let versionID, let isLatest):
            xml.element("Version") { xml in
                xml.element("Key", input.listing.encode(object.key))
                xml.element("VersionId", versionID)
                xml.element("IsLatest", isLatest)
                xml.element("LastModified", S3Date.iso(object.lastModified))
                xml.element("ETag", "\"\(object.eTag)\"")
                xml.element("ChecksumAlgorithm", ifAny: object.checksumAlgorithm?.rawValue)
                xml.element("ChecksumType", ifAny: object.checksumCoverage?.rawValue)
                xml.element("Size", object.size)
                object.owner?.write("Owner", to: &xml)
                xml.element("StorageClass", object.storageClass)
            }
        case .deleteMarker(let key, let versionID, let isLatest, let lastModified, let owner):
            xml.element("DeleteMarker") { xml in
                xml.element("Key", input.listing.encode(key))
                xml.element("VersionId", versionID)
                xml.element("IsLatest", isLatest)
                xml.element("LastModified", S3Date.iso(lastModified))
                owner.write("Owner", to: &xml)
            }
        }
    }
}
