import FoundationEssentials
import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

/// One request on its way: what it asks, who asks, and by which rules it is decided.
///
/// A class, since it goes from step to step: as a value, each would copy the whole request.
final class S3Call: Sendable {
    let service: S3Service
    let request: S3Request
    let requestID: String
    let time: Date
    /// Nil for a request that is not signed.
    let caller: Caller?
    let rules: RulesInForce
    let decisions: DecisionLog
    let policyTags: PolicyTags

    init(
        service: S3Service, request: S3Request, requestID: String, time: Date, caller: Caller?, rules: RulesInForce,
        decisions: DecisionLog, policyTags: PolicyTags = PolicyTags()
    ) {
        self.service = service
        self.request = request
        self.requestID = requestID
        self.time = time
        self.caller = caller
        self.rules = rules
        self.decisions = decisions
        self.policyTags = policyTags
    }

    /// The same call, knowing these tags.
    func with(_ policyTags: PolicyTags) -> S3Call {
        S3Call(
            service: service, request: request, requestID: requestID, time: time, caller: caller, rules: rules,
            decisions: decisions, policyTags: policyTags)
    }

    /// The same call with other header fields, made by another caller.
    func with(fields: HTTPFields, caller: Caller?) -> S3Call {
        var request = request
        request.fields = fields
        return S3Call(
            service: service, request: request, requestID: requestID, time: time, caller: caller, rules: rules,
            decisions: decisions)
    }

    var environment: S3Service.Environment { service.environment }
    var store: ObjectStore { environment.store }

    /// Does what the request asks. Only this function knows all operations.
    func perform() async throws -> S3Response {
        try request.verifyCustomerKeys()
        return switch request.operation {
        case .listBuckets: try await listBuckets()

        case .createBucket: try await createBucket()
        case .deleteBucket: try await deleteBucket()
        case .headBucket: try await headBucket()
        case .getBucketLocation: try await getBucketLocation()
        case .listObjects: try await listObjects()
        case .listObjectsV2: try await listObjectsV2()
        case .listObjectVersions: try await listObjectVersions()
        case .listMultipartUploads: try await listMultipartUploads()
        case .deleteObjects: try await deleteObjects()
        case .postObject: try await postObject()

        case .getBucketVersioning: try await getBucketVersioning()
        case .putBucketVersioning: try await putBucketVersioning()
        case .getBucketTagging: try await getBucketTagging()
        case .putBucketTagging: try await putBucketTagging()
        case .deleteBucketTagging: try await deleteBucketTagging()
        case .getBucketCors: try await getBucketCors()
        case .putBucketCors: try await putBucketCors()
        case .deleteBucketCors: try await deleteBucketCors()
        case .getBucketLifecycleConfiguration: try await getBucketLifecycleConfiguration()
        case .putBucketLifecycleConfiguration: try await putBucketLifecycleConfiguration()
        case .deleteBucketLifecycle: try await deleteBucketLifecycle()
        case .getBucketEncryption: try await getBucketEncryption()
        case .putBucketEncryption: try await putBucketEncryption()
        case .deleteBucketEncryption: try await deleteBucketEncryption()
        case .getPublicAccessBlock: try await getPublicAccessBlock()
        case .putPublicAccessBlock: try await putPublicAccessBlock()
        case .deletePublicAccessBlock: try await deletePublicAccessBlock()
        case .getBucketOwnershipControls: try await getBucketOwnershipControls()
        case .putBucketOwnershipControls: try await putBucketOwnershipControls()
        case .deleteBucketOwnershipControls: try await deleteBucketOwnershipControls()
        case .getBucketRequestPayment: try await getBucketRequestPayment()
        case .putBucketRequestPayment: try await putBucketRequestPayment()
        case .getBucketNotificationConfiguration: try await getBucketNotificationConfiguration()
        case .putBucketNotificationConfiguration: try await putBucketNotificationConfiguration()
        case .getBucketLogging: try await getBucketLogging()
        case .putBucketLogging: try await putBucketLogging()
        case .getBucketAccelerateConfiguration: try await getBucketAccelerateConfiguration()
        case .getBucketWebsite: try await getBucketWebsite()
        case .deleteBucketWebsite: try await deleteBucketWebsite()
        case .getBucketReplication: try await getBucketReplication()
        case .deleteBucketReplication: try await deleteBucketReplication()
        case .getBucketPolicy: try await getBucketPolicy()
        case .putBucketPolicy: try await putBucketPolicy()
        case .getBucketPolicyStatus: try await getBucketPolicyStatus()
        case .deleteBucketPolicy: try await deleteBucketPolicy()
        case .getBucketAcl: try await getBucketAcl()
        case .putBucketAcl: try await putBucketAcl()
        case .getObjectLockConfiguration: try await getObjectLockConfiguration()
        case .putObjectLockConfiguration: try await putObjectLockConfiguration()

        case .getObject: try await getObject()
        case .headObject: try await headObject()
        case .putObject: try await putObject()
        case .copyObject: try await copyObject()
        case .deleteObject: try await deleteObject()
        case .getObjectAcl: try await getObjectAcl()
        case .putObjectAcl: try await putObjectAcl()
        case .getObjectAttributes: try await getObjectAttributes()
        case .getObjectTagging: try await getObjectTagging()
        case .putObjectTagging: try await putObjectTagging()
        case .deleteObjectTagging: try await deleteObjectTagging()
        case .getObjectRetention: try await getObjectRetention()
        case .putObjectRetention: try await putObjectRetention()
        case .getObjectLegalHold: try await getObjectLegalHold()
        case .putObjectLegalHold: try await putObjectLegalHold()

        case .createMultipartUpload: try await createMultipartUpload()
        case .uploadPart: try await uploadPart()
        case .uploadPartCopy: try await uploadPartCopy()
        case .completeMultipartUpload: try await completeMultipartUpload()
        case .abortMultipartUpload: try await abortMultipartUpload()
        case .listParts: try await listParts()

        default: throw S3Error.notImplemented(request.operation.rawValue)
        }
    }
}

