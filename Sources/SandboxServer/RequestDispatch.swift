import FoundationEssentials
import HTTPServer
import HTTPTypes

/// Chooses the service for a request: all of them share one port.
///
/// In this order: the sandbox's own pages, Cognito by `X-Amz-Target`, STS by its form, the user pool's public keys, the
/// served app's files, and S3 for everything else.
struct RequestDispatch: Sendable {
    let rules: CurrentRules
    let control: ControlEndpoint
    let cognito: CognitoEndpoint
    let tokens: SecurityTokenEndpoint
    let keys: PublicKeyEndpoint
    /// Absent without `--serve`.
    let app: ServedApp?
    let s3: S3Endpoint

    func respond(to request: HTTPServerRequest) async -> HTTPServerResponse {
        var response = await route(request)
        if !response.headerFields.contains(.sandboxGeneration) {
            response.headerFields[.sandboxGeneration] = String(rules.current.number)
        }
        return response
    }

    private func route(_ request: HTTPServerRequest) async -> HTTPServerResponse {
        let path = request.rawPath
        if path.hasPrefix("/_sandbox/") || path == "/_sandbox" { return await control.respond(to: request) }
        if cognito.takes(request) { return await cognito.respond(to: request) }
        if tokens.takes(request) { return await tokens.respond(to: request) }
        if keys.takes(request) { return await keys.respond(to: request) }
        if let answer = app?.answer(to: request, ruleSet: rules.current.ruleSet) { return answer }
        return await s3.respond(to: request)
    }
}

extension HTTPField.Name {
    /// The generation of the rules that an answer was made under.
    static let sandboxGeneration = HTTPField.Name("x-sandbox-generation")!  // A constant, and a valid name.
    static let amzTarget = HTTPField.Name("x-amz-target")!
    static let amznRequestID = HTTPField.Name("x-amzn-requestid")!
    static let amznErrorType = HTTPField.Name("x-amzn-errortype")!
    static let allowOrigin = HTTPField.Name("access-control-allow-origin")!
    static let allowMethods = HTTPField.Name("access-control-allow-methods")!
    static let allowHeaders = HTTPField.Name("access-control-allow-headers")!
    static let exposeHeaders = HTTPField.Name("access-control-expose-headers")!
    static let maxAge = HTTPField.Name("access-control-max-age")!
    static let requestHeaders = HTTPField.Name("access-control-request-headers")!
}
