import FoundationEssentials
import HTTPTypes
import IAM
import NIOCore
import ObjectStore
import S3Protocol

// Reference: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
extension S3Call {
    func getObjectLockConfiguration() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.getBucketObjectLockConfiguration, in: bucket)
        guard bucket.isObjectLockEnabled else {
            throw S3Error(.objectLockConfigurationNotFound).with("BucketName", bucket.name.text)
        }
        return S3Response(
            xml: bucket.documents[.objectLock].map { ByteBuffer(string: $0) } ?? ObjectLockConfiguration().document)
    }

    func putObjectLockConfiguration() async throws -> S3Response {
        let bucket = try bucket()
        try authorise(.putBucketObjectLockConfiguration, in: bucket)
        let document = try await receiveDocument(upTo: Self.maximumDocumentLengthInBytes)
        let configuration = try ObjectLockConfiguration(document)
        if !bucket.isObjectLockEnabled {
            guard bucket.versioning == .enabled else {
                throw S3Error(
                    .invalidBucketState,
                    "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
            }
            try await store.enableObjectLock(of: bucket)
        }
        try await store.setDocument(.objectLock, to: String(buffer: configuration.document), of: bucket)
        return S3Response(.ok)
    }

    func getObjectRetention() async throws -> S3Response {
        let target = try await lockTarget(.getObjectRetention)
        let version = try await store.object(target.key, version: target.version, in: target.bucket)
        guard let retention = version.attributes.retention else { throw S3Error(.noSuchObjectLockConfiguration) }
        return S3Response(
            xml: ObjectRetention(
                mode: retention.mode == .compliance ? .compliance : .governance, until: retention.until
            ).document)
    }

    func putObjectRetention() async throws -> S3Response {
        let target = try await lockTarget(.putObjectRetention)
        let retention = try ObjectRetention.parse(
            try await receiveDocument(upTo: Self.maximumDocumentLengthInBytes))
        if let retention, retention.until <= time {
            throw S3Error(.invalidArgument, "The retain until date must be in the future!")
        }
        if bypassesGovernance { try authorise(.bypassGovernanceRetention, target.key, in: target.bucket) }
        let bypasses = bypassesGovernance
        let now = time
        _ = try await store.updateAttributes(
            of: target.key, version: target.version, in: target.bucket, requester: requester, event: nil
        ) { attributes in
            guard attributes.allows(retention, bypassingGovernance: bypasses, at: now) else {
                throw S3Error(.accessDenied, "Access Denied because object protected by object lock.")
            }
            attributes.retention = retention.map { ObjectAttributes.Retention($0) }
        }
        return S3Response(.ok)
    }

    func getObjectLegalHold() async throws -> S3Response {
        let target = try await lockTarget(.getObjectLegalHold)
        let version = try await store.object(target.key, version: target.version, in: target.bucket)
        return S3Response(xml: (version.attributes.hasLegalHold ? LegalHold.on : .off).document)
    }

    func putObjectLegalHold() async throws -> S3Response {
        let target = try await lockTarget(.putObjectLegalHold)
        let hold = try LegalHold(try await receiveDocument(upTo: Self.maximumDocumentLengthInBytes))
        _ = try await store.updateAttributes(
            of: target.key, version: target.version, in: target.bucket, requester: requester, event: nil
        ) { $0.hasLegalHold = hold == .on }
        return S3Response(.ok)
    }

    /// An object in a bucket that has locks.
    private func lockTarget(_ action: S3Action) async throws -> ObjectTarget {
        let target = try await target(action)
        guard target.bucket.isObjectLockEnabled else {
            throw S3Error(.invalidRequest, "Bucket is missing Object Lock Configuration")
        }
        return target
    }

    /// Puts the locks of a new object on it: those of the request or, without any, the bucket's.
    func applyLock(
        _ lock: ObjectLockFields, to attributes: inout ObjectAttributes, in bucket: Bucket
    ) throws(S3Error) {
        guard bucket.isObjectLockEnabled else {
            guard lock.isEmpty else {
                throw S3Error(.invalidRequest, "Bucket is missing Object Lock Configuration")
            }
            return
        }
        attributes.hasLegalHold = lock.hasLegalHold ?? false
        if let mode = lock.mode, let until = lock.retainUntil {
            guard until > time else {
                throw S3Error(.invalidArgument, "The retain until date must be in the future!")
            }
            attributes.retention = .init(ObjectRetention(mode: mode, until: until))
        } else if let text = bucket.documents[.objectLock] {
            let configuration = try ObjectLockConfiguration(ByteBuffer(string: text))
            attributes.retention = configuration.retention(of: time).map { .init($0) }
        }
    }
}

extension ObjectAttributes.Retention {
    init(_ retention: ObjectRetention) {
        self.init(mode: retention.mode == .compliance ? .compliance : .governance, until: retention.until)
    }
}

extension ObjectAttributes {
    /// Whether this retention may be put in the place of the present one: a longer one of the same mode always; another
    /// only under governance, and only for those who bypass it.
    func allows(_ new: ObjectRetention?, bypassingGovernance: Bool, at now: Date) -> Bool {
        guard let present = retention, present.until > now else { return true }
        let mode: RetentionMode? = new.map { $0.mode == .compliance ? .compliance : .governance }
        if let new, new.until >= present.until, mode == present.mode { return true }
        return present.mode == .governance && bypassingGovernance
    }
}
