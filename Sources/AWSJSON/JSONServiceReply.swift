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
        status = failure.status
        headers = [Self.contentType, ("x-amzn-errortype", failure.name)]
        do {
            body = [UInt8](try JSONEncoder().encode(Failure(__type: failure.name, message: failure.message)))
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
