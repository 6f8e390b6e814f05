package import FoundationEssentials
import OpenSSL

/// Reads and verifies the signatures of requests to one service.
///
/// Use: `readSignature` says who claims to ask; the caller finds the secret behind that access key id; `verify` tells
/// whether the claim holds.
package struct SignatureVerifier: Sendable {
    /// `s3`, `cognito-idp`, `sts`.
    package let service: String
    /// The only region to accept; any if nil.
    package let region: String?
    private let keys: SigningKeyCache

    /// The clocks may differ by so much.
    private static let toleranceInSeconds = 900
    private static let longestExpiryInSeconds = 604_800

    package init(service: String, region: String?, keys: SigningKeyCache = SigningKeyCache()) {
        self.service = service
        self.region = region
        self.keys = keys
    }

    /// The signature that the request carries, in its `Authorization` header or its query; nil if it carries none.
    package func readSignature(of request: SigningRequest) throws(SignatureFault) -> RequestSignature? {
        let authorization = request.header("authorization")
        // A cheap look first: most queries have nothing to do with signatures.
        let mayBePresigned = request.query.withBytes { $0.contains("X-Amz-") || $0.contains("Signature=") }
        guard mayBePresigned else {
            guard let authorization else { return nil }
            return try readHeader(authorization, of: request)
        }
        let query = QueryParameters(request.query)
        let hasVersion4 = query["X-Amz-Algorithm"] != nil || query["X-Amz-Signature"] != nil
        let hasVersion2 = query["Signature"] != nil && query["AWSAccessKeyId"] != nil
        if let authorization {
            guard !hasVersion4, !hasVersion2 else { throw .severalMechanisms }
            return try readHeader(authorization, of: request)
        }
        guard !hasVersion2 else { throw .signatureVersion2 }
        return hasVersion4 ? try readQuery(query, of: request) : nil
    }

    /// Returns if the secret made this signature for this request, and the time is right.
    ///
    /// - Parameter bodyHash: hexadecimal SHA-256 of the body, for services other than S3, where no header tells it.
    /// - Returns: the signer of the body's chunks, for the forms of content hash that have some.
    @discardableResult
    package func verify(
        _ signature: RequestSignature, of request: SigningRequest, secretAccessKey: String, bodyHash: String? = nil,
        at now: Date
    ) throws(SignatureFault) -> ChunkSigner? {
        try checkScope(signature)
        try checkTime(signature, at: Timestamp(now))
        try checkSignedHeaders(signature, of: request)
        let scope = signature.credential.scope
        let key = keys.key(secretAccessKey: secretAccessKey, scope: scope)
        let contentHash = bodyHash ?? signature.contentHash?.text ?? ContentHash.unsigned.text
        let canonicalRequest = CanonicalRequest(
            request, signedHeaders: signature.signedHeaders, contentHash: contentHash, pathForm: .asSent)
        let stringToSign = StringToSign(canonicalRequest: canonicalRequest, time: signature.time, scope: scope)
        guard
            ConstantTime.equal(key.sign(stringToSign), signature.signature)
                || isSignedWithStrictPath(signature, of: request, key: key, contentHash: contentHash)
        else {
            throw .mismatch(
                SignatureFault.Mismatch(
                    accessKeyID: signature.credential.accessKeyID, stringToSign: stringToSign.text,
                    signatureProvided: signature.signature, canonicalRequest: canonicalRequest.text))
        }
        switch signature.contentHash {
        case .signedChunks, .signedChunksWithTrailer:
            return ChunkSigner(seedSignature: signature.signature, key: key, time: signature.time, scope: scope)
        default: return nil
        }
    }

    /// The second chance, for paths that came less encoded than they were signed.
    private func isSignedWithStrictPath(
        _ signature: RequestSignature, of request: SigningRequest, key: SigningKey, contentHash: String
    ) -> Bool {
        let canonicalRequest = CanonicalRequest(
            request, signedHeaders: signature.signedHeaders, contentHash: contentHash, pathForm: .reencoded)
        let stringToSign = StringToSign(
            canonicalRequest: canonicalRequest, time: signature.time, scope: signature.credential.scope)
        return ConstantTime.equal(key.sign(stringToSign), signature.signature)
    }
}

