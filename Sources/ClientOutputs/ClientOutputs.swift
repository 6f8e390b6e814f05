package import AccessRules
package import BackendDefinition
import OrderedCollections

/// The content of `amplify_outputs.json`, client configuration version 1.5, keys in upstream's order.
///
/// Throws when the definition's `addOutput` contradicts what is deployed.
package func clientOutputs(of ruleSet: RuleSet, names: DeploymentNames) throws(OutputsConflict) -> JSONValue {
    .object(["version": .string("1.5")])
}

extension JSONValue {
    /// The value as JavaScript's `JSON.stringify(value, null, 2)` writes it; no line feed at the end.
    package var indentedText: String { "" }
}
