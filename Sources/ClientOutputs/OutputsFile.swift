package import AccessRules
package import BackendDefinition

/// The forms in which the outputs can be written, by the names of `--outputs-format`.
package enum OutputsFormat: String, Sendable, CaseIterable {
    case json
    case mjs
    case jsonMobile = "json-mobile"
    case ts
    case dart
}

/// One file for clients.
package struct OutputsFile: Sendable, Hashable {
    /// Without a folder: `amplify_outputs.json`.
    package var name: String
    package var text: String

    package enum Fault: Error, Sendable, Hashable {
        case conflict(OutputsConflict)
        /// The version has no such form.
        case unsupportedFormat(OutputsFormat, OutputsVersion)
        /// `addOutput` raised the version to one that has no legacy form.
        case unsupportedLegacyVersion

        /// Upstream's words.
        package var message: String {
            switch self {
            case .conflict(let conflict): conflict.message
            case .unsupportedFormat(let format, _):
                "Unsupported client config format \(format.rawValue) for client config"
            case .unsupportedLegacyVersion: "Only version 1.4 or 1.5 of ClientConfig is supported."
            }
        }
    }

    /// Makes the file that `ampx generate outputs` would write.
    package init(
        of ruleSet: RuleSet, names: DeploymentNames, version: OutputsVersion = .newest, format: OutputsFormat = .json
    ) throws(Fault) {
        let outputs: JSONValue
        do throws(OutputsConflict) {
            outputs = try clientOutputs(of: ruleSet, names: names, version: version)
        } catch {
            throw .conflict(error)
        }
        name = Self.name(version: version, format: format)
        text = try Self.text(of: outputs, version: version, format: format)
    }

    /// Under which name a version and form are looked for.
    package static func name(version: OutputsVersion, format: OutputsFormat) -> String {
        let stem = version == .legacy ? "amplifyconfiguration" : "amplify_outputs"
        return "\(stem).\(format == .jsonMobile ? "json" : format.rawValue)"
    }

    /// Writes outputs down; also those of a sandbox with nothing deployed.
    package static func text(
        of outputs: JSONValue, version: OutputsVersion, format: OutputsFormat
    ) throws(Fault) -> String {
        if version == .legacy { return try legacyText(of: outputs, format: format) }
        return switch format {
        case .json: outputs.indentedText
        case .dart: "const amplifyConfig = r'''\(outputs.indentedText)''';"
        case .ts, .mjs, .jsonMobile: throw .unsupportedFormat(format, version)
        }
    }

    private static func legacyText(of outputs: JSONValue, format: OutputsFormat) throws(Fault) -> String {
        guard let version = outputs["version"]?.text, version == "1.4" || version == "1.5" else {
            throw .unsupportedLegacyVersion
        }
        let legacy = legacyConfiguration(of: outputs)
        return switch format {
        case .json: legacy.indentedText
        case .ts, .mjs: "const amplifyConfig = \(legacy.indentedText)\nexport default amplifyConfig;\n"
        case .jsonMobile: mobileConfiguration(of: legacy).indentedText
        case .dart:
            "const amplifyConfig = r'''\(mobileConfiguration(of: legacy).indentedText)''';\n\n"
                + "const amplifyconfig = amplifyConfig;"
        }
    }
}
