/// What a client must know of this sandbox to find it.
package struct ClientContext: Sendable, Hashable {
    /// Scheme, host and port under which the asking client reaches the sandbox, without a slash at the end:
    /// `http://localhost:20005`.
    package var endpoint: String
    package var region: String
    /// Physical names of the definition's buckets.
    package var buckets: [String]
    /// The ids of the pools; nil in a backend without auth.
    package var userPoolID: String?
    package var clientID: String?
    package var identityPoolID: String?

    package init(
        endpoint: String, region: String, buckets: [String], userPoolID: String? = nil, clientID: String? = nil,
        identityPoolID: String? = nil
    ) {
        self.endpoint = endpoint
        self.region = region
        self.buckets = buckets
        self.userPoolID = userPoolID
        self.clientID = clientID
        self.identityPoolID = identityPoolID
    }
}
