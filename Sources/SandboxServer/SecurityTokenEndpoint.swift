import FoundationEssentials
import HTTPServer
import HTTPTypes
import IdentityPools
import NIOCore

/// STS behind the query protocol: `Action` in a form, or in the query.
struct SecurityTokenEndpoint: Sendable {
    private static let version = "Version=2011-06-15"
    private static let longestBody = 64 * 1024

    let service: SecurityTokenService
    let signatures: SignedCaller

    func takes(_ request: HTTPServerRequest) -> Bool {
        guard request.rawPath == "/" else { return false }
        if (request.head.authority ?? "").hasPrefix("sts.") { return true }
        let isForm = (request.head.headerFields[.contentType] ?? "").hasPrefix("application/x-www-form-urlencoded")
        return request.head.method == .post && isForm || (request.rawQuery ?? "").contains(Self.version)
    }

    func respond(to request: HTTPServerRequest) async -> HTTPServerResponse {
        let body: [UInt8]
        do {
            body = Array(try await request.body.collect(upTo: Self.longestBody).readableBytesView)
        } catch {
            return HTTPServerResponse(status: .contentTooLarge)
        }
        let form = FormParameters.decode(String(request.rawQuery ?? "") + "&" + String(decoding: body, as: UTF8.self))
        let requestID = UUID().uuidString.lowercased()
        let reply: SecurityTokenService.Reply
        do throws(CallerFault) {
            let needsSignature = SecurityTokenService.needsSignature(form["Action"] ?? "")
            let principal = needsSignature ? try signatures.principal(of: request, body: body, service: "sts") : nil
            reply = await service.handle(
                parameters: form, caller: principal, requestID: requestID)
        } catch {
            reply = SecurityTokenService.failure(
                status: 403, code: error.code, message: error.message, requestID: requestID)
        }
        var fields = HTTPFields()
        fields[.contentType] = reply.contentType
        fields[.allowOrigin] = "*"
        return HTTPServerResponse(
            status: .init(code: reply.status), headerFields: fields, body: .bytes(ByteBuffer(string: reply.body)))
    }
}

/// The parameters of an `application/x-www-form-urlencoded` text; of repeated ones the last counts.
enum FormParameters {
    static func decode(_ text: String) -> [String: String] {
        var parameters: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parameters[decodePart(parts[0])] = parts.count > 1 ? decodePart(parts[1]) : ""
        }
        return parameters
    }

    private static func decodePart(_ part: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(part.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
