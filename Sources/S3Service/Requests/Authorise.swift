import IAM
import ObjectStore
import S3Protocol

// Every access is decided here, by one set of rules for the whole request and, where the bucket has one, its policy.
extension S3Call {
    /// Throws `AccessDenied`, saying why, unless the caller may do this to the object.
    func authorise(_ action: S3Action, _ key: ObjectKey, in bucket: Bucket) throws(S3Error) {
        try authorise(action, .object(bucket: bucket.name.text, key: key.text), bucket)
    }

    /// The same for the bucket itself.
    func authorise(_ action: S3Action, in bucket: Bucket) throws(S3Error) {
        try authorise(action, .bucket(bucket.name.text, prefix: nil), bucket)
    }

    /// The same for a listing. Only the prefix that was sent counts; without one there is nothing to match.
    func authoriseListing(_ action: S3Action, prefix: String?, in bucket: Bucket) throws(S3Error) {
        try authorise(action, .bucket(bucket.name.text, prefix: prefix), bucket)
    }

    /// The same for what concerns no bucket.
    func authorise(_ action: S3Action) throws(S3Error) {
        try authorise(action, .service, nil)
    }

    /// Whether the caller may do this to the object; the answer is on record, and refuses nothing by itself.
    func verdict(_ action: S3Action, _ key: ObjectKey, in bucket: Bucket) throws(S3Error) -> AccessVerdict {
        let verdict = try decide(action, .object(bucket: bucket.name.text, key: key.text), bucket)
        record(verdict)
        return verdict
    }

    /// Whether the caller may know that a key is missing: S3 asks for the right to list with the key as prefix.
    func mayKnowAbsence(of key: ObjectKey, in bucket: Bucket) throws(S3Error) -> Bool {
        try decide(.listBucket, .bucket(bucket.name.text, prefix: key.text), bucket).isAllowed
    }

    /// The refusal that a verdict means, in words for the developer.
    func denied(_ verdict: AccessVerdict) -> S3Error {
        let explanation: String? =
            switch verdict.policyAnswer {
            case .denied(let statement):
                "the bucket's policy denies it" + (statement.map { ", statement `\($0)`" } ?? "")
            case .silent, .allowed, .allowedToAccount:
                if let (request, decision) = verdict.ruling {
                    environment.explain(request, decision)
                } else {
                    "the request is not signed, and nothing here is public unless a bucket's policy says so; guests "
                        + "sign, too, with the identity pool's credentials"
                }
            }
        return S3Error(.accessDenied, S3ErrorCode.accessDenied.message + (explanation.map { ": " + $0 } ?? ""))
    }

    /// The refusal to say that a key is missing.
    func deniedAbsence(of key: ObjectKey, in bucket: Bucket) -> S3Error {
        S3Error(
            .accessDenied,
            "\(S3ErrorCode.accessDenied.message): there is no object `\(key.text)`, and S3 says so only to those who "
                + "may list it; `list` (or `read`) on its path would turn this answer into NoSuchKey")
    }

    private func authorise(
        _ action: S3Action, _ resource: AuthorizationRequest.Resource, _ bucket: Bucket?
    ) throws(S3Error) {
        let verdict = try decide(action, resource, bucket)
        record(verdict)
        guard verdict.isAllowed else { throw denied(verdict) }
    }

    private func record(_ verdict: AccessVerdict) {
        if let (request, decision) = verdict.ruling { decisions.append(request, decision) }
    }

    private func decide(
        _ action: S3Action, _ resource: AuthorizationRequest.Resource, _ bucket: Bucket?
    ) throws(S3Error) -> AccessVerdict {
        let answer = try bucket.map { bucket throws(S3Error) in
            try policyAnswer(action, resource, bucket)
        }
        guard let caller else { return AccessVerdict(ruling: nil, policyAnswer: answer ?? .silent) }
        let request = AuthorizationRequest(
            principal: caller.principal, action: action, resource: resource,
            bucketOwner: bucket.map { accountID(of: $0.owner) })
        var decision = rules.authorizer.decide(request)
        if let answer { decision.apply(answer, asks: caller.principal) }
        return AccessVerdict(ruling: (request, decision), policyAnswer: answer ?? .silent)
    }
}

/// What the rules and the bucket's policy make of one access.
struct AccessVerdict {
    /// What was asked and decided; nil for requests that are not signed.
    var ruling: (request: AuthorizationRequest, decision: Decision)?
    var policyAnswer: ResourcePolicy.Answer

    var isAllowed: Bool { ruling.map(\.decision.isAllowed) ?? (policyAnswer == .allowed) }
    var isExplicitlyDenied: Bool {
        if case .denied = policyAnswer { return true }
        return ruling?.decision.outcome == .explicitDeny
    }
}

extension Decision {
    /// Adds what the bucket's policy says to what the caller's own policies said.
    ///
    /// Reference: IAM User Guide, "Cross-account policy evaluation logic".
    fileprivate mutating func apply(_ answer: ResourcePolicy.Answer, asks principal: Principal) {
        switch answer {
        case .silent: return
        case .denied: self = Decision(.explicitDeny, generation: generation)
        case .allowed where outcome == .implicitDeny: self = Decision(.allow, generation: generation)
        case .allowedToAccount where outcome == .implicitDeny:
            // Whom the account lets in is told by its own policies; those of an administrator let in everywhere.
            if case .administrator = principal { self = Decision(.allow, generation: generation) }
        case .allowed, .allowedToAccount: return
        }
    }
}
