import FoundationEssentials
import HTTPTypes
import IAM
import ObjectStore
import S3Protocol

extension S3Call {
    /// What the bucket's policy says of this; `silent` for a bucket without one.
    func policyAnswer(
        _ action: S3Action, _ resource: AuthorizationRequest.Resource, _ bucket: Bucket
    ) throws(S3Error) -> ResourcePolicy.Answer {
        guard let text = bucket.documents[.policy] else { return .silent }
        // Whoever owns the bucket can always mend its policy, whatever that says.
        if Self.policyActions.contains(action), isOwner(of: bucket) { return .silent }
        guard let policy = service.bucketPolicies.value(of: text, in: bucket.name.text) else {
            throw S3Error(.internalError, "the bucket's policy cannot be read")
        }
        let answer = policy.answer(
            ResourcePolicy.Question(
                caller: policyCaller, action: action, resource: resource.arn,
                context: { [self] key in
                    // Of a listing, and of the question whether a key may be known to be missing.
                    if case .bucket(_, let prefix) = resource, key == "s3:prefix" { return prefix.map { [$0] } }
                    return conditionValues(key, in: bucket)
                }))
        if case .denied = answer { return answer }
        let isRestricted = policy.isPublic && publicAccessBlock(of: bucket).restrictsPublicBuckets
        return isRestricted && accountID(of: bucket.owner) != policyCaller?.accountID ? .silent : answer
    }

    private static let policyActions: Set<S3Action> = [.getBucketPolicy, .putBucketPolicy, .deleteBucketPolicy]

    private func isOwner(of bucket: Bucket) -> Bool {
        guard case .administrator(let administrator) = caller?.principal else { return false }
        return administrator.canonicalID == bucket.owner.canonicalID
    }

    private var policyCaller: PolicyCaller? {
        guard let principal = caller?.principal else { return nil }
        let own = principal.text(accountID: environment.owner.accountID)
        switch principal {
        case .administrator(let administrator):
            return PolicyCaller(
                accountID: administrator.accountID, arns: [own], canonicalID: administrator.canonicalID)
        case .session(let session):
            let account = environment.owner.accountID
            return PolicyCaller(
                accountID: account, arns: [own, "arn:aws:iam::\(account):role/\(session.role.name)"], canonicalID: nil)
        }
    }

    /// The call knowing the tags of an object that it is about, where the bucket's policy asks for them.
    func knowingTags(of key: ObjectKey, _ version: VersionSelector, in bucket: Bucket) async throws -> S3Call {
        guard let text = bucket.documents[.policy],
            service.bucketPolicies.value(of: text, in: bucket.name.text)?
                .mentions(conditionPrefix: ConditionKey.existingTag) == true
        else { return self }
        var tags = policyTags
        do {
            tags.existing = try await store.object(key, version: version, in: bucket).attributes.tags
        } catch StoreFault.noSuchKey, StoreFault.noSuchVersion, StoreFault.isDeleteMarker {
            tags.existing = []
        }
        return with(tags)
    }
}

/// Tags that policies of buckets ask for and the request's head does not tell.
struct PolicyTags: Sendable {
    /// Of the object as it is.
    var existing: [ObjectAttributes.Entry] = []
    /// Of the object as it shall be, where they come in the body.
    var new: [ObjectAttributes.Entry] = []
}

/// The condition keys that a request has values for, by their names in lower case.
enum ConditionKey {
    static let existingTag = "s3:existingobjecttag/"
    static let requestTag = "s3:requestobjecttag/"

    /// Whether a policy may ask for this key.
    static func isKnown(_ key: String) -> Bool {
        plain.contains(key) || headers[key] != nil || parameters[key] != nil || key.hasPrefix(existingTag)
            || key.hasPrefix(requestTag)
    }

    /// Keys that are worked out.
    static let plain: Set<String> = [
        "aws:sourceip", "aws:securetransport", "aws:currenttime", "aws:epochtime", "aws:principalarn",
        "aws:principalaccount", "aws:principaltype", "aws:resourceaccount", "s3:resourceaccount", "aws:username",
        "s3:prefix", "s3:authtype", "s3:signatureversion", "s3:requestobjecttagkeys", "s3:locationconstraint",
    ]

