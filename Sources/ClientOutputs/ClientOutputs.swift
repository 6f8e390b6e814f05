package import AccessRules
package import BackendDefinition
import OrderedCollections

/// The content of `amplify_outputs.json`, keys in upstream's order. For `.legacy` it is the newest version's content,
/// less what the conversion cannot carry.
///
/// Throws when the definition's `addOutput` contradicts what is deployed; Amplify then says so and keeps the old file.
package func clientOutputs(
    of ruleSet: RuleSet, names: DeploymentNames, version: OutputsVersion = .newest
) throws(OutputsConflict) -> JSONValue {
    var outputs: OrderedDictionary<String, JSONValue> = [:]
    if let auth = ruleSet.backend.auth {
        // The legacy form is made of sections that know neither groups nor passwordless sign-in.
        var section = authSection(of: auth, names: names).authSection(for: version == .legacy ? .newest : version)
        if version == .legacy {
            section["groups"] = nil
            section["passwordless"] = nil
        }
        outputs["auth"] = .object(section)
    }
    outputs["storage"] = storageSection(of: ruleSet, names: names).map { section in
        .object(section.storageSection(for: version == .legacy ? .newest : version))
    }
    outputs["version"] = .string(version == .legacy ? OutputsVersion.newest.rawValue : version.rawValue)
    let added = try addedOutputs(of: ruleSet.backend).mapValues {
        $0.replacingPlaceholders(names: names.knowing(ruleSet))
    }
    do {
        try outputs.accumulate(added)
    } catch {
        throw OutputsConflict(withOwnOutputs: error)
    }
    return .object(outputs)
}

/// All that the definition gave to `addOutput`, merged; empty without any.
private func addedOutputs(of backend: Backend) throws(OutputsConflict) -> OrderedDictionary<String, JSONValue> {
    var added: OrderedDictionary<String, JSONValue> = [:]
    do {
        for part in backend.addedOutputs { try added.accumulate(part.withVersion) }
    } catch {
        throw OutputsConflict(betweenCalls: error)
    }
    return added
}

extension JSONValue {
    /// The members of what was given to `addOutput`, which speaks of version 1.4 unless it says otherwise.
    fileprivate var withVersion: OrderedDictionary<String, JSONValue> {
        guard case .object(var members) = self else { return [:] }
        if members["version"] == nil { members["version"] = .string("1.4") }
        return members
    }
}

extension DeploymentNames {
    /// The same names, with those that the definition itself fixes for its buckets.
    fileprivate func knowing(_ ruleSet: RuleSet) -> DeploymentNames {
        var names = self
        let made = bucketName
        names.bucketName = { name in ruleSet.buckets.first { $0.name == name }?.bucketName ?? made(name) }
        return names
    }
}
