import HTTPServer
import HTTPTypes
import NIOCore
import UserPools

/// The user pool's public keys and OpenID configuration, under `/<user pool id>/.well-known/`.
struct PublicKeyEndpoint: Sendable {
    let userPool: UserPoolService
    let userPoolID: String
    let endpoint: String
    private let prefix: String

    init(userPool: UserPoolService, userPoolID: String, endpoint: String) {
        self.userPool = userPool
        self.userPoolID = userPoolID
        self.endpoint = endpoint
        prefix = "/\(userPoolID)/.well-known/"
    }

    func takes(_ request: HTTPServerRequest) -> Bool {
        request.rawPath.hasPrefix(prefix)
    }

    func respond(to request: HTTPServerRequest) async -> HTTPServerResponse {
        do {
            switch request.rawPath.dropFirst(prefix.count) {
            case "jwks.json": return document(try await userPool.keySetDocument())
            case "openid-configuration":
                return document(userPool.openIDConfiguration(address: "\(endpoint)/\(userPoolID)"))
            default: return HTTPServerResponse(status: .notFound)
            }
        } catch {
            return HTTPServerResponse(status: .internalServerError)
        }
    }

    private func document(_ text: String) -> HTTPServerResponse {
        var fields = HTTPFields()
        fields[.contentType] = "application/json"
        fields[.allowOrigin] = "*"
        return HTTPServerResponse(status: .ok, headerFields: fields, body: .bytes(ByteBuffer(string: text)))
    }
}
