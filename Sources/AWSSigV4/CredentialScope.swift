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
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 5, parts[parts.count - 1] == "aws4_request" else { return nil }
        let scope = parts.suffix(4)
        accessKeyID = parts.dropLast(4).joined(separator: "/")
        self.scope = CredentialScope(
            day: String(scope[scope.startIndex]), region: String(scope[scope.startIndex + 1]),
            service: String(scope[scope.startIndex + 2]))
        guard !accessKeyID.isEmpty, self.scope.day.utf8.count == 8 else { return nil }
    }

    /// `AKIA…/20130524/us-east-1/s3/aws4_request`.
    package var text: String { accessKeyID + "/" + scope.text }
}
