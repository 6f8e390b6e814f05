package import HTTPTypes
package import NIOCore

/// A request to S3: its target taken apart, its body still to be read.
package struct S3Request: Sendable {
    package var method: HTTPRequest.Method
    /// The header fields without `Host`. Of a presigned URL, `x-amz-` parameters that stand for headers are among them.
    package var fields: HTTPFields
    /// The header fields as they came: what a signature is about.
    package var sentFields: HTTPFields
    /// The `Host` field as sent.
    package var authority: String
    /// The path as sent, still percent-encoded.
    package var rawPath: Substring
    /// The query as sent, without its question mark; empty if there is none.
    package var rawQuery: Substring
    package var address: S3Address
    package var query: S3Query
    package var body: S3RequestBody
    package var remoteAddress: String
    /// Whether it came through TLS.
    package var isEncrypted: Bool
    package var operation: S3Operation

    /// Takes a request apart and finds its operation. Throws what S3 answers to a target that cannot be one.
    package init(
        head: HTTPRequest, rawPath: Substring, rawQuery: Substring?, body: S3RequestBody, remoteAddress: String,
        hosts: S3Hosts
    ) throws(S3Error) {
        method = head.method
        fields = head.headerFields
        sentFields = fields
        authority = head.authority ?? ""
        self.rawPath = rawPath
        self.rawQuery = rawQuery ?? ""
        self.body = body
        self.remoteAddress = remoteAddress
        isEncrypted = head.scheme == "https"
        query = try S3Query(self.rawQuery)
        address = try S3Address(authority: authority, rawPath: rawPath, hosts: hosts)
        operation = try S3Routes.operation(method: method, address: address, query: query, fields: fields)
        hoistParameters()
    }

    /// The bucket that the operation is about.
    package var bucket: String {
        get throws(S3Error) {
            guard let bucket = address.bucket else { throw S3Error(.methodNotAllowed) }
            return bucket
        }
    }

    /// The key that the operation is about.
    package var key: String {
        get throws(S3Error) {
            guard let key = address.key else { throw S3Error(.methodNotAllowed) }
            return key
        }
    }

    /// Signers of URLs move `x-amz-` headers to the query; there they mean the same.
    private mutating func hoistParameters() {
        guard query.contains("X-Amz-Signature") else { return }
        for item in query.items {
            let name = item.name.lowercased()
            guard name.hasPrefix("x-amz-"), !Self.signatureParameters.contains(name),
                let field = HTTPField.Name(name), !fields.contains(field)
            else { continue }
            fields[field] = item.value
        }
    }

    private static let signatureParameters: Set<String> = [
        "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders",
        "x-amz-signature", "x-amz-security-token", "x-amz-content-sha256",
    ]
}

/// A request's bytes as they are on the wire.
package enum S3RequestBody: Sendable {
    /// All of them, here already.
    case whole(ByteBuffer)
    /// `next` gives the next bytes and nil at the end; `lengthInBytes` is nil when the client did not tell.
    case stream(lengthInBytes: Int?, next: @Sendable () async throws -> ByteBuffer?)

    /// What the client announced.
    package var lengthInBytes: Int? {
        switch self {
        case .whole(let bytes): bytes.readableBytes
        case .stream(let length, _): length
        }
    }
}
