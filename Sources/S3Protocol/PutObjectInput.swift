package import FoundationEssentials
package import HTTPTypes

/// What a new object is to be, apart from its bytes. CreateMultipartUpload and CopyObject say the same things.
package struct PutObjectInput: Sendable {
    package var fields: ObjectFields
    package var storageClass: String?
    package var encryption: EncryptionFields
    package var lock: ObjectLockFields
    package var tags: [Tag]?
    package var acl: ACLRequest?
    package var conditions: WritePreconditions

    package init(_ request: S3Request) throws(S3Error) {
        let fields = request.fields
        self.fields = try ObjectFields(fields)
        storageClass = try StorageClass.read(fields)
        encryption = try EncryptionFields(fields)
        lock = try ObjectLockFields(fields)
        tags = try fields[.xAmzTagging].map { text throws(S3Error) in try Tag.parseHeader(text) }
        acl = ACLRequest(fields)
        conditions = try WritePreconditions(fields)
        guard fields[.xAmzWriteOffsetBytes] == nil else { throw .notImplemented("Appending to objects") }
    }
}

/// The storage classes of S3. All are kept as names; nothing is stored differently.
package enum StorageClass {
    package static let names: Set<String> = [
        "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
        "DEEP_ARCHIVE", "GLACIER_IR",
    ]

    /// Nil for the standard class. Throws `InvalidStorageClass`.
    static func read(_ fields: HTTPFields) throws(S3Error) -> String? {
        guard let name = fields[.xAmzStorageClass] else { return nil }
        guard names.contains(name) else { throw S3Error(.invalidStorageClass).with("StorageClassRequested", name) }
        return name == "STANDARD" ? nil : name
    }
}

/// A request to set an access control list by headers.
package enum ACLRequest: Sendable, Hashable {
    case canned(String)
    case grants

    package init?(_ fields: HTTPFields) {
        if let name = fields[.xAmzACL] {
            self = .canned(name)
        } else if fields.contains(where: { $0.name.canonicalName.hasPrefix("x-amz-grant-") }) {
            self = .grants
        } else {
            return nil
        }
    }
}

/// How an object is to be encrypted, as a client says.
package struct EncryptionFields: Sendable, Hashable {
    /// `AES256`, `aws:kms` or `aws:kms:dsse`.
    package var algorithm: String?
    package var keyID: String?
    /// The MD5 of a key that the client keeps, base64. The key itself is checked and forgotten.
    package var customerKeyMD5: String?

    package init() {}

    package init(_ fields: HTTPFields) throws(S3Error) {
        algorithm = fields[.xAmzServerSideEncryption]
        keyID = fields[.xAmzServerSideEncryptionKeyID]
        customerKeyMD5 = try CustomerKey.read(
            fields, .xAmzServerSideEncryptionCustomerAlgorithm, .xAmzServerSideEncryptionCustomerKey,
            .xAmzServerSideEncryptionCustomerKeyMD5)
        if let algorithm {
            guard ["AES256", "aws:kms", "aws:kms:dsse"].contains(algorithm) else {
                throw S3Error(.invalidEncryptionAlgorithm)
                    .with("ArgumentName", "x-amz-server-side-encryption").with("ArgumentValue", algorithm)
            }
            guard customerKeyMD5 == nil else {
                throw .invalidArgument(
                    "x-amz-server-side-encryption", algorithm,
                    "Server Side Encryption with Customer provided key is incompatible with the encryption method "
                        + "specified")
            }
        }
        if keyID != nil, algorithm == nil || algorithm == "AES256" {
            throw .invalidArgument(
                "x-amz-server-side-encryption", algorithm ?? "null",
                "Server Side Encryption with AWS KMS managed key requires HTTP header "
                    + "x-amz-server-side-encryption : aws:kms")
        }
    }
}

/// A key that the client sends with each request about an object.
package enum CustomerKey {
    /// The key's MD5, or nil without such a key. Throws `InvalidArgument` or `InvalidRequest`.
    package static func read(
        _ fields: HTTPFields, _ algorithmName: HTTPField.Name, _ keyName: HTTPField.Name, _ md5Name: HTTPField.Name
    ) throws(S3Error) -> String? {
        let (algorithm, key, md5) = (fields[algorithmName], fields[keyName], fields[md5Name])
        guard algorithm != nil || key != nil || md5 != nil else { return nil }
        guard let algorithm else {
            throw .invalidArgument(
                algorithmName.canonicalName, "null",
                "Requests specifying Server Side Encryption with Customer provided keys must provide a valid "
                    + "encryption algorithm.")
        }
        guard algorithm == "AES256" else {
            throw S3Error(.invalidEncryptionAlgorithm, "The encryption request you specified is not valid.")
                .with("ArgumentName", algorithmName.canonicalName).with("ArgumentValue", algorithm)
        }
        guard let key, let bytes = Data(base64Encoded: key), bytes.count == 32 else {
            throw .invalidArgument(
                keyName.canonicalName, "null",
                "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate "
                    + "secret key.")
        }
        guard let md5, let digest = Data(base64Encoded: md5), digest.count == 16 else {
            throw .invalidArgument(
                md5Name.canonicalName, md5 ?? "null",
                "Requests specifying Server Side Encryption with Customer provided keys must provide the client "
                    + "calculated MD5 of the secret key.")
        }
        return md5
    }
}

/// Retention and legal hold of a new object.
package struct ObjectLockFields: Sendable, Hashable {
    package enum Mode: String, Sendable, Hashable {
        case governance = "GOVERNANCE"
        case compliance = "COMPLIANCE"
    }

    package var mode: Mode?
    package var retainUntil: Date?
    package var hasLegalHold: Bool?

    package init(_ fields: HTTPFields) throws(S3Error) {
        if let text = fields[.xAmzObjectLockMode] {
            guard let mode = Mode(rawValue: text) else {
                throw .invalidArgument("x-amz-object-lock-mode", text, "Unknown wormMode directive.")
            }
            self.mode = mode
        }
        if let text = fields[.xAmzObjectLockRetainUntilDate] {
            guard let date = S3Date.parseISO(text) else {
                throw .invalidArgument(
                    "x-amz-object-lock-retain-until-date", text,
                    "The retain until date must be provided in ISO 8601 format")
            }
            retainUntil = date
        }
        guard (mode == nil) == (retainUntil == nil) else {
            throw .invalidArgument(
                "x-amz-object-lock-mode", mode?.rawValue ?? "null",
                "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied")
        }
        if let text = fields[.xAmzObjectLockLegalHold] {
            guard text == "ON" || text == "OFF" else {
                throw .invalidArgument(
                    "x-amz-object-lock-legal-hold", text, "Legal Hold must be either of 'ON' or 'OFF'")
            }
            hasLegalHold = text == "ON"
        }
    }

    package var isEmpty: Bool { mode == nil && hasLegalHold == nil }
}
