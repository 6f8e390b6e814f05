import IAM
import ObjectStore
import S3Protocol

// Every access is decided here, by one set of rules for the whole request.
extension S3Call {
    /// Throws `AccessDenied`, saying why, unless the caller may do this to the object.
    func authorise(_ action: S3Action, _ key: ObjectKey, in bucket: Bucket) throws(S3Error) {
        try authorise(action, .object(bucket: bucket.name.text, key: key.text), owner: bucket.owner)
    }

    /// The same for the bucket itself.
    func authorise(_ action: S3Action, in bucket: Bucket) throws(S3Error) {
        try authorise(action, .bucket(bucket.name.text, prefix: nil), owner: bucket.owner)
    }

    /// The same for a listing. Only the prefix that was sent counts; without one there is nothing to match.
    func authoriseListing(_ action: S3Action, prefix: String?, in bucket: Bucket) throws(S3Error) {
        try authorise(action, .bucket(bucket.name.text, prefix: prefix), owner: bucket.owner)
    }

    /// The same for what concerns no bucket.
    func authorise(_ action: S3Action) throws(S3Error) {
        try authorise(action, .service, owner: nil)
    }

    /// Whether the caller may do this to the object; the answer is on record, and refuses nothing by itself.
    func decision(
        _ action: S3Action, _ key: ObjectKey, in bucket: Bucket
    ) throws(S3Error) -> (request: AuthorizationRequest, decision: Decision) {
        let request = try question(action, .object(bucket: bucket.name.text, key: key.text), owner: bucket.owner)
        let decision = rules.authorizer.decide(request)
        decisions.append(request, decision)
        return (request, decision)
    }

    /// Whether the caller may know that a key is missing: S3 asks for the right to list with the key as prefix.
    func mayKnowAbsence(of key: ObjectKey, in bucket: Bucket) throws(S3Error) -> Bool {
        let request = try question(
            .listBucket, .bucket(bucket.name.text, prefix: key.text), owner: bucket.owner)
        return rules.authorizer.decide(request).isAllowed
    }

    /// The refusal that a decision means, in words for the developer.
    func denied(_ request: AuthorizationRequest, _ decision: Decision) -> S3Error {
        let explanation = environment.explain(request, decision).map { ": " + $0 } ?? ""
        return S3Error(.accessDenied, S3ErrorCode.accessDenied.message + explanation)
    }

    /// The refusal to say that a key is missing.
    func deniedAbsence(of key: ObjectKey, in bucket: Bucket) -> S3Error {
        S3Error(
            .accessDenied,
            "\(S3ErrorCode.accessDenied.message): there is no object `\(key.text)`, and S3 says so only to those who "
                + "may list it; `list` (or `read`) on its path would turn this answer into NoSuchKey")
    }

    private func authorise(
        _ action: S3Action, _ resource: AuthorizationRequest.Resource, owner: Owner?
    ) throws(S3Error) {
        let request = try question(action, resource, owner: owner)
        let decision = rules.authorizer.decide(request)
        decisions.append(request, decision)
        guard decision.isAllowed else { throw denied(request, decision) }
    }

    private func question(
        _ action: S3Action, _ resource: AuthorizationRequest.Resource, owner: Owner?
    ) throws(S3Error) -> AuthorizationRequest {
        guard let caller else {
            throw S3Error(
                .accessDenied,
                "\(S3ErrorCode.accessDenied.message): the request is not signed, and nothing here is public; "
                    + "guests sign, too, with the identity pool's credentials")
        }
        return AuthorizationRequest(
            principal: caller.principal, action: action, resource: resource, bucketOwner: owner.map(accountID))
    }
}