    /// Keys that are header fields.
    static let headers: [String: HTTPField.Name] = [
        "aws:referer": .referer, "aws:useragent": .userAgent, "s3:x-amz-acl": .xAmzACL,
        "s3:x-amz-copy-source": .xAmzCopySource, "s3:x-amz-metadata-directive": .xAmzMetadataDirective,
        "s3:x-amz-content-sha256": .xAmzContentSHA256, "s3:x-amz-storage-class": .xAmzStorageClass,
        "s3:x-amz-server-side-encryption": .xAmzServerSideEncryption,
        "s3:x-amz-server-side-encryption-aws-kms-key-id": .xAmzServerSideEncryptionKeyID,
        "s3:x-amz-server-side-encryption-customer-algorithm": .xAmzServerSideEncryptionCustomerAlgorithm,
        "s3:x-amz-website-redirect-location": .xAmzWebsiteRedirectLocation,
        "s3:x-amz-grant-full-control": .init("x-amz-grant-full-control")!,
        "s3:x-amz-grant-read": .init("x-amz-grant-read")!, "s3:x-amz-grant-write": .init("x-amz-grant-write")!,
        "s3:x-amz-grant-read-acp": .init("x-amz-grant-read-acp")!,
        "s3:x-amz-grant-write-acp": .init("x-amz-grant-write-acp")!,
        "s3:object-lock-mode": .xAmzObjectLockMode, "s3:object-lock-legal-hold": .xAmzObjectLockLegalHold,
        "s3:object-lock-retain-until-date": .xAmzObjectLockRetainUntilDate, "s3:if-match": .ifMatch,
        "s3:if-none-match": .ifNoneMatch, "s3:x-amz-object-ownership": .xAmzObjectOwnership,
    ]

    /// Keys that are parameters of the query.
    static let parameters: [String: String] = [
        "s3:delimiter": "delimiter", "s3:max-keys": "max-keys", "s3:versionid": "versionId",
    ]
}

extension S3Call {
    /// The request's values for a condition key; nil when it has none.
    fileprivate func conditionValues(_ key: String, in bucket: Bucket) -> [String]? {
        if let name = ConditionKey.headers[key] {
            guard var value = request.fields[name] else { return nil }
            if name == .xAmzCopySource, value.hasPrefix("/") { value.removeFirst() }
            return [value]
        }
        if let name = ConditionKey.parameters[key] { return request.query[name].map { [$0] } }
        if key.hasPrefix(ConditionKey.existingTag) {
            return Self.tag(key, ConditionKey.existingTag, policyTags.existing)
        }
        if key.hasPrefix(ConditionKey.requestTag) { return Self.tag(key, ConditionKey.requestTag, requestTags) }
        return workedOut(key, in: bucket).map { [$0] }
            ?? (key == "s3:requestobjecttagkeys" && !requestTags.isEmpty ? requestTags.map(\.name) : nil)
    }

    private func workedOut(_ key: String, in bucket: Bucket) -> String? {
        switch key {
        case "aws:sourceip": request.remoteAddress
        case "aws:securetransport": request.isEncrypted ? "true" : "false"
        case "aws:currenttime": S3Date.iso(time)
        case "aws:epochtime": String(Int(time.timeIntervalSince1970))
        case "aws:principalarn": policyCaller?.arns.last
        case "aws:principalaccount": policyCaller?.accountID
        case "aws:principaltype":
            switch caller?.principal {
            case .administrator: "User"
            case .session: "AssumedRole"
            case nil: "Anonymous"
            }
        case "aws:resourceaccount", "s3:resourceaccount": accountID(of: bucket.owner)
        case "aws:username":
            if case .administrator(let administrator) = caller?.principal { administrator.name } else { nil }
        case "s3:authtype":
            if request.operation == .postObject {
                "POST"
            } else if caller == nil {
                nil
            } else {
                request.query.contains("X-Amz-Signature") || request.query.contains("Signature")
                    ? "REST-QUERY-STRING" : "REST-HEADER"
            }
        case "s3:signatureversion":
            caller == nil ? nil : request.query.contains("Signature") ? "AWS" : "AWS4-HMAC-SHA256"
        case "s3:locationconstraint": environment.region
        default: nil
        }
    }

    /// Tags' names keep their letter case, and condition keys have none: the names are compared without.
    private static func tag(_ key: String, _ prefix: String, _ tags: [ObjectAttributes.Entry]) -> [String]? {
        let name = key.dropFirst(prefix.count)
        return tags.first { $0.name.lowercased() == name }.map { [$0.value] }
    }

    private var requestTags: [ObjectAttributes.Entry] {
        guard let text = request.fields[.xAmzTagging] else { return policyTags.new }
        // A header that is no list of tags is refused by whoever reads it; to a policy it has none.
        return (try? Tag.parseHeader(text))?.map { .init(name: $0.key, value: $0.value) } ?? []
    }
}
