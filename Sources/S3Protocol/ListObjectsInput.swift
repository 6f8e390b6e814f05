/// What a listing asks for. The parameters are echoed in the answer as they are here.
package struct ListObjectsInput: Sendable {
    package enum Encoding: String, Sendable {
        case none
        case url
    }

    package var prefix: String
    /// Nil when none was sent; an empty one counts as none but is echoed.
    package var delimiter: String?
    package var maxKeys: Int
    package var encoding: Encoding

    package init(_ query: S3Query, limit: String = "max-keys") throws(S3Error) {
        prefix = query["prefix"] ?? ""
        delimiter = query["delimiter"]
        maxKeys = try query.limit(limit)
        switch query["encoding-type"] {
        case nil, "": encoding = .none
        case let text? where text.lowercased() == "url": encoding = .url
        case let text?: throw .invalidArgument("encoding-type", text, "Invalid Encoding Method specified in Request")
        }
    }

    /// A name as the answer writes it.
    package func encode(_ name: String) -> String {
        encoding == .url ? PercentEncoding.encodeForListing(name) : name
    }
}

/// What only the second version of the listing asks for.
package struct ListObjectsV2Input: Sendable {
    package var listing: ListObjectsInput
    package var continuationToken: String?
    package var startAfter: String?
    package var fetchesOwner: Bool

    package init(_ query: S3Query) throws(S3Error) {
        listing = try ListObjectsInput(query)
        continuationToken = query["continuation-token"]
        startAfter = query["start-after"]
        fetchesOwner = query["fetch-owner"] == "true"
    }
}