// What the request says.
extension SignatureVerifier {
    /// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`
    private func readHeader(
        _ authorization: String, of request: SigningRequest
    ) throws(SignatureFault) -> RequestSignature {
        let isVersion4 = authorization.withBytes { bytes in
            bytes.has("AWS4-HMAC-SHA256 ", at: 0)
        }
        guard isVersion4 else {
            throw authorization.hasPrefix("AWS ") ? .signatureVersion2 : .unknownScheme(header: authorization)
        }
        let components = HeaderComponents(authorization)
        guard components.hasCredential else { throw .missingComponent(name: "Credential") }
        guard let signedHeaders = components.signedHeaders else { throw .missingComponent(name: "SignedHeaders") }
        guard let signature = components.signature else { throw .missingComponent(name: "Signature") }
        guard let credential = components.credential else { throw .malformedCredential(.header) }
        let time = request.header("x-amz-date").map(Self.readTime) ?? request.header("date").map(Self.readTime)
        guard let time = time ?? nil else { throw .missingDate }
        guard credential.scope.day == time.day else {
            throw .wrongDay(.header, found: credential.scope.day, time: time.basic)
        }
        return RequestSignature(
            location: .header, credential: credential, time: time, signedHeaders: signedHeaders,
            signature: signature, sessionToken: request.header("x-amz-security-token"),
            contentHash: try readContentHash(request.header("x-amz-content-sha256"), orElse: nil))
    }

    private func readQuery(
        _ query: QueryParameters, of request: SigningRequest
    ) throws(SignatureFault) -> RequestSignature {
        guard let algorithm = query["X-Amz-Algorithm"], let credentialText = query["X-Amz-Credential"],
            let signature = query["X-Amz-Signature"], let timeText = query["X-Amz-Date"],
            let signedHeaders = query["X-Amz-SignedHeaders"], let expiresText = query["X-Amz-Expires"]
        else { throw .missingParameters }
        guard algorithm == RequestSignature.algorithm else { throw .unknownAlgorithm }
        guard let credential = credentialText.withBytes({ SigningCredential($0) }) else {
            throw .malformedCredential(.query)
        }
        guard let time = Timestamp(basic: timeText) else { throw .malformedParameterDate }
        guard let expiresInSeconds = Int(expiresText) else { throw .malformedExpires(.notANumber) }
        guard expiresInSeconds >= 0 else { throw .malformedExpires(.negative) }
        guard expiresInSeconds <= Self.longestExpiryInSeconds else { throw .malformedExpires(.tooLong) }
        guard credential.scope.day == time.day else {
            throw .wrongDay(.query, found: credential.scope.day, time: time.basic)
        }
        return RequestSignature(
            location: .query(expiresInSeconds: expiresInSeconds), credential: credential, time: time,
            signedHeaders: signedHeaders, signature: signature,
            sessionToken: query["X-Amz-Security-Token"] ?? request.header("x-amz-security-token"),
            contentHash: try readContentHash(
                request.header("x-amz-content-sha256") ?? query["X-Amz-Content-Sha256"], orElse: .unsigned))
    }

    /// The three parts of the header; of one that comes twice the last counts.
    private struct HeaderComponents {
        var hasCredential = false
        var credential: SigningCredential?
        var signedHeaders: String?
        var signature: String?

        init(_ authorization: String) {
            authorization.withBytes { bytes in
                let list = UnsafeBufferPointer(rebasing: bytes[RequestSignature.algorithm.utf8.count...])
                for piece in list.pieces(separatedBy: UInt8(ascii: ",")) { read(piece, of: list) }
            }
        }

