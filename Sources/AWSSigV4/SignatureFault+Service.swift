extension SignatureFault {
    /// The answer of services other than S3; those that speak JSON add `Exception` to most codes themselves.
    ///
    /// Reference: "Common error types", AWS Security Token Service API Reference.
    package var serviceAnswer: SignatureErrorAnswer {
        switch self {
        case .mismatch:
            SignatureErrorAnswer(
                status: 403, code: "SignatureDoesNotMatch",
                message:
                    "The request signature we calculated does not match the signature you provided. Check your AWS "
                    + "Secret Access Key and signing method. Consult the service documentation for details.")
        case .wrongRegion:
            SignatureErrorAnswer(
                status: 403, code: "SignatureDoesNotMatch", message: "Credential should be scoped to a valid region.")
        case .wrongService(_, _, let expected):
            SignatureErrorAnswer(
                status: 403, code: "SignatureDoesNotMatch",
                message: "Credential should be scoped to correct service: '\(expected)'.")
        case .timeTooSkewed(let request, let server):
            request.seconds < server.seconds
                ? late(request, allowed: server.seconds - 900, server)
                : early(request, allowed: server.seconds + 900, server)
        case .expired(_, let expiry, let server): late(expiry, allowed: server.seconds, server)
        case .notYetValid(let start, let server): early(start, allowed: server.seconds, server)
        case .missingComponent(let name): incomplete("Authorization header requires '\(name)' parameter.")
        case .unknownScheme, .signatureVersion2, .unknownAlgorithm:
            incomplete("Unsupported AWS 'algorithm', only AWS4-HMAC-SHA256 is taken.")
        case .malformedCredential:
            incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")
        case .wrongDay(_, let found, let time):
            incomplete(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(found)' != '\(time)'.")
        case .missingDate, .malformedParameterDate:
            incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        case .missingContentHash, .malformedContentHash: incomplete("x-amz-content-sha256 is not usable.")
        case .missingParameters, .missingExpires, .malformedExpires, .severalMechanisms:
            incomplete("The request does not contain one complete set of authentication parameters.")
        case .unsignedHeaders(let names): incomplete("'\(names)' must be a 'SignedHeader' in the AWS Authorization.")
        }
    }

    private func incomplete(_ message: String) -> SignatureErrorAnswer {
        SignatureErrorAnswer(status: 400, code: "IncompleteSignature", message: message)
    }

    private func late(_ time: Timestamp, allowed: Int, _ server: Timestamp) -> SignatureErrorAnswer {
        SignatureErrorAnswer(
            status: 403, code: "SignatureDoesNotMatch",
            message: "Signature expired: \(time.basic) is now earlier than \(Timestamp(seconds: allowed).basic) "
                + "(\(server.basic) - 15 min.)")
    }

    private func early(_ time: Timestamp, allowed: Int, _ server: Timestamp) -> SignatureErrorAnswer {
        SignatureErrorAnswer(
            status: 403, code: "SignatureDoesNotMatch",
            message:
                "Signature not yet current: \(time.basic) is still later than \(Timestamp(seconds: allowed).basic) "
                + "(\(server.basic) + 15 min.)")
    }
}
