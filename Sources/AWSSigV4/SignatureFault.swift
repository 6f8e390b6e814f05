/// Why a request's signature is not accepted, or cannot even be read.
package enum SignatureFault: Error, Hashable, Sendable {
    /// A header and a query parameter both claim to authenticate the request.
    case severalMechanisms
    /// An `Authorization` header of another scheme (`Basic …`).
    case unknownScheme(header: String)
    /// An `Authorization` header of signature version 2, or a query of it where that is not taken.
    case signatureVersion2
    /// An `Authorization` header without one of its three parts.
    case missingComponent(name: String)
    /// A `Credential` that is not `key/day/region/service/aws4_request`.
    case malformedCredential(RequestPart)
    /// The scope names another region than the endpoint's.
    case wrongRegion(RequestPart, found: String, expected: String)
    /// The scope names another service than the endpoint's.
    case wrongService(RequestPart, found: String, expected: String)
    /// The scope's day is not the request's.
    case wrongDay(RequestPart, found: String, time: String)
    /// No usable `x-amz-date` or `date` header.
    case missingDate
    /// `x-amz-content-sha256` is absent where S3 demands it.
    case missingContentHash
    case malformedContentHash(String)
    /// A presigned URL lacks some of its six parameters.
    case missingParameters
    /// `X-Amz-Algorithm` is another one.
    case unknownAlgorithm
    case malformedParameterDate
    case malformedExpires(ExpiresFault)
    /// Headers that must be signed and are not, joined by commas.
    case unsignedHeaders(String)
    /// The clocks differ by more than 15 minutes.
    case timeTooSkewed(request: Timestamp, server: Timestamp)
    /// A presigned URL of signature version 2 without its `Expires`.
    case missingExpires
    /// A presigned URL after its time. Version 2 says only when it ends, not how long it lasts.
    case expired(expiresInSeconds: Int?, expiry: Timestamp, server: Timestamp)
    /// A presigned URL before its time.
    case notYetValid(start: Timestamp, server: Timestamp)
    case mismatch(Mismatch)

    /// Which part of the request a fault stands in; the sentences differ.
    package enum RequestPart: Hashable, Sendable {
        case header
        case query
    }

    package enum ExpiresFault: Hashable, Sendable {
        case notANumber
        case negative
        case tooLong
    }

    /// What S3 shows a client whose signature differs, for it to compare with its own.
    package struct Mismatch: Hashable, Sendable {
        package var accessKeyID: String
        package var stringToSign: String
        package var signatureProvided: String
        /// Signature version 2 has none.
        package var canonicalRequest: String?
    }
}
