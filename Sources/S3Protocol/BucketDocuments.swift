package import NIOCore

/// The answer of GetBucketLocation: nothing for `us-east-1`, as it has been from the beginning.
package func locationConstraint(region: String) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint xmlns=\"")
    buffer.writeString(XMLWriter.namespace)
    buffer.writeString(region == "us-east-1" ? "\"/>" : "\">\(region)</LocationConstraint>")
    return buffer
}

/// The region that a CreateBucket request names.
package struct CreateBucketInput: Sendable {
    package var locationConstraint: String?

    /// Throws `MalformedXML`.
    package init(_ document: ByteBuffer) throws(S3Error) {
        guard document.readableBytes > 0 else { return }
        let tree = try XMLTree.parse(document, root: "CreateBucketConfiguration", "CreateBucketRequest")
        locationConstraint = tree.trimmedText("LocationConstraint")
    }
}

/// A bucket's versioning, as documents tell it.
package enum VersioningStatus: String, Sendable, Hashable {
    case enabled = "Enabled"
    case suspended = "Suspended"

    /// Reads a `VersioningConfiguration`. Throws `MalformedXML`.
    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "VersioningConfiguration")
        guard let status = tree.trimmedText("Status").flatMap({ VersioningStatus(rawValue: $0) }) else {
            throw S3Error(.malformedXML)
        }
        if tree.trimmedText("MfaDelete") == "Enabled" { throw .notImplemented("MFA delete") }
        self = status
    }

    /// Empty for a bucket that never had versioning.
    package static func document(_ status: VersioningStatus?) -> ByteBuffer {
        var xml = XMLWriter(s3: "VersioningConfiguration")
        xml.element("Status", ifAny: status?.rawValue)
        return xml.finish()
    }
}
