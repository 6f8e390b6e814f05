package import NIOCore

// Documents of buckets that are small enough to stand together.

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

/// How a bucket's new objects are encrypted where their request does not say.
package struct EncryptionConfiguration: Sendable, Hashable {
    package var algorithm: String
    package var keyID: String?
    package var usesBucketKey: Bool

    /// What every bucket has from the beginning.
    package static let standard = EncryptionConfiguration(algorithm: "AES256", keyID: nil, usesBucketKey: false)

    private init(algorithm: String, keyID: String?, usesBucketKey: Bool) {
        self.algorithm = algorithm
        self.keyID = keyID
        self.usesBucketKey = usesBucketKey
    }

    /// Throws `MalformedXML` or `InvalidArgument`.
    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "ServerSideEncryptionConfiguration")
        let rules = tree.children("Rule")
        guard rules.count == 1, let standard = rules[0]["ApplyServerSideEncryptionByDefault"],
            let algorithm = standard.trimmedText("SSEAlgorithm"),
            ["AES256", "aws:kms", "aws:kms:dsse"].contains(algorithm)
        else { throw S3Error(.malformedXML) }
        self.algorithm = algorithm
        keyID = standard.trimmedText("KMSMasterKeyID")
        usesBucketKey = rules[0].trimmedText("BucketKeyEnabled") == "true"
        if keyID != nil, algorithm == "AES256" {
            throw S3Error(
                .invalidArgument, "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms")
        }
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "ServerSideEncryptionConfiguration")
        xml.element("Rule") { xml in
            xml.element("ApplyServerSideEncryptionByDefault") { xml in
                xml.element("SSEAlgorithm", algorithm)
                xml.element("KMSMasterKeyID", ifAny: keyID)
            }
            xml.element("BucketKeyEnabled", usesBucketKey)
        }
        return xml.finish()
    }
}

/// Four switches that keep a bucket from becoming public.
package struct PublicAccessBlock: Sendable, Hashable {
    private static let names = [
        "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets",
    ]

    private var switches: [Bool]

    /// What the definition's buckets have from the beginning.
    package static let standard = PublicAccessBlock(switches: [true, true, true, true])
    package static let none = PublicAccessBlock(switches: [false, false, false, false])

    package var blocksPublicPolicy: Bool { switches[2] }
    package var restrictsPublicBuckets: Bool { switches[3] }

    private init(switches: [Bool]) {
        self.switches = switches
    }

    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "PublicAccessBlockConfiguration")
        switches = Self.names.map { tree.trimmedText($0)?.lowercased() == "true" }
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "PublicAccessBlockConfiguration")
        for (name, isOn) in zip(Self.names, switches) { xml.element(name, isOn) }
        return xml.finish()
    }
}

/// Who owns a bucket's objects.
package enum ObjectOwnership: String, Sendable, Hashable {
    case bucketOwnerEnforced = "BucketOwnerEnforced"
    case bucketOwnerPreferred = "BucketOwnerPreferred"
    case objectWriter = "ObjectWriter"

    package init(_ document: ByteBuffer) throws(S3Error) {
        let tree = try XMLTree.parse(document, root: "OwnershipControls")
        guard
            let ownership = tree["Rule"]?.trimmedText("ObjectOwnership").flatMap({ ObjectOwnership(rawValue: $0) })
        else { throw S3Error(.malformedXML) }
        self = ownership
    }

    package var document: ByteBuffer {
        var xml = XMLWriter(s3: "OwnershipControls")
        xml.element("Rule") { $0.element("ObjectOwnership", rawValue) }
        return xml.finish()
    }
}

/// The access control list that everything has where such lists are disabled: all to the owner.
package func accessControlPolicy(owner: OwnerElement) -> ByteBuffer {
    var xml = XMLWriter(s3: "AccessControlPolicy")
    owner.write("Owner", to: &xml)
    xml.element("AccessControlList") { xml in
        xml.element("Grant") { xml in
            // The one place in S3's answers where an attribute carries a meaning.
            xml.raw(
                "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">")
            xml.element("ID", owner.id)
            xml.element("DisplayName", owner.displayName)
            xml.raw("</Grantee>")
            xml.element("Permission", "FULL_CONTROL")
        }
    }
    return xml.finish()
}

/// The answer of GetBucketPolicyStatus.
package func policyStatus(isPublic: Bool) -> ByteBuffer {
    var xml = XMLWriter(s3: "PolicyStatus")
    xml.element("IsPublic", isPublic)
    return xml.finish()
}

/// A document that says that nothing is configured.
package func emptyDocument(_ root: String) -> ByteBuffer {
    XMLWriter(s3: root).finish()
}

/// Who pays for requests: always the owner.
package func requestPaymentDocument() -> ByteBuffer {
    var xml = XMLWriter(s3: "RequestPaymentConfiguration")
    xml.element("Payer", "BucketOwner")
    return xml.finish()
}

/// Whether a document configures anything at all.
package func isEmptyConfiguration(_ document: ByteBuffer, root: String) throws(S3Error) -> Bool {
    try XMLTree.parse(document, root: root).children.isEmpty
}

/// The payer that a `RequestPaymentConfiguration` names.
package func requestPayer(_ document: ByteBuffer) throws(S3Error) -> String {
    try XMLTree.parse(document, root: "RequestPaymentConfiguration").requiredText("Payer")
}
