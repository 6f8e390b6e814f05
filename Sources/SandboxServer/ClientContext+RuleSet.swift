import AccessRules
import BackendDefinition
import WebConsole

extension ClientContext {
    /// What a client must know of a sandbox with these rules; without rules there is no bucket to know.
    init(endpoint: String, names: DeployedNames, ruleSet: RuleSet?) {
        let hasAuth = ruleSet?.backend.auth != nil
        self.init(
            endpoint: endpoint, region: names.region, buckets: ruleSet?.buckets.map(\.bucketName) ?? [],
            userPoolID: hasAuth ? names.userPoolID : nil, clientID: hasAuth ? names.userPoolClientID : nil,
            identityPoolID: hasAuth ? names.identityPoolID : nil)
    }
}