extension S3Call {
    /// The bucket that the request is about. Throws when it is missing, retired, or not its expected owner's.
    func bucket() throws -> Bucket {
        try bucket(named: request.bucket, expectedOwner: request.fields[.xAmzExpectedBucketOwner])
    }

    func bucket(named name: String, expectedOwner: String?) throws -> Bucket {
        let bucket = try store.bucket(named: name)
        if let expectedOwner {
            guard expectedOwner.utf8.count == 12, expectedOwner.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                throw S3Error.invalidArgument(
                    "x-amz-expected-bucket-owner", expectedOwner,
                    "The value of the expected bucket owner parameter must be an AWS account ID")
            }
            guard accountID(of: bucket.owner) == expectedOwner else { throw S3Error(.accessDenied) }
        }
        return bucket
    }

    /// The key that the request is about.
    func key() throws -> ObjectKey {
        try objectKey(request.key)
    }

    func objectKey(_ text: String) throws(S3Error) -> ObjectKey {
        guard let key = ObjectKey(text) else {
            throw S3Error(.keyTooLong).with("Size", String(text.utf8.count))
                .with("MaxSizeAllowed", String(ObjectKey.maximumLengthInBytes))
        }
        return key
    }

    /// The version that a text names. Throws for one that no version can have.
    func version(_ text: String?) throws(S3Error) -> VersionSelector {
        guard let text else { return .latest }
        guard let version = VersionID(text) else {
            throw .invalidArgument("versionId", text, "Invalid version id specified")
        }
        return .version(version)
    }

    /// Whose behalf the store's changes are recorded on.
    var requester: Requester {
        Requester(
            principal: caller?.principal.text(accountID: environment.owner.accountID) ?? "Anonymous",
            sourceAddress: request.remoteAddress, requestID: requestID)
    }

    /// The account of an owner; some account that is nobody's when it is neither ours nor the caller's.
    func accountID(of owner: Owner) -> String {
        if owner.canonicalID == environment.owner.canonicalID { return environment.owner.accountID }
        if case .administrator(let administrator) = caller?.principal, administrator.canonicalID == owner.canonicalID {
            return administrator.accountID
        }
        return "000000000000"
    }
}

extension Principal {
    /// As AWS would name it: the ARN of a user, or of a role's session.
    func text(accountID: String) -> String {
        switch self {
        case .administrator(let administrator): "arn:aws:iam::\(administrator.accountID):user/\(administrator.name)"
        case .session(let session):
            // Cognito gives all sessions of a role the same name, so S3 cannot tell its users apart.
            "arn:aws:sts::\(accountID):assumed-role/\(session.role.name)/CognitoIdentityCredentials"
        }
    }

    /// As owner of a bucket or initiator of an upload.
    func owner(_ account: AccountOwner) -> Owner {
        switch self {
        case .administrator(let administrator):
            Owner(canonicalID: administrator.canonicalID, displayName: administrator.name)
        case .session:
            Owner(canonicalID: text(accountID: account.accountID), displayName: "CognitoIdentityCredentials")
        }
    }
}

extension Role {
    /// In words.
    var name: String {
        switch self {
        case .guest: "guest"
        case .authenticated: "authenticated"
        case .group(let name): "group-\(name)"
        case .function(let name): "function-\(name)"
        }
    }
}
