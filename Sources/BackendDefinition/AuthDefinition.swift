import OrderedCollections
package import SourceText

/// What `defineAuth` or `referenceAuth` declares.
package struct AuthDefinition: Sendable {
    package enum Kind: String, Sendable {
        case defineAuth
        case referenceAuth
    }

    package struct Group: Sendable {
        package var name: String
        /// Its index in `groups` unless `cfnUserGroup.precedence` was set.
        package var precedence: Int
        package var range: SourceRange

        package init(name: String, precedence: Int, range: SourceRange) {
            self.name = name
            self.precedence = precedence
            self.range = range
        }
    }

    package var kind: Kind
    package var name: String?
    package var groups: [Group] = []
    /// The other properties as evaluated JSON, upstream's names: `loginWith`, `userAttributes`, `multifactor`,
    /// `accountRecovery`, `passwordlessOptions`, `senders`. Functions in them are left out or already called with
    /// upstream's placeholders (`verificationEmailBody` becomes its text with `{####}`).
    package var properties: JSONValue
    /// Settings changed through `cfnUserPool` and its kin after `defineBackend`, CloudFormation's names:
    /// `policies.passwordPolicy.minimumLength`.
    package var overrides: JSONValue
    /// What `addPropertyOverride` changes: it is deployed, and outputs do not tell of it.
    package var propertyOverrides: [(path: [String], value: JSONValue)] = []
    /// Event name (`preSignUp`) to function name.
    package var triggers: [(event: String, function: String)] = []
    /// The `defineAuth` call.
    package var range: SourceRange

    package init(kind: Kind, properties: JSONValue, overrides: JSONValue = .object([:]), range: SourceRange) {
        self.kind = kind
        self.properties = properties
        self.overrides = overrides
        self.range = range
    }

    /// The definition that the pools follow, as opposed to the outputs.
    package var deployed: AuthDefinition {
        var deployed = self
        for (path, value) in propertyOverrides { deployed.overrides.set(value, at: path[...]) }
        return deployed
    }
}
