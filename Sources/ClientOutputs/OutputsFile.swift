package import AccessRules
import BackendDefinition

/// The forms in which the outputs can be written, by the names of `--outputs-format`: those of `ampx`, then our own.
package enum OutputsFormat: String, Sendable, CaseIterable {
    case json
    case mjs
    case jsonMobile = "json-mobile"
    case ts
    case dart
    /// The first generation's module for web apps, with the flag for local testing.
    case awsExports = "aws-exports"
    /// The same configuration as `amplifyconfiguration.json`.
    case amplifyConfiguration = "amplifyconfiguration"
    /// What `Amplify.configure` of aws-amplify 6 takes unchanged, with the pools' addresses.
    case resourcesConfig = "resources-config"

    /// Whether there is such a form of a version. The first generation's forms are made whatever version is asked for.
    package func exists(in version: OutputsVersion) -> Bool {
        switch self {
        case .json, .dart, .awsExports, .amplifyConfiguration, .resourcesConfig: true
        case .ts, .mjs, .jsonMobile: version == .legacy
        }
    }
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

    /// Makes the file that `ampx generate outputs` would write, or one of our own forms.
    ///
    /// - Parameter endpoint: the sandbox's address without a final slash; only `resourcesConfig` names it.
    package init(
        of ruleSet: RuleSet, names: DeploymentNames, version: OutputsVersion = .newest, format: OutputsFormat = .json,
        endpoint: String
    ) throws(Fault) {
        guard format.exists(in: version) else { throw .unsupportedFormat(format, version) }
        let outputs: JSONValue
        do throws(OutputsConflict) {
            outputs = try clientOutputs(of: ruleSet, names: names, version: Self.contentVersion(version, format))
        } catch {
            throw .conflict(error)
        }
        name = Self.name(version: version, format: format)
        text = try Self.text(of: outputs, version: version, format: format, endpoint: endpoint)
    }

    /// Under which name a version and form are looked for.
    package static func name(version: OutputsVersion, format: OutputsFormat) -> String {
        let stem = version == .legacy ? "amplifyconfiguration" : "amplify_outputs"
        return switch format {
        case .json, .jsonMobile: "\(stem).json"
        case .mjs, .ts, .dart: "\(stem).\(format.rawValue)"
        case .awsExports: "aws-exports.js"
        case .amplifyConfiguration: "amplifyconfiguration.json"
        case .resourcesConfig: "amplify_outputs.resources.json"
        }
    }

    /// Which version a form is made of.
    private static func contentVersion(_ version: OutputsVersion, _ format: OutputsFormat) -> OutputsVersion {
        switch format {
        case .json, .mjs, .jsonMobile, .ts, .dart: version
        case .awsExports, .amplifyConfiguration: .legacy
        case .resourcesConfig: version == .legacy ? .newest : version
        }
    }

    private static func text(
        of outputs: JSONValue, version: OutputsVersion, format: OutputsFormat, endpoint: String
    ) throws(Fault) -> String {
        switch format {
        case .resourcesConfig: return resourcesConfiguration(of: outputs, endpoint: endpoint + "/").indentedText
        case .awsExports:
            let configuration = try legacyContent(of: outputs, storingAt: .fixedLocalPort)
            return "const awsmobile = \(configuration.indentedText);\n\nexport default awsmobile;\n"
        case .amplifyConfiguration: return try legacyContent(of: outputs, storingAt: .fixedLocalPort).indentedText
        case .json, .mjs, .jsonMobile, .ts, .dart: break
        }
        if version == .legacy { return try legacyText(of: outputs, format: format) }
        return format == .dart ? "const amplifyConfig = r'''\(outputs.indentedText)''';" : outputs.indentedText
    }

    private static func legacyText(of outputs: JSONValue, format: OutputsFormat) throws(Fault) -> String {
        let legacy = try legacyContent(of: outputs, storingAt: .aws)
        return switch format {
        case .ts, .mjs: "const amplifyConfig = \(legacy.indentedText)\nexport default amplifyConfig;\n"
        case .jsonMobile: mobileConfiguration(of: legacy).indentedText
        case .dart:
            "const amplifyConfig = r'''\(mobileConfiguration(of: legacy).indentedText)''';\n\n"
                + "const amplifyconfig = amplifyConfig;"
        default: legacy.indentedText
        }
    }

    private static func legacyContent(
        of outputs: JSONValue, storingAt target: LegacyStorageTarget
    ) throws(Fault) -> JSONValue {
        guard let version = outputs["version"]?.text, version == "1.4" || version == "1.5" else {
            throw .unsupportedLegacyVersion
        }
        return legacyConfiguration(of: outputs, storingAt: target)
    }
}
