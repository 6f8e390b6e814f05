import AWSJSON
import FoundationEssentials
import HTTPServer
import HTTPTypes
import IAM
import IdentityPools
import NIOCore
import UserPools

/// The user pool and the identity pool behind AWS's JSON protocol: `X-Amz-Target` names the operation.
struct CognitoEndpoint: Sendable {
    private static let userPoolTarget = "AWSCognitoIdentityProviderService."
    private static let identityPoolTarget = "AWSCognitoIdentityService."
    /// No operation of either service takes more.
    private static let longestBody = 256 * 1024

    let userPool: UserPoolService
    let identityPool: IdentityPoolService
    let signatures: SignedCaller

    func takes(_ request: HTTPServerRequest) -> Bool {
        if request.head.headerFields.contains(.amzTarget) { return true }
        // A browser asks before it sends the header.
        return request.head.method == .options
            && (request.head.headerFields[.requestHeaders] ?? "").lowercased().contains("x-amz-target")
    }

    func respond(to request: HTTPServerRequest) async -> HTTPServerResponse {
        if request.head.method == .options { return preflight(request) }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.longestBody)
        } catch {
            return response(JSONServiceReply(failure: WireFault.requestTooLong))
        }
        let target = request.head.headerFields[.amzTarget] ?? ""
        if target.hasPrefix(Self.userPoolTarget) {
            let operation = String(target.dropFirst(Self.userPoolTarget.count))
            return await userPoolResponse(operation, request, Array(body.readableBytesView))
        }
        if target.hasPrefix(Self.identityPoolTarget) {
            let operation = String(target.dropFirst(Self.identityPoolTarget.count))
            return await identityPoolResponse(operation, request, Array(body.readableBytesView))
        }
        return response(JSONServiceReply(failure: WireFault.unknownService(String(target.prefix(100)))))
    }

    private func userPoolResponse(
        _ operation: String, _ request: HTTPServerRequest, _ body: [UInt8]
    ) async -> HTTPServerResponse {
        do throws(CallerFault) {
            let caller: UserPoolCaller
            switch try signatures.principal(of: request, body: body, service: "cognito-idp") {
            case nil: caller = .anonymous
            case .administrator(let administrator)?
            where administrator.accountID == identityPool.configuration.accountID:
                caller = .administrator
            case let principal?: caller = .other(arn: identityPool.configuration.arn(of: principal))
            }
            return response(await userPool.handle(operation: operation, body: body, caller: caller))
        } catch {
            return response(JSONServiceReply(failure: error))
        }
    }

    private func identityPoolResponse(
        _ operation: String, _ request: HTTPServerRequest, _ body: [UInt8]
    ) async -> HTTPServerResponse {
        do throws(CallerFault) {
            let principal = try signatures.principal(of: request, body: body, service: "cognito-identity")
            let caller = principal.map { IdentityPoolService.Caller.signed($0) } ?? .anonymous
            return response(await identityPool.handle(operation: operation, body: body, caller: caller))
        } catch {
            return response(JSONServiceReply(failure: error))
        }
    }

    private func response(_ reply: JSONServiceReply) -> HTTPServerResponse {
        var fields = HTTPFields()
        for (name, value) in reply.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        fields[.amznRequestID] = UUID().uuidString.lowercased()
        fields[.allowOrigin] = "*"
        fields[.exposeHeaders] = "x-amzn-RequestId,x-amzn-ErrorType,x-sandbox-generation"
        return HTTPServerResponse(
            status: .init(code: reply.status), headerFields: fields, body: .bytes(ByteBuffer(bytes: reply.body)))
    }

    private func preflight(_ request: HTTPServerRequest) -> HTTPServerResponse {
        var fields = HTTPFields()
        fields[.allowOrigin] = "*"
        fields[.allowMethods] = "POST, OPTIONS"
        fields[.allowHeaders] = request.head.headerFields[.requestHeaders] ?? "*"
        fields[.maxAge] = "3000"
        return HTTPServerResponse(status: .ok, headerFields: fields)
    }

    /// What is wrong before any operation is reached.
    private enum WireFault: JSONServiceError {
        case requestTooLong
        case unknownService(String)

        var name: String {
            switch self {
            case .requestTooLong: "InvalidParameterException"
            case .unknownService: "UnknownOperationException"
            }
        }

        var message: String {
            switch self {
            case .requestTooLong: "The request body is too long or was cut off."
            case .unknownService(let target): "The sandbox has no service for the target `\(target)`."
            }
        }
    }
}
