package import FoundationEssentials
package import NIOCore

/// One page of a listing of unfinished uploads.
package struct ListMultipartUploadsResult: Sendable {
    package struct Upload: Sendable {
        package var key: String
        package var uploadID: String
        package var initiator: OwnerElement
        package var storageClass: String
        package var initiated: Date
        package var checksumAlgorithm: ChecksumName?
        package var checksumCoverage: ChecksumCoverage

        package init(
            key: String, uploadID: String, initiator: OwnerElement, storageClass: String, initiated: Date,
            checksumAlgorithm: ChecksumName?, checksumCoverage: ChecksumCoverage
        ) {
            self.key = key
            self.uploadID = uploadID
            self.initiator = initiator
            self.storageClass = storageClass
            self.initiated = initiated
            self.checksumAlgorithm = checksumAlgorithm
            self.checksumCoverage = checksumCoverage
        }
    }

    package var bucket: String
    package var input: ListObjectsInput
    package var keyMarker: String
    package var uploadIDMarker: String
    package var owner: OwnerElement
    package var uploads: [Upload] = []
    package var commonPrefixes: [String] = []
    package var isTruncated = false
    package var nextKeyMarker: String?
    package var nextUploadIDMarker: String?

    package init(
        bucket: String, input: ListObjectsInput, keyMarker: String, uploadIDMarker: String, owner: OwnerElement
    ) {
        self.bucket = bucket
        self.input = input
        self.keyMarker = keyMarker
        self.uploadIDMarker = uploadIDMarker
        self.owner = owner
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "ListMultipartUploadsResult")
        xml.element("Bucket", bucket)
        xml.element("KeyMarker", input.encode(keyMarker))
        xml.element("UploadIdMarker", uploadIDMarker)
        xml.element("NextKeyMarker", input.encode(nextKeyMarker ?? ""))
        xml.element("NextUploadIdMarker", nextUploadIDMarker ?? "")
        xml.element("Prefix", input.encode(input.prefix))
        if let delimiter = input.delimiter, !delimiter.isEmpty { xml.element("Delimiter", input.encode(delimiter)) }
        xml.element("MaxUploads", input.maxKeys)
        if input.encoding == .url { xml.element("EncodingType", "url") }
        xml.element("IsTruncated", isTruncated)
        for upload in uploads {
            xml.element("Upload") { xml in
                xml.element("Key", input.encode(upload.key))
                xml.element("UploadId", upload.uploadID)
                upload.initiator.write("Initiator", to: &xml)
                owner.write("Owner", to: &xml)
                xml.element("StorageClass", upload.storageClass)
                xml.element("Initiated", S3Date.iso(upload.initiated))
                if let algorithm = upload.checksumAlgorithm {
                    xml.element("ChecksumAlgorithm", algorithm.rawValue)
                    xml.element("ChecksumType", upload.checksumCoverage.rawValue)
                }
            }
        }
        for prefix in commonPrefixes {
            xml.element("CommonPrefixes") { $0.element("Prefix", input.encode(prefix)) }
        }
        return xml.finish()
    }
}
