import AWSSigV4
import FoundationEssentials
import HTTPTypes
import IAM
import S3Protocol

/// Who makes a request, and what the signature says about its body.
struct Caller: Sendable {
    var principal: Principal
    var contentHash: ContentHash
    /// Of the body's chunks, where they are signed.
    var chunkSigner: ChunkSigner?
}

extension S3Service {
    /// Verifies the signature. Nil for a request that carries none.
    func authenticate(_ request: S3Request, at now: Date) throws -> Caller? {
        let signingRequest = SigningRequest(request)
        do {
            guard let signature = try verifier.readSignature(of: signingRequest) else { return nil }
            return try authenticate(signature, of: signingRequest, request, at: now)
        } catch SignatureFault.signatureVersion2 {
            return try authenticateVersion2(signingRequest, request, at: now)
        }
    }

    private func authenticate(
        _ signature: RequestSignature, of signingRequest: SigningRequest, _ request: S3Request, at now: Date
    ) throws -> Caller {
        let credentials = try credentials(
            accessKeyID: signature.credential.accessKeyID, sessionToken: signature.sessionToken, at: now)
        let chunkSigner = try verify(signature, of: signingRequest, request, credentials.secretAccessKey, at: now)
        return Caller(
            principal: credentials.principal, contentHash: signature.contentHash ?? .unsigned,
            chunkSigner: chunkSigner)
    }

    private func authenticateVersion2(
        _ signingRequest: SigningRequest, _ request: S3Request, at now: Date
    ) throws -> Caller {
        guard let signature = try PresignedVersion2(of: signingRequest, region: environment.region) else {
            throw SignatureFault.signatureVersion2
        }
        let credentials = try credentials(
            accessKeyID: signature.accessKeyID, sessionToken: signature.sessionToken, at: now)
        try signature.verify(
            signingRequest, virtualHostBucket: request.address.style == .virtualHost ? request.address.bucket : nil,
            secretAccessKey: credentials.secretAccessKey, at: now)
        return Caller(principal: credentials.principal, contentHash: .unsigned, chunkSigner: nil)
    }

    private func credentials(
        accessKeyID: String, sessionToken: String?, at now: Date
    ) throws(S3Error) -> ResolvedCredentials {
        do {
            return try environment.credentials.resolve(
                accessKeyID: accessKeyID, sessionToken: sessionToken, at: now)
        } catch {
            throw S3Error(error, accessKeyID: accessKeyID, sessionToken: sessionToken)
        }
    }

    /// A client that was redirected below its signing signs the name that AWS has for the bucket, and a path without
    /// the bucket: where the request as it came does not fit the signature, that one is tried.
    private func verify(
        _ signature: RequestSignature, of signingRequest: SigningRequest, _ request: S3Request, _ secret: String,
        at now: Date
    ) throws -> ChunkSigner? {
        do {
            return try verifier.verify(signature, of: signingRequest, secretAccessKey: secret, at: now)
        } catch SignatureFault.mismatch(let mismatch) {
            for candidate in signingRequest.redirected(request.address, region: environment.region) {
                do {
                    return try verifier.verify(signature, of: candidate, secretAccessKey: secret, at: now)
                } catch {
                    continue  // The client is told about the request that it sent, not about our guesses.
                }
            }
            throw SignatureFault.mismatch(mismatch)
        }
    }
}

extension SigningRequest {
    init(_ request: S3Request) {
        var headers: [(name: String, value: String)] = [("host", request.authority)]
        headers.reserveCapacity(request.sentFields.count + 1)
        for field in request.sentFields { headers.append((field.name.canonicalName, field.value)) }
        self.init(
            method: request.method.rawValue, path: String(request.rawPath), query: String(request.rawQuery),
            headers: headers)
    }

    /// The same request as its client may have meant to send it to AWS.
    fileprivate func redirected(_ address: S3Address, region: String) -> [SigningRequest] {
        guard address.style == .path, let bucket = address.bucket else { return [] }
        var virtualHost = self
        virtualHost.headers[0].value = "\(bucket).s3.\(region).amazonaws.com"
        let afterBucket = path.utf8.dropFirst().firstIndex(of: UInt8(ascii: "/"))
        virtualHost.path = afterBucket.map { String(path[$0...]) } ?? "/"
        var pathStyle = self
        pathStyle.headers[0].value = "s3.\(region).amazonaws.com"
        return [virtualHost, pathStyle]
    }
}

extension S3Error {
    /// The answer to credentials that are not good.
    init(_ fault: CredentialFault, accessKeyID: String, sessionToken: String?) {
        switch fault {
        case .unknownAccessKeyID:
            self = S3Error(.invalidAccessKeyId).with("AWSAccessKeyId", accessKeyID)
        case .invalidToken:
            self = S3Error(.invalidToken)
        case .expiredToken:
            self = S3Error(.expiredToken)
        }
    }

    /// The answer to a signature that is not good.
    init(_ fault: SignatureFault) {
        let answer = fault.s3Answer
        self.init(
            code: answer.code, status: answer.status, message: answer.message,
            details: answer.details.map { Detail(name: $0.name, value: $0.value) })
    }
}
