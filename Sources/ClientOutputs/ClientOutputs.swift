package import AccessRules
package import BackendDefinition
import OrderedCollections

/// The content of `amplify_outputs.json`, client configuration version 1.5, keys in upstream's order.
///
/// Throws when the definition's `addOutput` contradicts what is deployed; Amplify then says so and keeps the old file.
package func clientOutputs(of ruleSet: RuleSet, names: DeploymentNames) throws(OutputsConflict) -> JSONValue {
    var outputs: OrderedDictionary<String, JSONValue> = [:]
    outputs["auth"] = ruleSet.backend.auth.map { authOutputs(of: $0, names: names) }
    outputs["storage"] = storageOutputs(of: ruleSet, names: names)
    outputs["version"] = .string("1.5")
    var added: OrderedDictionary<String, JSONValue> = [:]
    do {
        for part in ruleSet.backend.addedOutputs { try added.accumulate(part.withVersion) }
    } catch {
        throw OutputsConflict(betweenCalls: error)
    }
    do {
        try outputs.accumulate(added.mapValues { $0.replacingPlaceholders(names: names) })
    } catch {
        throw OutputsConflict(withOwnOutputs: error)
    }
    return .object(outputs)
}

extension JSONValue {
    /// The members of what was given to `addOutput`, which speaks of version 1.4 unless it says otherwise.
    fileprivate var withVersion: OrderedDictionary<String, JSONValue> {
        guard case .object(var members) = self else { return [:] }
        if members["version"] == nil { members["version"] = .string("1.4") }
        return members
    }
}
