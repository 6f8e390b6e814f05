import AccessRules
package import BackendDefinition
import IAM
import OrderedCollections
import SourceText

extension CompiledProject {
    /// What `sandbox check --format json` prints: what Amplify makes of the definition, or its error, then all
    /// diagnostics. To be made of a compilation with `DeploymentNames.placeholders`.
    package var checkReport: JSONValue {
        var report: OrderedDictionary<String, JSONValue> = ["format": .string("amplify-storage-golden/1")]
        if let ruleSet {
            report["auth"] = ruleSet.backend.auth?.report ?? .null
            report["functions"] = .array(ruleSet.backend.functions.map { .string($0.name) })
            report["buckets"] = .array(ruleSet.buckets.map(\.report))
            report["outputs"] = outputsReport
        } else {
            report["error"] = errorReport
        }
        report["diagnostics"] = .array(diagnostics.map(\.report))
        return .object(report)
    }

    /// The outputs without what is only known after a deployment: the ids of an existing user pool.
    private var outputsReport: JSONValue? {
        guard case .object(var outputs)? = outputs else { return nil }
        if ruleSet?.backend.auth?.kind == .referenceAuth { outputs["auth"] = nil }
        return .object(outputs)
    }

    private var errorReport: JSONValue {
        if let error = errors.first { return error.report }
        // Not evaluated at all: a syntax error, something that is not supported, a limit.
        let fault = diagnostics.first { $0.severity == .error }
        return .object([
            "phase": .string(DefinitionError.Phase.definition.rawValue),
            "name": .string(fault?.code ?? "no-backend"),
            "message": .string(fault?.message ?? "no backend is defined"),
        ])
    }
}

extension DefinitionError {
    fileprivate var report: JSONValue {
        var report: OrderedDictionary<String, JSONValue> = [
            "phase": .string(phase.rawValue), "name": .string(name), "message": .string(message),
        ]
        report["resolution"] = resolution.map { .string($0) }
        report["details"] = details.map { .string($0) }
        report["cause"] = cause.map { .object(["name": .string($0.name), "message": .string($0.message)]) }
        return .object(report)
    }
}

extension AuthDefinition {
    fileprivate var report: JSONValue {
        .object(["kind": .string(kind.rawValue), "groups": .array(groups.map { .string($0.name) })])
    }
}

extension BucketRules {
    fileprivate var report: JSONValue {
        .object([
            "name": .string(name),
            "isDefault": .boolean(definition.isDefault),
            "versioned": .boolean(definition.versioned),
            "triggers": .array(definition.triggers.map(\.report)),
            "policies": policiesReport,
        ])
    }

    private var policiesReport: JSONValue {
        var groups: OrderedDictionary<String, JSONValue> = [:]
        var functions: OrderedDictionary<String, JSONValue> = [:]
        for (role, document) in policies where !document.statements.isEmpty {
            switch role {
            case .guest, .authenticated: break
            case .group(let name): groups[name] = document.report
            case .function(let name): functions[name] = document.report
            }
        }
        return .object([
            "guest": (policies[.guest] ?? PolicyDocument()).report,
            "authenticated": (policies[.authenticated] ?? PolicyDocument()).report,
            "groups": .object(groups),
            "functions": .object(functions),
        ])
    }
}

extension BucketTrigger {
    fileprivate var report: JSONValue {
        var report: OrderedDictionary<String, JSONValue> = ["events": .array(events.map { .string($0) })]
        report["function"] = .string(function)
        let rules = [("suffix", suffix), ("prefix", prefix)].compactMap { name, value in
            value.map { JSONValue.object(["Name": .string(name), "Value": .string($0)]) }
        }
        if !rules.isEmpty { report["filter"] = .object(["Key": .object(["FilterRules": .array(rules)])]) }
        return .object(report)
    }
}

extension PolicyDocument {
    /// The statements as IAM's JSON, every value a list.
    package var report: JSONValue { .array(statements.map(\.report)) }
}

extension PolicyStatement {
    fileprivate var report: JSONValue {
        var report: OrderedDictionary<String, JSONValue> = [
            "Effect": .string(effect.rawValue),
            "Action": .array(actions.map { .string($0) }),
            "Resource": .array(resources.map { .string($0.text) }),
        ]
        report["Condition"] = prefixes.map { prefixes in
            .object(["StringLike": .object(["s3:prefix": .array(prefixes.map { .string($0.text) })])])
        }
        return .object(report)
    }
}

extension Diagnostic {
    fileprivate var report: JSONValue {
        var report: OrderedDictionary<String, JSONValue> = [
            "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message),
        ]
        report["help"] = help.map { .string($0) }
        if let range {
            let start = range.start
            report["file"] = .string(range.file.name)
            report["line"] = .number(Double(start.line))
            report["column"] = .number(Double(start.column))
        }
        return .object(report)
    }
}
