import AccessRules

extension DeployedNames {
    /// The names as the compiler and the outputs take them.
    var deploymentNames: DeploymentNames {
        DeploymentNames(
            accountID: accountID, region: region, userPoolID: userPoolID, userPoolClientID: userPoolClientID,
            identityPoolID: identityPoolID, oauthDomainPrefix: oauthPrefix,
            bucketName: bucketName(for:))
    }
}
