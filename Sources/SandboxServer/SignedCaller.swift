import AWSJSON
import AWSSigV4
import FoundationEssentials
import HTTPServer
import HTTPTypes
import IAM
import OpenSSL

/// Tells who signed a request to a service other than S3.
struct SignedCaller: Sendable {
    private let verifiers: [String: SignatureVerifier]
    private let credentials: any CredentialResolver
    private let now: @Sendable () -> Date

    init(region: String, credentials: any CredentialResolver, now: @escaping @Sendable () -> Date) {
        let keys = SigningKeyCache()
        verifiers = Dictionary(
            uniqueKeysWithValues: ["cognito-idp", "cognito-identity", "sts"].map { service in
                // STS answers under one global name as well, whose signatures name us-east-1.
                (service, SignatureVerifier(service: service, region: service == "sts" ? nil : region, keys: keys))
            })
        self.credentials = credentials
        self.now = now
    }

    /// Who signed the request; absent when nobody did.
    func principal(of request: HTTPServerRequest, body: [UInt8], service: String) throws(CallerFault) -> Principal? {
        guard let verifier = verifiers[service] else { return nil }
        var headers = request.head.headerFields.map { (name: $0.name.rawName, value: $0.value) }
        headers.append((name: "host", value: request.head.authority ?? ""))
        let signing = SigningRequest(
            method: request.head.method.rawValue, path: String(request.rawPath), query: String(request.rawQuery ?? ""),
            headers: headers)
        do {
            guard let signature = try verifier.readSignature(of: signing) else { return nil }
            let resolved = try credentials.resolve(
                accessKeyID: signature.credential.accessKeyID, sessionToken: signature.sessionToken, at: now())
            try verifier.verify(
                signature, of: signing, secretAccessKey: resolved.secretAccessKey,
                bodyHash: hash(body), at: now())
            return resolved.principal
        } catch let fault as SignatureFault {
            throw .signature(fault)
        } catch let fault as CredentialFault {
            throw .credentials(fault)
        } catch {
            throw .credentials(.unknownAccessKeyID)
        }
    }

    private func hash(_ body: [UInt8]) -> String {
        var digest = Digest(.sha256)
        digest.update(body)
        return Hexadecimal.encode(digest.finish())
    }
}

/// Why a signed request is not accepted, as the services other than S3 say it.
enum CallerFault: JSONServiceError {
    case signature(SignatureFault)
    case credentials(CredentialFault)

    /// As the query protocol names it; JSON adds `Exception`.
    var code: String {
        switch self {
        case .signature(let fault): fault.serviceAnswer.code
        case .credentials(.unknownAccessKeyID): "InvalidClientTokenId"
        case .credentials(.invalidToken): "UnrecognizedClient"
        case .credentials(.expiredToken): "ExpiredToken"
        }
    }

    var name: String {
        switch self {
        case .signature(.mismatch), .signature(.wrongRegion), .signature(.timeTooSkewed): "InvalidSignatureException"
        case .credentials(.unknownAccessKeyID), .credentials(.invalidToken): "UnrecognizedClientException"
        default: code + "Exception"
        }
    }

    var message: String {
        switch self {
        case .signature(let fault): fault.serviceAnswer.message
        case .credentials(.unknownAccessKeyID), .credentials(.invalidToken):
            "The security token included in the request is invalid."
        case .credentials(.expiredToken): "The security token included in the request is expired"
        }
    }

    var status: Int { 400 }
}
