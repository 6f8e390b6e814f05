package import FoundationEssentials
import OpenSSL

/// Signs requests as a client does.
package struct RequestSigner: Sendable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String?
    package var region: String
    package var service: String

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, region: String, service: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
    }

    /// The request with all headers that its signature needs, the `Authorization` header last. All headers are signed.
    package func sign(_ request: SigningRequest, contentHash: ContentHash, at now: Date) -> SigningRequest {
        signWithChunks(request, contentHash: contentHash, at: now).request
    }

    /// Also gives the signer of the body's chunks.
    package func signWithChunks(
        _ request: SigningRequest, contentHash: ContentHash, at now: Date
    ) -> (request: SigningRequest, chunks: ChunkSigner) {
        let time = Timestamp(now)
        var request = request
        request.setHeader("x-amz-date", time.basic)
        if let sessionToken { request.setHeader("x-amz-security-token", sessionToken) }
        if service == "s3" { request.setHeader("x-amz-content-sha256", contentHash.text) }
        let names = Set(request.headers.map { $0.name.lowercased() }).sorted().joined(separator: ";")
        let scope = CredentialScope(day: time.day, region: region, service: service)
        let key = SigningKey(secretAccessKey: secretAccessKey, scope: scope)
        let signature = signature(
            of: request, signedHeaders: names, contentHash: contentHash, time: time, scope: scope, key: key)
        let credential = SigningCredential(accessKeyID: accessKeyID, scope: scope).text
        request.headers.append(
            (
                "Authorization",
                "\(RequestSignature.algorithm) Credential=\(credential),SignedHeaders=\(names),Signature=\(signature)"
            ))
        return (request, ChunkSigner(seedSignature: signature, key: key, time: time, scope: scope))
    }

    /// The request with a query that authenticates it for so many seconds. All its headers are signed.
    package func presign(_ request: SigningRequest, expiresInSeconds: Int, at now: Date) -> SigningRequest {
        let time = Timestamp(now)
        let scope = CredentialScope(day: time.day, region: region, service: service)
        let names = Set(request.headers.map { $0.name.lowercased() }).sorted().joined(separator: ";")
        var parameters = [
            ("X-Amz-Algorithm", RequestSignature.algorithm),
            ("X-Amz-Credential", SigningCredential(accessKeyID: accessKeyID, scope: scope).text),
            ("X-Amz-Date", time.basic), ("X-Amz-Expires", String(expiresInSeconds)), ("X-Amz-SignedHeaders", names),
        ]
        if let sessionToken { parameters.append(("X-Amz-Security-Token", sessionToken)) }
        var request = request
        for (name, value) in parameters {
            request.query += (request.query.isEmpty ? "" : "&") + name + "=" + PercentEncoding.encode(value, in: .query)
        }
        let signature = signature(
            of: request, signedHeaders: names, contentHash: .unsigned, time: time, scope: scope,
            key: SigningKey(secretAccessKey: secretAccessKey, scope: scope))
        request.query += "&X-Amz-Signature=" + signature
        return request
    }

    private func signature(
        of request: SigningRequest, signedHeaders: String, contentHash: ContentHash, time: Timestamp,
        scope: CredentialScope, key: SigningKey
    ) -> String {
        let canonicalRequest = CanonicalRequest(
            request, signedHeaders: signedHeaders, contentHash: contentHash.text, pathForm: .asSent)
        return key.sign(StringToSign(canonicalRequest: canonicalRequest, time: time, scope: scope))
    }
}

extension SigningRequest {
    fileprivate mutating func setHeader(_ name: String, _ value: String) {
        headers.removeAll { $0.name.lowercased() == name }
        headers.append((name, value))
    }
}
