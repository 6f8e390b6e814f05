package import FoundationEssentials
package import NIOCore

/// The objects that a DeleteObjects request names.
package struct DeleteObjectsInput: Sendable {
    package struct Object: Sendable {
        package var key: String
        package var versionID: String?
        /// Without quotes.
        package var eTag: String?
        package var size: Int?
        package var lastModified: Date?
    }

    package static let maximumCount = 1000
    package static let maximumLengthInBytes = 2 * 1024 * 1024

    package var objects: [Object]
    /// Whether only failures are told.
    package var isQuiet: Bool

    /// Throws `MalformedXML`.
    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "Delete")
        isQuiet = tree.trimmedText("Quiet")?.lowercased() == "true"
        objects = []
        for element in tree.children("Object") {
            // Not trimmed: white space counts in keys.
            guard let key = element["Key"]?.text, !key.isEmpty else { throw S3Error(.malformedXML) }
            var object = Object(key: key)
            object.versionID = element.trimmedText("VersionId")
            object.eTag = element.trimmedText("ETag")?.filter { $0 != "\"" }
            if let text = element.trimmedText("Size") {
                guard let size = Int(text) else { throw S3Error(.malformedXML) }
                object.size = size
            }
            if let text = element.trimmedText("LastModifiedTime") {
                guard let date = S3Date.parseISO(text) ?? S3Date.parseHTTP(text) else {
                    throw S3Error(.malformedXML)
                }
                object.lastModified = date
            }
            objects.append(object)
        }
        guard !objects.isEmpty, objects.count <= Self.maximumCount else { throw S3Error(.malformedXML) }
    }
}

/// What became of each.
///
/// Some clients read it with regular expressions: no attributes inside, `Key` before `Code` before `Message`.
package struct DeleteResult: Sendable {
    package enum Entry: Sendable {
        case deleted(key: String, versionID: String?, markerVersionID: String?)
        case failed(key: String, versionID: String?, S3Error)
    }

    package var entries: [Entry] = []

    package init() {}

    package func document(isQuiet: Bool) -> ByteBuffer {
        var xml = XMLWriter(s3: "DeleteResult")
        for entry in entries {
            switch entry {
            case .deleted(let key, let versionID, let markerVersionID):
                guard !isQuiet else { continue }
                xml.element("Deleted") { xml in
                    xml.element("Key", key)
                    xml.element("VersionId", ifAny: versionID)
                    if let markerVersionID {
                        xml.element("DeleteMarker", true)
                        xml.element("DeleteMarkerVersionId", markerVersionID)
                    }
                }
            case .failed(let key, let versionID, let error):
                xml.element("Error") { xml in
                    xml.element("Key", key)
                    xml.element("VersionId", ifAny: versionID)
                    xml.element("Code", error.code)
                    xml.element("Message", error.message)
                }
            }
        }
        return xml.finish()
    }
}
