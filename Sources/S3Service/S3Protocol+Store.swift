import HTTPTypes
import ObjectStore
import S3Protocol

// The same things as the wire and the store know them.

extension ChecksumAlgorithm {
    init(_ name: ChecksumName) {
        switch name {
        case .crc32: self = .crc32
        case .crc32c: self = .crc32c
        case .crc64nvme: self = .crc64nvme
        case .sha1: self = .sha1
        case .sha256: self = .sha256
        }
    }

    var name: ChecksumName {
        switch self {
        case .crc32: .crc32
        case .crc32c: .crc32c
        case .crc64nvme: .crc64nvme
        case .sha1: .sha1
        case .sha256: .sha256
        }
    }
}

extension ChecksumType {
    init(_ coverage: ChecksumCoverage) {
        self = coverage == .composite ? .composite : .fullObject
    }

    var coverage: ChecksumCoverage { self == .composite ? .composite : .fullObject }
}

extension Checksum {
    var element: ChecksumElement {
        ChecksumElement(name: algorithm.name, text: text, coverage: type.coverage)
    }

    func write(to fields: inout HTTPFields) {
        fields[algorithm.name.fieldName] = text
        fields[.xAmzChecksumType] = type.coverage.rawValue
    }
}

extension EntityTagCondition {
    init(_ tags: EntityTags) {
        switch tags {
        case .any: self = .any
        case .oneOf(let tags): self = .oneOf(tags)
        }
    }
}

extension WriteConditions {
    init(_ conditions: WritePreconditions) {
        self.init(
            ifMatch: conditions.ifMatch.map { EntityTagCondition($0) },
            ifNoneMatch: conditions.ifNoneMatch.map { EntityTagCondition($0) },
            ifMatchSize: conditions.ifMatchSize, ifMatchModifiedAt: conditions.ifMatchModifiedAt)
    }
}

extension ReadConditions {
    init(_ conditions: ReadPreconditions) {
        self.init(
            ifMatch: conditions.ifMatch.map { EntityTagCondition($0) },
            ifNoneMatch: conditions.ifNoneMatch.map { EntityTagCondition($0) },
            ifModifiedSince: conditions.ifModifiedSince, ifUnmodifiedSince: conditions.ifUnmodifiedSince)
    }
}

extension ObjectAttributes {
    /// Takes what an upload says, apart from its tags and locks.
    init(_ input: PutObjectInput) {
        self.init(
            contentType: input.fields.contentType,
            userMetadata: input.fields.metadata.map { Entry(name: $0.name, value: $0.value) },
            tags: (input.tags ?? []).map { Entry(name: $0.key, value: $0.value) })
        setFields(input.fields)
        storageClass = input.storageClass
        serverSideEncryption = input.encryption.algorithm
        encryptionKeyID = input.encryption.keyID
        customerKeyMD5 = input.encryption.customerKeyMD5
    }

    /// Replaces the header fields and the user's metadata.
    mutating func setFields(_ fields: ObjectFields) {
        contentType = fields.contentType
        cacheControl = fields.cacheControl
        contentDisposition = fields.contentDisposition
        contentEncoding = fields.contentEncoding
        contentLanguage = fields.contentLanguage
        expires = fields.expires
        websiteRedirectLocation = fields.websiteRedirectLocation
        userMetadata = fields.metadata.map { Entry(name: $0.name, value: $0.value) }
    }

    var fields: ObjectFields {
        var fields = ObjectFields()
        fields.contentType = contentType
        fields.cacheControl = cacheControl
        fields.contentDisposition = contentDisposition
        fields.contentEncoding = contentEncoding
        fields.contentLanguage = contentLanguage
        fields.expires = expires
        fields.websiteRedirectLocation = websiteRedirectLocation
        fields.metadata = userMetadata.map { ObjectFields.Metadata(name: $0.name, value: $0.value) }
        return fields
    }

    /// Tells how the object is encrypted. All are, as S3's are by default, as far as the answer goes.
    func writeEncryption(to fields: inout HTTPFields) {
        if let customerKeyMD5 {
            fields[.xAmzServerSideEncryptionCustomerAlgorithm] = "AES256"
            fields[.xAmzServerSideEncryptionCustomerKeyMD5] = customerKeyMD5
        } else {
            fields[.xAmzServerSideEncryption] = serverSideEncryption ?? "AES256"
            if let encryptionKeyID { fields[.xAmzServerSideEncryptionKeyID] = encryptionKeyID }
        }
    }
}

extension Owner {
    var element: OwnerElement { OwnerElement(id: canonicalID, displayName: displayName) }
}
