import BackendDefinition
import IdentityPools

extension IdentityPoolConfiguration {
    /// The identity pool that `defineAuth` deploys.
    init(names: DeployedNames, auth: AuthDefinition?, endpoint: String) {
        let groups = (auth?.groups ?? []).map { ($0.name, names.roleARN(ofGroup: $0.name)) }
        let host = endpoint.split(separator: "/").last.map(String.init) ?? endpoint
        self.init(
            identityPoolID: names.identityPoolID, region: names.region, accountID: names.accountID,
            allowsGuests: auth?.userPoolSettings.allowsGuests ?? true,
            provider: names.provider, providerAliases: ["\(host)/\(names.userPoolID)"],
            clientID: names.userPoolClientID, guestRoleARN: names.roleARN("amplifyAuthunauthenticatedU"),
            authenticatedRoleARN: names.roleARN("amplifyAuthauthenticatedU"),
            groupRoleARNs: Dictionary(groups, uniquingKeysWith: { first, _ in first }))
    }
}
