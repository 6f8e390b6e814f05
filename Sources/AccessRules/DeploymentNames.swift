/// What only exists once a backend is deployed: ids and physical names.
package struct DeploymentNames: Sendable {
    /// Twelve digits: the account that owns the buckets.
    package var accountID: String
    package var region: String
    package var userPoolID: String
    package var userPoolClientID: String
    package var identityPoolID: String
    /// First part of the host of the hosted sign-in pages; written only when external providers are configured.
    package var oauthDomainPrefix: String
    /// The physical name of the bucket with a friendly name.
    package var bucketName: @Sendable (_ friendlyName: String) -> String

    package init(
        accountID: String, region: String, userPoolID: String, userPoolClientID: String, identityPoolID: String,
        oauthDomainPrefix: String, bucketName: @escaping @Sendable (_ friendlyName: String) -> String
    ) {
        self.accountID = accountID
        self.region = region
        self.userPoolID = userPoolID
        self.userPoolClientID = userPoolClientID
        self.identityPoolID = identityPoolID
        self.oauthDomainPrefix = oauthDomainPrefix
        self.bucketName = bucketName
    }

    /// Stand-ins for a definition that is only looked at: `{region}`, `{userPool}`, `{bucket:NAME}`.
    package static let placeholders = DeploymentNames(
        accountID: "000000000000", region: "{region}", userPoolID: "{userPool}", userPoolClientID: "{userPoolClient}",
        identityPoolID: "{identityPool}", oauthDomainPrefix: "{ref:AWS::Cognito::UserPoolDomain}",
        bucketName: { "{bucket:\($0)}" })
}
