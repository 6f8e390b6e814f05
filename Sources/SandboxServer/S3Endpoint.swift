import AccessRules
import HTTPServer
import HTTPTypes
import IAM
import IdentityPools
import Logging
import NIOCore
import ObjectStore
package import S3Protocol
import S3Service

/// S3 on the sandbox's HTTP server: requests and answers in each other's forms.
struct S3Endpoint: Sendable {
    private let service: S3Service

    init(_ sandbox: PreparedSandbox, accounts: AccountServices, objects: ObjectStore) {
        let rules = sandbox.rules
        let events = sandbox.events
        var environment = S3Service.Environment(
            region: sandbox.names.region,
            owner: AccountOwner(
                accountID: sandbox.names.accountID, canonicalID: accounts.administrator.canonicalID,
                displayName: accounts.administrator.name),
            store: objects, credentials: accounts.credentials,
            rules: {
                let current = rules.current
                return RulesInForce(authorizer: current.authorizer, generation: current.number)
            },
            now: sandbox.now, report: { events.publish(.access($0)) },
            explain: { request, _ in rules.current.explanation(of: request) }, logger: Logger(label: "s3"))
        environment.lifecycleDayInSeconds = Double(sandbox.configuration.lifecycleDayInSeconds)
        service = S3Service(environment)
    }

    func respond(to request: HTTPServerRequest) async -> HTTPServerResponse {
        let answer = await service.respond(
            to: request.head, rawPath: request.rawPath, rawQuery: request.rawQuery,
            body: S3RequestBody(request.body), remoteAddress: request.remoteAddress)
        return HTTPServerResponse(s3: answer)
    }

    /// Removes what the buckets' lifecycle rules say has expired by now.
    func applyLifecycleRules() async {
        await service.applyLifecycleRules()
    }

    /// The answer to what is no HTTP request.
    func refuse(_ fault: HTTPFault) -> HTTPServerResponse {
        var response = HTTPServerResponse(s3: service.refuse(S3Error(connection: fault)))
        response.closesConnection = true
        return response
    }
}

extension CurrentRules.Generation {
    /// Why the request is refused and what would allow it; absent for what the rules allow.
    fileprivate func explanation(of request: AuthorizationRequest) -> String? {
        guard let ruleSet else { return "no definition has compiled yet, so nobody but an administrator gets in" }
        guard let refusal = ruleSet.explainRefusal(of: request) else { return nil }
        return refusal.message + (refusal.help.map { "; \($0)" } ?? "")
    }
}

extension S3RequestBody {
    fileprivate init(_ body: HTTPRequestBody) {
        if let bytes = body.bytesAtHand {
            self = .whole(bytes)
        } else {
            self = .stream(lengthInBytes: body.lengthInBytes) { try await body.nextBytes() }
        }
    }
}

extension HTTPServerResponse {
    fileprivate init(s3 answer: S3Answer) {
        let response = answer.response
        self.init(status: response.status, headerFields: response.fields, body: Body(s3: response.body))
        headerFields[.sandboxGeneration] = String(answer.generation)
    }
}

extension HTTPServerResponse.Body {
    fileprivate init(s3 body: S3Response.Body) {
        switch body {
        case .none: self = .none
        case .bytes(let bytes): self = .bytes(bytes)
        case .segments(let segments): self = .segments(segments.map(HTTPServerResponse.Segment.init(s3:)))
        case .stream(let length, let produce):
            self = .stream(lengthInBytes: length) { writer in try await produce { try await writer.write($0) } }
        }
    }
}

extension HTTPServerResponse.Segment {
    fileprivate init(s3 segment: S3Response.Segment) {
        switch segment {
        case .bytes(let bytes): self = .bytes(bytes)
        case .file(let length, let open):
            self = .opening(lengthInBytes: length) {
                let region = try await open()
                return HTTPFileRegion(descriptor: region.descriptor, range: region.range, owner: region.owner)
            }
        }
    }
}

extension HTTPBodyError: S3ErrorConvertible {
    package var s3Error: S3Error {
        switch self {
        case .truncated, .malformed: S3Error(.incompleteBody)
        case .timedOut: S3Error(.requestTimeout)
        case .tooLarge(let limit):
            S3Error(.maxMessageLengthExceeded).with("MaxMessageLengthBytes", String(limit))
        }
    }
}

extension S3Error {
    /// What S3 answers to a connection that sends no HTTP request, or too much of one.
    fileprivate init(connection fault: HTTPFault) {
        switch fault {
        case .malformed(let what):
            self.init(
                code: "BadRequest", status: 400,
                message: "An error occurred when parsing the HTTP request: \(what)")
        case .targetTooLong(let limit):
            self.init(code: "RequestURITooLong", status: 414, message: "The request target exceeds \(limit) bytes")
        case .headersTooLarge(let limit):
            self = S3Error(.requestHeaderSectionTooLarge).with("MaxSizeAllowed", String(limit))
        case .timedOut: self.init(.requestTimeout)
        case .tooManyConnections: self.init(.serviceUnavailable)
        }
    }
}
