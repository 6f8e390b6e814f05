import HTTPTypes
import IAM
import NIOCore
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
extension S3Call {
    func putObject() async throws -> S3Response {
        let bucket = try bucket()
        let key = try key()
        let input = try authorisedInput(key, in: bucket)
        let attributes = try newAttributes(input, in: bucket)
        let received = try await receiveBody()
        let version = try await store.putObject(
            received.body,
            as: NewObject(
                key: key, attributes: attributes, checksum: received.checksum,
                conditions: WriteConditions(input.conditions), requester: requester),
            in: bucket)
        return S3Response(.ok, fields: writtenFields(version, in: bucket))
    }

    /// What the request says about a new object, for callers who may write it with all of that. Who may not write learns
    /// nothing of what else is wrong.
    func authorisedInput(_ key: ObjectKey, in bucket: Bucket) throws(S3Error) -> PutObjectInput {
        try authorise(.putObject, key, in: bucket)
        let input = try PutObjectInput(request)
        if input.conditions.ifMatch != nil { try authorise(.getObject, key, in: bucket) }
        if input.tags != nil { try authorise(.putObjectTagging, key, in: bucket) }
        if let acl = input.acl {
            try authorise(.putObjectAcl, key, in: bucket)
            try acl.checkForDisabledACLs(in: bucket)
        }
        if input.lock.mode != nil { try authorise(.putObjectRetention, key, in: bucket) }
        if input.lock.hasLegalHold != nil { try authorise(.putObjectLegalHold, key, in: bucket) }
        return input
    }

    /// The attributes of a new object, with the bucket's defaults.
    func newAttributes(_ input: PutObjectInput, in bucket: Bucket) throws(S3Error) -> ObjectAttributes {
        var attributes = ObjectAttributes(input)
        try applyLock(input.lock, to: &attributes, in: bucket)
        if attributes.serverSideEncryption == nil, attributes.customerKeyMD5 == nil,
            let text = bucket.documents[.encryption]
        {
            let standard = try EncryptionConfiguration(ByteBuffer(string: text))
            attributes.serverSideEncryption = standard.algorithm
            attributes.encryptionKeyID = standard.keyID
        }
        return attributes
    }

    /// What is told of a version that was just written.
    func writtenFields(_ version: ObjectVersion, in bucket: Bucket) -> HTTPFields {
        var fields = HTTPFields()
        fields[.eTag] = "\"\(version.eTag.text)\""
        version.attributes.writeEncryption(to: &fields)
        version.checksum?.write(to: &fields)
        if bucket.versioning == .enabled { fields[.xAmzVersionID] = version.versionID.text }
        fields[.xAmzExpiration] = expirationField(of: version, in: bucket)
        return fields
    }
}

extension ACLRequest {
    /// Buckets of today have no access control lists: only what says nothing new is taken. `private`, which many tools
    /// say without being asked, is nothing new unless the bucket's owner has turned lists off by name.
    func checkForDisabledACLs(in bucket: Bucket? = nil) throws(S3Error) {
        switch self {
        case .canned("bucket-owner-full-control"): return
        case .canned("private") where (bucket?.documents[.ownershipControls] ?? "").isEmpty: return
        case .canned, .grants: throw S3Error(.accessControlListNotSupported)
        }
    }
}