        private mutating func read(_ piece: Range<Int>, of list: UnsafeBufferPointer<UInt8>) {
            var start = piece.lowerBound
            while start < piece.upperBound, list[start] == UInt8(ascii: " ") { start += 1 }
            guard let equals = list[start..<piece.upperBound].firstIndex(of: UInt8(ascii: "=")) else { return }
            let end = list[equals..<piece.upperBound].firstIndex(of: UInt8(ascii: " ")) ?? piece.upperBound
            let value = equals + 1..<max(end, equals + 1)
            switch equals - start {
            case 10 where list.has("Credential", at: start):
                hasCredential = true
                credential = SigningCredential(UnsafeBufferPointer(rebasing: list[value]))
            case 13 where list.has("SignedHeaders", at: start): signedHeaders = list.text(value)
            case 9 where list.has("Signature", at: start): signature = list.text(value)
            default: break
            }
        }
    }

    private static func readTime(_ text: String) -> Timestamp? {
        Timestamp(basic: text) ?? Timestamp(httpDate: text)
    }

    /// S3 alone demands the header of requests that are not presigned.
    private func readContentHash(
        _ text: String?, orElse fallback: ContentHash?
    ) throws(SignatureFault) -> ContentHash? {
        guard let text else {
            guard service != "s3" || fallback != nil else { throw .missingContentHash }
            return fallback
        }
        guard let hash = ContentHash(text) else {
            guard service == "s3" else { return nil }
            throw .malformedContentHash(text)
        }
        return hash
    }
}

// What must hold beside the signature itself.
extension SignatureVerifier {
    private func checkScope(_ signature: RequestSignature) throws(SignatureFault) {
        let part: SignatureFault.RequestPart = signature.location == .header ? .header : .query
        let scope = signature.credential.scope
        guard scope.service == service else {
            throw .wrongService(part, found: scope.service, expected: service)
        }
        if let region, scope.region != region {
            throw .wrongRegion(part, found: scope.region, expected: region)
        }
    }

    private func checkTime(_ signature: RequestSignature, at server: Timestamp) throws(SignatureFault) {
        let age = server.seconds - signature.time.seconds
        switch signature.location {
        case .header:
            guard abs(age) <= Self.toleranceInSeconds else {
                throw .timeTooSkewed(request: signature.time, server: server)
            }
        case .query(let expiresInSeconds):
            guard age <= expiresInSeconds else {
                let expiry = Timestamp(seconds: signature.time.seconds + expiresInSeconds)
                throw .expired(expiresInSeconds: expiresInSeconds, expiry: expiry, server: server)
            }
            guard age >= -Self.toleranceInSeconds else {
                throw .notYetValid(start: signature.time, server: server)
            }
        }
    }

    /// The host must be signed and, for S3, every `x-amz-` header: nobody may add to a signed request what changes its
    /// meaning.
    private func checkSignedHeaders(
        _ signature: RequestSignature, of request: SigningRequest
    ) throws(SignatureFault) {
        var missing: [String] = []
        signature.signedHeaders.withBytes { bytes in
            let signed = bytes.pieces(separatedBy: UInt8(ascii: ";"))
            if !signed.contains(where: { $0.count == 4 && bytes.has("host", at: $0.lowerBound) }) {
                missing.append("host")
            }
            guard service == "s3" else { return }
            for header in request.headers where header.name.hasLowercasePrefix("x-amz-") {
                let isSigned = signed.contains {
                    header.name.equalsLowercase(UnsafeBufferPointer(rebasing: bytes[$0]))
                }
                // The content hash has its own line in the canonical request.
                if !isSigned, header.name.lowercased() != "x-amz-content-sha256" {
                    missing.append(header.name.lowercased())
                }
            }
        }
        guard missing.isEmpty else { throw .unsignedHeaders(missing.joined(separator: ", ")) }
    }
}
