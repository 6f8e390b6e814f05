import BackendDefinition
import S3Protocol

extension CORSConfiguration {
    /// `cfnBucket.corsConfiguration`, in CloudFormation's names. What is no rule is left out.
    init(template: JSONValue) {
        let rules = (template["corsRules"]?.elements ?? []).map { rule in
            Rule(
                id: rule["id"]?.text, allowedHeaders: rule["allowedHeaders"]?.texts ?? [],
                allowedMethods: rule["allowedMethods"]?.texts ?? [],
                allowedOrigins: rule["allowedOrigins"]?.texts ?? [],
                exposedHeaders: rule["exposedHeaders"]?.texts ?? [],
                maxAgeInSeconds: rule["maxAge"]?.number.flatMap { Int(exactly: $0) })
        }
        self.init(rules: rules.filter { !$0.allowedMethods.isEmpty && !$0.allowedOrigins.isEmpty })
    }
}
