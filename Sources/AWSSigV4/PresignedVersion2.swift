package import FoundationEssentials
import OpenSSL

/// A presigned URL of signature version 2, which boto3 and the AWS command line make by default to this day.
///
/// Only this form of version 2 is supported, and only for S3, in the regions that are old enough for it.
///
/// Reference: "Signing and authenticating REST requests", appendix on signature version 2, Amazon S3 API Reference.
package struct PresignedVersion2: Sendable {
    package let accessKeyID: String
    package let sessionToken: String?
    private let expiry: Timestamp
    private let signature: String

    /// Regions that take version 2.
    ///
    /// Reference: "Specifying the signature version in request authentication", Amazon S3 API Reference.
    private static let regions: Set<String> = [
        "ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1", "us-west-1",
        "us-west-2",
    ]

    /// Nil for any other request, also for one with the header of version 2, and outside those regions.
    package init?(of request: SigningRequest, region: String) throws(SignatureFault) {
        let query = QueryParameters(request.query)
        guard Self.regions.contains(region), request.header("authorization") == nil,
            let accessKeyID = query["AWSAccessKeyId"], let signature = query["Signature"]
        else { return nil }
        guard let expires = query["Expires"] else { throw .missingExpires }
        guard let seconds = Int(expires), seconds >= 0, seconds <= Self.latestSecond else {
            throw .malformedExpires(.notANumber)
        }
        self.accessKeyID = accessKeyID
        self.signature = signature
        expiry = Timestamp(seconds: seconds)
        sessionToken = query["x-amz-security-token"] ?? request.header("x-amz-security-token")
    }

    /// The last second of the year 9999: nothing later can be written in an error document.
    private static let latestSecond = 253_402_300_799

    /// Returns if the secret made this signature for this request, and the URL is still good.
    ///
    /// - Parameter virtualHostBucket: the bucket that the host names, where it is not in the path.
    package func verify(
        _ request: SigningRequest, virtualHostBucket: String?, secretAccessKey: String, at now: Date
    ) throws(SignatureFault) {
        let server = Timestamp(now)
        guard server.seconds <= expiry.seconds else {
            throw .expired(expiresInSeconds: nil, expiry: expiry, server: server)
        }
        let key = MessageAuthenticationKey(Array(secretAccessKey.utf8), digest: .sha1)
        let text = stringToSign(request, virtualHostBucket: virtualHostBucket)
        guard ConstantTime.equal(Data(key.authenticate(text)).base64EncodedString(), signature) else {
            throw .mismatch(
                SignatureFault.Mismatch(
                    accessKeyID: accessKeyID, stringToSign: text, signatureProvided: signature, canonicalRequest: nil))
        }
    }

    private func stringToSign(_ request: SigningRequest, virtualHostBucket: String?) -> String {
        let query = QueryParameters(request.query)
        let lines = [
            request.method, request.header("content-md5") ?? query["content-md5"] ?? "",
            request.header("content-type") ?? query["content-type"] ?? "", String(expiry.seconds),
        ]
        let bucket = virtualHostBucket.map { "/" + $0 } ?? ""
        let subresources = query.subresources
        return lines.joined(separator: "\n") + "\n" + amazonHeaders(request, query) + bucket + request.path
            + (subresources.isEmpty ? "" : "?" + subresources)
    }

    /// All `x-amz-` headers, each with its line; those of a presigned URL may stand in its query instead.
    private func amazonHeaders(_ request: SigningRequest, _ query: QueryParameters) -> String {
        var values: [String: [String]] = [:]
        for (name, value) in query.all + request.headers where name.lowercased().hasPrefix("x-amz-") {
            values[name.lowercased(), default: []].append(value.trimmed)
        }
        return values.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.joined(separator: ","))\n" }.joined()
    }
}

extension QueryParameters {
    /// What tells one operation on a resource from another, and what overrides headers of the answer.
    private static let signedNames: Set<String> = [
        "accelerate", "acl", "analytics", "cors", "delete", "inventory", "lifecycle", "location", "logging", "metrics",
        "notification", "object-lock", "partNumber", "policy", "replication", "requestPayment",
        "response-cache-control", "response-content-disposition", "response-content-encoding",
        "response-content-language", "response-content-type", "response-expires", "restore", "select", "select-type",
        "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website",
    ]

    /// The signed parameters in order of their names, values decoded; a flag is its name alone.
    fileprivate var subresources: String {
        all.filter { Self.signedNames.contains($0.name) }.sorted { $0.name < $1.name }
            .map { $0.value.isEmpty ? $0.name : "\($0.name)=\($0.value)" }.joined(separator: "&")
    }
}

extension String {
    /// Without the white space around it.
    fileprivate var trimmed: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
