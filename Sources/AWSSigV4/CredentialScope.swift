/// For which day, region and service a signing key is good.
package struct CredentialScope: Sendable, Hashable {
    /// `20130524`.
    package var day: String
    package var region: String
    package var service: String

    package init(day: String, region: String, service: String) {
        self.day = day
        self.region = region
        self.service = service
    }

    /// `20130524/us-east-1/s3/aws4_request`.
    package var text: String { "\(day)/\(region)/\(service)/aws4_request" }
}

/// The `Credential` of a signature: an access key id and a scope.
package struct SigningCredential: Sendable, Hashable {
    package var accessKeyID: String
    package var scope: CredentialScope

    package init(accessKeyID: String, scope: CredentialScope) {
        self.accessKeyID = accessKeyID
        self.scope = scope
    }

    /// Of `AKIA…/20130524/us-east-1/s3/aws4_request`. The access key id may itself hold slashes.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        let parts = text.pieces(separatedBy: UInt8(ascii: "/"))
        guard parts.count >= 5 else { return nil }
        let (day, region, service) = (parts[parts.count - 4], parts[parts.count - 3], parts[parts.count - 2])
        let key = 0..<parts[parts.count - 5].upperBound
        guard !key.isEmpty, day.count == 8, parts[parts.count - 1].count == 12,
            text.has("aws4_request", at: parts[parts.count - 1].lowerBound)
        else { return nil }
        accessKeyID = text.text(key)
        scope = CredentialScope(day: text.text(day), region: text.text(region), service: text.text(service))
    }

    /// `AKIA…/20130524/us-east-1/s3/aws4_request`.
    package var text: String { accessKeyID + "/" + scope.text }
}
