/// An error as S3 and its kin name it.
package struct SignatureErrorAnswer: Sendable {
    package var status: Int
    package var code: String
    package var message: String
    /// Further elements of the error document, in order.
    package var details: [(name: String, value: String)] = []
}

extension SignatureFault {
    /// The answer of S3.
    ///
    /// Reference: "Error responses", Amazon S3 API Reference.
    package var s3Answer: SignatureErrorAnswer {
        switch self {
        case .severalMechanisms:
            SignatureErrorAnswer(
                status: 400, code: "InvalidArgument",
                message: "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
                    + "Signature query string parameter or the Authorization header should be specified")
        case .unknownScheme(let header):
            SignatureErrorAnswer(
                status: 400, code: "InvalidArgument", message: "Unsupported Authorization Type",
                details: [("ArgumentName", "Authorization"), ("ArgumentValue", header)])
        case .signatureVersion2:
            SignatureErrorAnswer(
                status: 400, code: "InvalidRequest",
                message: "The authorization mechanism you have provided is not supported. "
                    + "Please use AWS4-HMAC-SHA256.")
        case .missingComponent(let name):
            malformed(
                .header,
                "The authorization header requires three components: Credential, SignedHeaders, "
                    + "and Signature; \(name) is missing.")
        case .malformedCredential(let part):
            malformed(
                part,
                "the Credential is mal-formed; expecting "
                    + "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".")
        case .wrongRegion(let part, let found, let expected):
            malformed(part, "the region '\(found)' is wrong; expecting '\(expected)'", [("Region", expected)])
        case .wrongService(let part, let found, let expected):
            malformed(part, "incorrect service \"\(found)\". This endpoint belongs to \"\(expected)\".")
        case .wrongDay(let part, let found, let time):
            malformed(
                part, "Invalid credential date \"\(found)\". This date is not the same as X-Amz-Date: \"\(time)\".")
        case .missingDate:
            SignatureErrorAnswer(
                status: 403, code: "AccessDenied",
                message: "AWS authentication requires a valid Date or x-amz-date header")
        case .missingContentHash:
            SignatureErrorAnswer(
                status: 400, code: "InvalidRequest",
                message: "Missing required header for this request: x-amz-content-sha256")
        case .malformedContentHash(let value):
            SignatureErrorAnswer(
                status: 400, code: "InvalidArgument",
                message: "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
                    + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER "
                    + "or a valid sha256 value.",
                details: [("ArgumentName", "x-amz-content-sha256"), ("ArgumentValue", value)])
        case .missingParameters, .unknownAlgorithm, .malformedParameterDate, .malformedExpires:
            SignatureErrorAnswer(status: 400, code: "AuthorizationQueryParametersError", message: parameterMessage)
        case .unsignedHeaders(let names):
            SignatureErrorAnswer(
                status: 403, code: "AccessDenied",
                message: "There were headers present in the request which were not signed",
                details: [("HeadersNotSigned", names)])
        case .timeTooSkewed(let request, let server):
            SignatureErrorAnswer(
                status: 403, code: "RequestTimeTooSkewed",
                message: "The difference between the request time and the current time is too large.",
                details: [
                    ("RequestTime", request.basic), ("ServerTime", server.extended),
                    ("MaxAllowedSkewMilliseconds", "900000"),
                ])
        case .expired(let seconds, let expiry, let server):
            SignatureErrorAnswer(
                status: 403, code: "AccessDenied", message: "Request has expired",
                details: (seconds.map { [("X-Amz-Expires", String($0))] } ?? [])
                    + [("Expires", expiry.extended), ("ServerTime", server.extended)])
        case .missingExpires:
            SignatureErrorAnswer(
                status: 403, code: "AccessDenied",
                message: "Query-string authentication requires the Signature, "
                    + "Expires and AWSAccessKeyId parameters")
        case .notYetValid(let start, let server):
            SignatureErrorAnswer(
                status: 403, code: "AccessDenied", message: "Request is not yet valid",
                details: [("X-Amz-Date", start.basic), ("ServerTime", server.extended)])
        case .mismatch(let mismatch):
            SignatureErrorAnswer(
                status: 403, code: "SignatureDoesNotMatch",
                message: "The request signature we calculated does not match the signature you provided. "
                    + "Check your key and signing method.",
                details: [
                    ("AWSAccessKeyId", mismatch.accessKeyID), ("StringToSign", mismatch.stringToSign),
                    ("SignatureProvided", mismatch.signatureProvided),
                    ("StringToSignBytes", Self.spacedBytes(mismatch.stringToSign)),
                ]
                    + (mismatch.canonicalRequest.map {
                        [("CanonicalRequest", $0), ("CanonicalRequestBytes", Self.spacedBytes($0))]
                    } ?? []))
        }
    }

    private func malformed(
        _ part: RequestPart, _ reason: String, _ details: [(name: String, value: String)] = []
    ) -> SignatureErrorAnswer {
        switch part {
        case .header:
            SignatureErrorAnswer(
                status: 400, code: "AuthorizationHeaderMalformed",
                message: "The authorization header is malformed; \(reason)", details: details)
        case .query:
            SignatureErrorAnswer(
                status: 400, code: "AuthorizationQueryParametersError",
                message: "Error parsing the X-Amz-Credential parameter; \(reason)", details: details)
        }
    }

    private var parameterMessage: String {
        switch self {
        case .unknownAlgorithm: "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""
        case .malformedParameterDate:
            "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""
        case .malformedExpires(.notANumber): "X-Amz-Expires should be a number"
        case .malformedExpires(.negative): "X-Amz-Expires must be non-negative"
        case .malformedExpires(.tooLong):
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
                + "604800 seconds"
        default:
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
                + "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
        }
    }

    /// `41 57 53`: the bytes in hexadecimal, for characters that do not show.
    private static func spacedBytes(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}
