import HTTPServer
import HTTPTypes
import NIOCore
package import S3Protocol
import S3Service

extension HTTPField.Name {
    static let xSandboxGeneration = Self("x-sandbox-generation")!
}

extension S3Service {
    /// Answers one HTTP request.
    func respond(to request: HTTPServerRequest) async -> HTTPServerResponse {
        let body: S3RequestBody =
            if let bytes = request.body.bytesAtHand {
                .whole(bytes)
            } else {
                .stream(lengthInBytes: request.body.lengthInBytes) { try await request.body.nextBytes() }
            }
        let answer = await respond(
            to: request.head, rawPath: request.rawPath, rawQuery: request.rawQuery, body: body,
            remoteAddress: request.remoteAddress)
        return HTTPServerResponse(answer)
    }

    /// Answers what is no HTTP request, in S3's form.
    func respond(to fault: HTTPFault) -> HTTPServerResponse {
        var response = HTTPServerResponse(refuse(fault.s3Error))
        response.closesConnection = true
        return response
    }
}

extension HTTPServerResponse {
    init(_ answer: S3Answer) {
        var fields = answer.response.fields
        fields[.xSandboxGeneration] = String(answer.generation)
        self.init(status: answer.response.status, headerFields: fields, body: Body(answer.response.body))
    }
}

extension HTTPServerResponse.Body {
    init(_ body: S3Response.Body) {
        switch body {
        case .none: self = .none
        case .bytes(let bytes): self = .bytes(bytes)
        case .segments(let segments): self = .segments(segments.map { HTTPServerResponse.Segment($0) })
        case .stream(let length, let produce):
            self = .stream(lengthInBytes: length) { writer in try await produce { try await writer.write($0) } }
        }
    }
}

extension HTTPServerResponse.Segment {
    init(_ segment: S3Response.Segment) {
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

extension HTTPFault {
    fileprivate var s3Error: S3Error {
        switch self {
        case .malformed(let what):
            S3Error(
                code: "BadRequest", status: 400,
                message: "An error occurred when parsing the HTTP request: \(what)")
        case .targetTooLong(let limit):
            S3Error(code: "RequestURITooLong", status: 414, message: "The request target exceeds \(limit) bytes")
        case .headersTooLarge(let limit):
            S3Error(.requestHeaderSectionTooLarge).with("MaxSizeAllowed", String(limit))
        case .timedOut: S3Error(.requestTimeout)
        case .tooManyConnections: S3Error(.serviceUnavailable)
        }
    }
}
