import FoundationEssentials

/// An answer in AWS's JSON protocol, version 1.1.
package struct JSONServiceReply: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    /// A success. What has no members becomes `{}`: clients cannot read an empty body.
    package init(_ output: some Encodable) throws {
        status = 200
        headers = [Self.contentType]
        body = [UInt8](try WireNames.makeEncoder().encode(output))
    }

    package init(failure: some JSONServiceError) {
        self.init(failureNamed: failure.name, message: failure.message, status: failure.status)
    }

    /// For errors that are found before a service sees the request: a signature that does not hold.
    package init(failureNamed name: String, message: String, status: Int = 400) {
        self.status = status
        headers = [Self.contentType, ("x-amzn-errortype", name)]
        do {
            body = [UInt8](try JSONEncoder().encode(Failure(__type: name, message: message)))
        } catch {
            // Two strings always become JSON; if not, the header still tells the name.
            body = Array("{}".utf8)
        }
    }

    private struct Failure: Encodable {
        var __type: String
        var message: String
    }

    private static let contentType = (name: "Content-Type", value: "application/x-amz-json-1.1")
}
